#include "stream/counters.h"

#include <algorithm>

#include "base/check.h"

namespace stream {
namespace {

constexpr std::int64_t kMicro = 1'000, kMilli = 1'000'000, kSecond = 1'000'000'000;

constexpr std::array<std::int64_t, 16> kA = {
    10 * kMicro,  25 * kMicro,   50 * kMicro,  100 * kMicro, 250 * kMicro, 500 * kMicro,
    kMilli,       2500 * kMicro, 5 * kMilli,   10 * kMilli,  25 * kMilli,  50 * kMilli,
    100 * kMilli, 250 * kMilli,  500 * kMilli, kSecond};
constexpr std::array<std::int64_t, 15> kC = {
    kMilli,        2500 * kMicro, 5 * kMilli,   10 * kMilli,  25 * kMilli,
    50 * kMilli,   100 * kMilli,  250 * kMilli, 500 * kMilli, kSecond,
    2500 * kMilli, 5 * kSecond,   10 * kSecond, 25 * kSecond, 60 * kSecond};
constexpr std::array<std::int64_t, 14> kL = {50,      100,     250,     500,      1'000,
                                             2'500,   5'000,   10'000,  30'000,   60'000,
                                             120'000, 300'000, 900'000, 3'600'000};
constexpr std::array<std::int64_t, 8> kS = {1 << 10, 1 << 12, 1 << 14, 1 << 16,
                                            1 << 18, 1 << 20, 1 << 22, 1 << 24};
constexpr std::array<std::int64_t, 9> kN = {1, 4, 16, 64, 256, 1024, 4096, 16384, 65536};

}  // namespace

const Bounds kBoundsA{kA}, kBoundsC{kC}, kBoundsL{kL}, kBoundsS{kS}, kBoundsN{kN};

Histogram::Histogram(Bounds bounds) : bounds_(bounds) { CHECK(bounds.size() <= kBoundsMax); }

void Histogram::observe(std::int64_t value) {
  const auto bucket = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
  buckets_[static_cast<std::size_t>(bucket)].add();
  sum_.set(sum_.read() + value);
}

NamedCounters::NamedCounters(std::span<const std::string_view> names) {
  for (const std::string_view name : names) add(name, 0);
}

void NamedCounters::add(std::string_view name, std::uint64_t count) {
  const std::size_t size = size_.load(std::memory_order_relaxed);
  for (std::size_t i = 0; i < size; ++i) {
    if (names_[i] == name) return counts_[i].add(count);
  }
  if (size == kNamesMax) return counts_[kNamesMax - 1].add(count);
  names_[size] = size == kNamesMax - 1 ? std::string_view("other") : name;
  counts_[size].add(count);
  size_.store(size + 1, std::memory_order_release);
}

}  // namespace stream
