// cli/live_watch.h
//
// Live first: looks now and then how far the stages of live traffic are behind and how much the
// lane has unread, and holds the replay up for as long as that is too much. One thread. Must not
// know: who copies, when it is asked to look.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "replay/control.h"
#include "replay/give_way.h"
#include "replay/wiring.h"

namespace cli {

struct LiveLimits {
  std::int64_t backlog_max = 0;   // replay.backlog_max
  std::int64_t live_lag_max = 0;  // replay.live_lag_max
};

struct LiveLags {
  std::int64_t backlog = 0;  // records
  std::int64_t live = 0;     // of the stage that is furthest behind
};
LiveLags lags_of(const replay::Look& look);

// Sets both causes, each for itself.
void hold_back(replay::Control& control, const LiveLags& lags, const LiveLimits& limits);

class LiveWatch final {
 public:
  // Fault (Stop): kafka_setting.
  static base::Result<std::unique_ptr<LiveWatch>> make(const replay::Cluster& cluster,
                                                       const replay::Readers& readers);
  LiveWatch(const LiveWatch&) = delete;
  LiveWatch& operator=(const LiveWatch&) = delete;

  // Faults: Retry (brokers away: nothing is known), Stop.
  base::Result<replay::Look> look(stream::Millis timeout);

 private:
  struct Watched {
    std::unique_ptr<adapters::kafka::Asker> asker;
    std::string topic;
  };

  LiveWatch() = default;

  std::vector<Watched> live_;
  Watched lane_;
};

}  // namespace cli
