#pragma once
namespace stream {
int answer();
}  // namespace stream
