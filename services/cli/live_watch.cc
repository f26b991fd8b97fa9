#include "cli/live_watch.h"

#include <algorithm>

namespace cli {

LiveLags lags_of(const replay::Look& look) {
  LiveLags lags{look.lane.unread, 0};
  for (const replay::Traffic& stage : look.live) lags.live = std::max(lags.live, stage.unread);
  return lags;
}

void hold_back(replay::Control& control, const LiveLags& lags, const LiveLimits& limits) {
  control.set_paused(replay::Cause::LiveLag, lags.live > limits.live_lag_max);
  control.set_paused(replay::Cause::Backlog, lags.backlog > limits.backlog_max);
}

base::Result<std::unique_ptr<LiveWatch>> LiveWatch::make(const replay::Cluster& cluster,
                                                         const replay::Readers& readers) {
  std::unique_ptr<LiveWatch> watch(new LiveWatch);
  const auto add = [&](const replay::LiveGroup& group,
                       Watched& watched) -> base::Result<base::Done> {
    auto asker =
        adapters::kafka::Asker::make(cluster.connection, group.group, cluster.client_id + "-watch",
                                     cluster.events, adapters::kafka::Seen::Latest);
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

base::Result<replay::Look> LiveWatch::look(stream::Millis timeout) {
  const auto ask = [timeout](const Watched& watched) -> base::Result<replay::Traffic> {
    const auto found = watched.asker->progress(watched.topic, timeout);
    if (!found) return found.fault();
    return replay::Traffic{found->unread, found->end};
  };
  replay::Look look;
  const auto lane = ask(lane_);
  if (!lane) return lane.fault();
  look.lane = *lane;
  for (const Watched& stage : live_) {
    const auto traffic = ask(stage);
    if (!traffic) return traffic.fault();
    look.live.push_back(*traffic);
  }
  return look;
}

}  // namespace cli
