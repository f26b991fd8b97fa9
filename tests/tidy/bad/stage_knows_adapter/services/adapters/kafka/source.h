#pragma once
namespace adapters::kafka {
int answer();
}  // namespace adapters::kafka
