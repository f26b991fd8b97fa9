#pragma once
namespace helpers {
int answer();
}  // namespace helpers
