// replay/control.h
//
// What may be changed about a running replay, and what holds it up: rates, the pace beside live
// traffic, and the causes of a pause. Any thread: atomics only.
// Must not know: who asks for it.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

namespace replay {

// A second; 0: no limit.
struct Rates {
  std::uint64_t records = 0, bytes = 0;

  bool operator==(const Rates&) const = default;
};

// What a replay stands still for. LiveLag: live traffic is behind. Backlog: the lane is.
enum class Cause : std::uint8_t { LiveLag, Backlog, Operator };
inline constexpr std::array<Cause, 3> kCauses{Cause::LiveLag, Cause::Backlog, Cause::Operator};

constexpr std::string_view to_text(Cause cause) {
  constexpr std::array<std::string_view, kCauses.size()> kTexts{"live_lag", "backlog", "operator"};
  return kTexts[static_cast<std::size_t>(cause)];
}

class Control final {
 public:
  explicit Control(Rates rates) : records_(rates.records), bytes_(rates.bytes) {}
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;

  void set_rates(Rates rates) {
    records_.store(rates.records, std::memory_order_relaxed);
    bytes_.store(rates.bytes, std::memory_order_relaxed);
  }
  Rates rates() const {
    return {records_.load(std::memory_order_relaxed), bytes_.load(std::memory_order_relaxed)};
  }

  // Records a second beside live traffic, whatever the rates say; 0: no limit.
  void set_pace(std::uint64_t pace) { pace_.store(pace, std::memory_order_relaxed); }
  // What is kept to: the rates, or the pace if that is less.
  Rates allowed() const {
    Rates all = rates();
    const std::uint64_t pace = pace_.load(std::memory_order_relaxed);
    if (pace > 0 && (all.records == 0 || pace < all.records)) all.records = pace;
    return all;
  }

  void set_paused(Cause cause, bool paused) {
    paused_[static_cast<std::size_t>(cause)].store(paused, std::memory_order_relaxed);
  }
  bool is_paused(Cause cause) const {
    return paused_[static_cast<std::size_t>(cause)].load(std::memory_order_relaxed);
  }
  bool is_paused() const {
    for (const Cause cause : kCauses) {
      if (is_paused(cause)) return true;
    }
    return false;
  }

 private:
  std::atomic<std::uint64_t> records_, bytes_, pace_{0};
  std::array<std::atomic<bool>, kCauses.size()> paused_{};
};

}  // namespace replay
