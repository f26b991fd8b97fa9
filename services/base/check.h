// base/check.h
//
// CHECK(condition): our own bugs end the process, in release builds too (exit 134).
// For what the world may do wrong there is Fault (base/result.h).
#pragma once

namespace base {

// Prints the place and the condition to stderr, then aborts.
[[noreturn]] void check_failed(const char* file, int line, const char* condition);

}  // namespace base

#define CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::base::check_failed(__FILE__, __LINE__, #condition))
