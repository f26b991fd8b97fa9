// stream/counters.h
//
// Numbers that one thread writes and another reads, without locks: relaxed atomics, single writer.
// Fixed in size: nothing here allocates after construction. A histogram's count is the sum of its
// buckets, so a scrape in mid-write is off by one record at most, never inconsistent.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace stream {

class Counter final {
 public:
  void add(std::uint64_t count = 1) {
    value_.store(value_.load(std::memory_order_relaxed) + count, std::memory_order_relaxed);
  }
  std::uint64_t read() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

class Gauge final {
 public:
  explicit Gauge(std::int64_t value = 0) : value_(value) {}
  void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
  std::int64_t read() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_;
};

// Upper bounds, inclusive, in the unit of what is observed: nanoseconds, milliseconds, bytes.
using Bounds = std::span<const std::int64_t>;

// Buckets of the metrics: A 10 us to 1 s and C 1 ms to 60 s (ns), L 50 ms to 1 h (ms),
// S 1 KiB x 4 (bytes), N 1 x 4 (records).
extern const Bounds kBoundsA, kBoundsC, kBoundsL, kBoundsS, kBoundsN;

class Histogram final {
 public:
  static constexpr std::size_t kBoundsMax = 20;

  explicit Histogram(Bounds bounds);
  void observe(std::int64_t value);

  Bounds bounds() const { return bounds_; }
  // Not cumulative; one more than there are bounds, the last is +Inf.
  std::uint64_t bucket(std::size_t index) const { return buckets_[index].read(); }
  std::int64_t sum() const { return sum_.read(); }

 private:
  const Bounds bounds_;
  std::array<Counter, kBoundsMax + 1> buckets_;
  Gauge sum_;
};

// Counters under names that are found while running. The names must be literals: they are kept as
// views. Beyond kNamesMax they share the last slot, "other".
class NamedCounters final {
 public:
  static constexpr std::size_t kNamesMax = 64;

  NamedCounters() = default;
  explicit NamedCounters(std::span<const std::string_view> names);
  void add(std::string_view name, std::uint64_t count = 1);

  std::size_t size() const { return size_.load(std::memory_order_acquire); }
  std::string_view name(std::size_t index) const { return names_[index]; }  // index < size()
  std::uint64_t count(std::size_t index) const { return counts_[index].read(); }

 private:
  std::array<std::string_view, kNamesMax> names_;
  std::array<Counter, kNamesMax> counts_;
  std::atomic<std::size_t> size_{0};  // names_ below it never change again
};

}  // namespace stream
