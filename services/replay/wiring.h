// replay/wiring.h
//
// From the configuration and a cluster to what a replay needs: the name of its group, what is found
// of the topics it is asked for, and what it has committed.
// Must not know: threads, flags, how anything is printed.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/config/settings.h"
#include "adapters/kafka/asker.h"
#include "adapters/kafka/events.h"
#include "adapters/kafka/reader.h"
#include "adapters/kafka/settings.h"
#include "replay/note.h"
#include "replay/plan.h"

namespace replay {

// "dateline.replay.", before an id.
std::string group_prefix(const adapters::config::Settings& settings);
std::string group_of(const adapters::config::Settings& settings, const std::string& id);
// For Cluster::group of whatever a person starts.
std::string reading_group(const adapters::config::Settings& settings);

// Whose progress says how far live traffic is behind, and the reader of the lane.
struct LiveGroup {
  std::string group, topic;
};

struct Cluster {
  adapters::kafka::Connection connection;
  std::string client_id;
  // The name of readers that join no group and commit nothing. Their client asks for its
  // coordinator all the same, and reads nothing where access lists do not let it describe that
  // group.
  std::string group;
  adapters::kafka::Events& events;
  stream::Millis timeout{10'000};
};

struct Readers {
  std::vector<LiveGroup> live;
  LiveGroup lane;
};

// Whoever asks about this group. Fault (Stop): kafka_setting.
base::Result<std::unique_ptr<adapters::kafka::Asker>> ask(const Cluster& cluster,
                                                          const std::string& group);

// From then on no other replay goes on in this group's name; what it has committed by now stays.
// Faults: Retry (nothing was done); Stop.
base::Result<std::unique_ptr<adapters::kafka::Takeover>> take_over(const Cluster& cluster,
                                                                   const std::string& group,
                                                                   const std::string& topic);

// Faults: Retry (brokers away), Stop. A topic that does not exist is an answer, not a fault.
base::Result<World> find_world(const Cluster& cluster, const Request& request,
                               const Readers& readers);

// The lane, its readers and live traffic alone. Faults as above.
base::Result<World> find_lane(const Cluster& cluster, const std::string& target,
                              const Readers& readers);

// The partitions of the request's topic, which exists, with a sample of what stands in them.
base::Result<std::vector<Found>> find_partitions(const Cluster& cluster, const Request& request);

// Gives `take` the records of these ranges, for a sample: after so many polls in vain it does with
// what came. Faults: Retry (brokers away), Stop.
base::Result<base::Done> read_sample(
    const Cluster& cluster, const std::string& topic,
    const std::vector<adapters::kafka::ReadRange>& ranges, int vain_polls_max,
    const std::function<void(const adapters::kafka::ReadRecord&)>& take);

// How many records a group has still to read of a topic, markers counted.
base::Result<std::int64_t> lag_of(const Cluster& cluster, const LiveGroup& group);

// What the replay of this id has committed so far, by partition; empty: it has not begun.
struct Progress {
  std::int32_t partition = 0;
  std::int64_t next = 0;
  Note note;

  bool is_done() const { return next >= note.to; }
  bool operator==(const Progress&) const = default;
};

// Fault (Stop) replay_note: somebody else's commits under this name.
base::Result<std::vector<Progress>> find_progress(adapters::kafka::Asker& asker,
                                                  const std::string& topic, stream::Millis timeout);

// Of an id under which nothing was found. Fault (Stop) replay_note: a replay of something else has
// it.
base::Result<base::Done> check_unused(adapters::kafka::Asker& asker, const std::string& id,
                                      stream::Millis timeout);

}  // namespace replay
