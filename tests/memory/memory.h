// tests/memory/memory.h
//
// What a program holds of memory: linked into a test, it counts what new gives and delete takes
// back, in all threads. Must not know: who asked.
#pragma once

#include <cstddef>

namespace memory {

// Bytes that are held now.
std::size_t held();

// The most that were held at once since the last call of watch().
void watch();
std::size_t most();

}  // namespace memory
