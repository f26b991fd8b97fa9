// adapters/status/history.h
//
// The last ten minutes in steps of five seconds: what sparklines are drawn from, also for whoever
// opens the page only now. Rates follow from counts. Bounded; one thread.
// Must not know: the clock.
#pragma once

#include <deque>
#include <vector>

#include "adapters/status/view.h"

namespace adapters::status {

inline constexpr stream::Tick kHistoryStep = std::chrono::seconds(5);
inline constexpr std::size_t kHistoryMax = 121;  // ten minutes

HistoryPoint point_of(const StageView& stage);

class History final {
 public:
  History() = default;
  History(const History&) = delete;
  History& operator=(const History&) = delete;

  // Whether a step has passed since the last entry.
  bool is_due(stream::Tick now) const;
  void add(stream::Tick now, const std::vector<StageView>& stages);
  std::vector<HistoryEntry> read() const { return {entries_.begin(), entries_.end()}; }

 private:
  std::deque<HistoryEntry> entries_;
};

// Records a second of a stage over the last `seconds`, which is 0 while nothing is known.
struct Rates {
  double seconds = 0, consumed = 0, produced = 0, dead = 0;
};

// From the newest entry that is at least ten seconds old, else the oldest there is, to now.
Rates rates_of(const View& view, std::size_t stage);

}  // namespace adapters::status
