#include "tests/memory/memory.h"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> now = 0, peak = 0;

void raise_peak(std::size_t bytes) {
  std::size_t seen = peak;
  while (bytes > seen && !peak.compare_exchange_weak(seen, bytes)) {
  }
}

}  // namespace

// All that the standard has but those with an alignment: what a sanitizer brings for the others
// would be taken with ours and given back with its own.
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  void* const given = std::malloc(bytes);
  if (given != nullptr) raise_peak(now += malloc_usable_size(given));
  return given;
}

void* operator new(std::size_t bytes) {
  void* const given = operator new(bytes, std::nothrow);
  if (given == nullptr) throw std::bad_alloc();
  return given;
}

void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept {
  return operator new(bytes, std::nothrow);
}
void* operator new[](std::size_t bytes) { return operator new(bytes); }

void operator delete(void* given) noexcept {
  if (given != nullptr) now -= malloc_usable_size(given);
  std::free(given);
}

void operator delete(void* given, std::size_t) noexcept { operator delete(given); }
void operator delete(void* given, const std::nothrow_t&) noexcept { operator delete(given); }
void operator delete[](void* given) noexcept { operator delete(given); }
void operator delete[](void* given, std::size_t) noexcept { operator delete(given); }
void operator delete[](void* given, const std::nothrow_t&) noexcept { operator delete(given); }

namespace memory {

std::size_t held() { return now; }
void watch() { peak = now.load(); }
std::size_t most() { return peak; }

}  // namespace memory
