// cli/demo/draw.h
//
// Chances that fall the same way on every machine: SplitMix64. One thread.
// Must not know: what is drawn.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cli::demo {

class Draw final {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}

  // 0 to count - 1; the bias of the remainder does not matter here.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
  bool percent(std::size_t chance) { return below(100) < chance; }
  template <class List>
  auto pick(const List& list) {
    return list[below(list.size())];
  }

 private:
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
};

}  // namespace cli::demo
