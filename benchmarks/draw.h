// benchmarks/draw.h
//
// Numbers drawn from a seed: the same on every machine and with every standard library, which
// <random>'s distributions are not. SplitMix64 (Steele, Lea, Flood 2014).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace benchmarks {

class Draw final {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}

  std::uint64_t number() {
    std::uint64_t mixed = (state_ += 0x9e3779b97f4a7c15);
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
  }

  // 0 to count - 1; count >= 1. The bias of 2^-32 or so does not matter here.
  std::uint64_t below(std::uint64_t count) { return ((number() >> 32) * count) >> 32; }

  template <class T, std::size_t Extent>
  T& pick(std::span<T, Extent> values) {
    return values[below(values.size())];
  }

 private:
  std::uint64_t state_;
};

}  // namespace benchmarks
