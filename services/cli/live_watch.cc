#include "cli/live_watch.h"

#include <algorithm>

namespace cli {

void hold_back(replay::Control& control, const LiveLags& lags, const LiveLimits& limits) {
  control.set_paused(replay::Cause::LiveLag, lags.live > limits.live_lag_max);
  control.set_paused(replay::Cause::Backlog, lags.backlog > limits.backlog_max);
}

base::Result<std::unique_ptr<LiveWatch>> LiveWatch::make(const replay::Cluster& cluster,
                                                         const replay::Readers& readers) {
  std::unique_ptr<LiveWatch> watch(new LiveWatch);
  const auto add = [&](const replay::LiveGroup& group,
                       Watched& watched) -> base::Result<base::Done> {
    auto asker = adapters::kafka::Asker::make(cluster.connection, group.group,
                                              cluster.client_id + "-watch", cluster.events);
    if (!asker) return asker.fault();
    watched = {std::move(*asker), group.topic};
    return base::Done{};
  };
  if (auto added = add(readers.lane, watch->lane_); !added) return added.fault();
  for (const replay::LiveGroup& group : readers.live) {
    if (auto added = add(group, watch->live_.emplace_back()); !added) return added.fault();
  }
  return watch;
}

base::Result<LiveLags> LiveWatch::look(stream::Millis timeout) {
  LiveLags lags;
  const auto backlog = lane_.asker->lag(lane_.topic, timeout);
  if (!backlog) return backlog.fault();
  lags.backlog = *backlog;
  for (const Watched& stage : live_) {
    const auto lag = stage.asker->lag(stage.topic, timeout);
    if (!lag) return lag.fault();
    lags.live = std::max(lags.live, *lag);
  }
  return lags;
}

}  // namespace cli
