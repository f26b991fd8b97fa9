#include "replay/give_way.h"

#include <algorithm>
#include <utility>

namespace replay {
namespace {

using stream::Tick;

// Figures of fewer looks, or of fewer records, would be chance.
constexpr Tick kWindow = std::chrono::seconds(1);
constexpr Tick kWindowMax = std::chrono::seconds(5);
constexpr int kLooksMin = 5;
constexpr std::int64_t kRecordsMin = 100;

// The quiet time is learned at the lowest pace, and not while the lane still works off an earlier
// replay, unless that takes too long.
constexpr int kCalm = 2, kLearningMax = 10;

// Live records may wait so much longer in the mean: where a machine is nearly full, the slowest of
// a hundred wait longer by far more than that.
constexpr double kLonger = 1.5;
constexpr double kLongerSeconds = 0.02;

// Steps of the pace: large ones far below what was too fast last, small ones near it, so that what
// is one step too fast is so by little.
constexpr double kSlower = 0.6;
constexpr double kFar = 0.5, kNear = 0.8;
constexpr double kFasterFar = 1.4, kFaster = 1.05, kFasterNear = 1.01;

// More than this in the lane, in seconds of its own pace, comes in bursts and hurries nobody.
constexpr double kLaneSeconds = 2;

double in_seconds(Tick length) { return std::chrono::duration<double>(length).count(); }

}  // namespace

void GiveWay::look(Look look, Tick now) {
  if (window_.looks == 0) {
    window_ = {now, now, look, look, std::vector<double>(look.live.size()), 0};
  }
  for (std::size_t i = 0; i < look.live.size(); ++i) {
    window_.unread[i] += static_cast<double>(look.live[i].unread);
  }
  window_.end = std::move(look);
  window_.last = now;
  ++window_.looks;
  if (is_long_enough()) close_window();
}

// Whoever has not seen any live traffic yet does not wait for it.
bool GiveWay::is_long_enough() const {
  const Tick length = window_.last - window_.began;
  if (length >= kWindowMax) return true;
  if (length < kWindow || window_.looks < kLooksMin) return false;
  const std::int64_t came = window_.end.live[0].end - window_.first.live[0].end;
  return came >= kRecordsMin || (came == 0 && learning_ == 0);
}

void GiveWay::close_window() {
  const double seconds = in_seconds(window_.last - window_.began);
  is_alone_ = window_.end.live[0].end == window_.first.live[0].end;
  if (!is_alone_) adjust(seconds);
  window_ = {};
}

void GiveWay::adjust(double seconds) {
  wait_ = 0;
  for (std::size_t i = 0; i < window_.unread.size(); ++i) {
    const auto came = static_cast<double>(window_.end.live[i].end - window_.first.live[i].end);
    if (came <= 0) continue;
    wait_ += window_.unread[i] / window_.looks * seconds / came;
  }
  const auto lane_unread = static_cast<double>(window_.end.lane.unread);
  if (!quiet_) return learn_quiet(lane_unread);
  const bool is_too_fast = wait_ > *quiet_ * kLonger + kLongerSeconds;
  if (is_too_fast) {
    // What was sent before it fell is felt for another window: it tells nothing new.
    if (!was_too_fast_) too_fast_ = pace_;
    pace_ *= kSlower;
  } else {
    go_faster(seconds, lane_unread);
  }
  was_too_fast_ = is_too_fast;
  pace_ = std::max<double>(pace_, kPaceMin);
}

void GiveWay::go_faster(double seconds, double lane_unread) {
  const Traffic &before = window_.first.lane, &after = window_.end.lane;
  const double lane_pace =
      static_cast<double>(after.end - after.unread - before.end + before.unread) / seconds;
  if (lane_unread > std::max<double>(lane_pace * kLaneSeconds, kPaceMin)) {
    pace_ = std::min(pace_, lane_pace);
  } else if (!too_fast_ || pace_ < *too_fast_ * kFar) {
    pace_ *= kFasterFar;
  } else {
    pace_ *= pace_ < *too_fast_ * kNear ? kFaster : kFasterNear;
  }
}

void GiveWay::learn_quiet(double lane_unread) {
  ++learning_;
  const bool is_busy = lane_unread > kPaceMin * kLaneSeconds && learning_ < kLearningMax;
  calm_ = is_busy ? 0 : calm_ + 1;
  if (calm_ >= kCalm) quiet_ = wait_;
}

}  // namespace replay
