// replay/give_way.h
//
// How fast a replay may go beside live traffic: so fast that live records wait little longer than
// they did before it began. What is unread at a stage, by what comes to it in a second, is how long
// a record waits there (Little's law), so offsets tell it whatever machine the stages run on. While
// they wait no longer than that the pace grows step by step; when they do it falls at once.
// Without live traffic there is no limit. Pure: time is an argument. One thread.
// Must not know: Kafka, who copies.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "stream/ports.h"

namespace replay {

// One topic and the group that reads it, over all partitions.
struct Traffic {
  std::int64_t unread = 0;  // records, markers counted
  std::int64_t end = 0;     // of the log
};

struct Look {
  std::vector<Traffic> live;  // stage by stage; what comes to the first one is live only
  Traffic lane;
};

class GiveWay final {
 public:
  static constexpr std::uint64_t kPaceMin = 100;  // records a second: a replay always ends

  void look(Look look, stream::Tick now);

  // Records a second at most; 0: no limit.
  std::uint64_t pace() const { return is_alone_ ? 0 : static_cast<std::uint64_t>(pace_); }
  // Seconds that a live record waits: by the last figures, and before the replay was at work.
  double wait() const { return wait_; }
  double quiet() const { return quiet_.value_or(0); }

 private:
  struct Window {
    stream::Tick began{0}, last{0};
    Look first, end;
    std::vector<double> unread;  // summed, by stage
    int looks = 0;
  };

  bool is_long_enough() const;
  void close_window();
  void adjust(double seconds);
  void go_faster(double seconds, double lane_unread);
  void learn_quiet(double lane_unread);

  Window window_;
  bool is_alone_ = false, was_too_fast_ = false;
  std::optional<double> too_fast_;  // the last pace that was
  double pace_ = kPaceMin, wait_ = 0;
  int learning_ = 0, calm_ = 0;  // windows so far; in a row with a quiet lane
  std::optional<double> quiet_;
};

}  // namespace replay
