#pragma once
namespace adapters::rocks {
int answer();
}  // namespace adapters::rocks
