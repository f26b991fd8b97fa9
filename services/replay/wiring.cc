#include "replay/wiring.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "adapters/kafka/admin.h"
#include "adapters/kafka/reader.h"

namespace replay {
namespace {

namespace kafka = adapters::kafka;
using base::Result;
using stream::Done;

// Of each partition, to tell how large its records are.
constexpr std::int64_t kSampled = 100;
constexpr stream::Millis kPoll{50};
// A sample that does not come in this time is done without.
constexpr int kPollsMax = 100;

std::optional<std::int64_t> read_number(const std::string& text) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc() ? std::optional(number) : std::nullopt;
}

Topic to_topic(const kafka::TopicState& state) {
  Topic topic{.exists = state.exists, .bytes_max = std::nullopt, .has_append_time = true};
  const auto bytes = state.settings.find("max.message.bytes");
  if (bytes != state.settings.end()) topic.bytes_max = read_number(bytes->second);
  const auto time = state.settings.find("message.timestamp.type");
  if (time != state.settings.end()) topic.has_append_time = time->second == "LogAppendTime";
  return topic;
}

// Who reads the lane, and how far live traffic is behind.
Result<Done> look_at_readers(const Cluster& cluster, const Readers& readers, World& world) {
  auto lane = ask(cluster, readers.lane.group);
  if (!lane) return lane.fault();
  const auto members = (*lane)->members(cluster.timeout);
  if (!members) return members.fault();
  world.readers = *members;
  for (const LiveGroup& group : readers.live) {
    const auto lag = lag_of(cluster, group);
    if (!lag) return lag.fault();
    world.live_lag = std::max(world.live_lag, *lag);
  }
  return Done{};
}

// By partition; empty: the point is no time.
Result<std::vector<std::int64_t>> ask_times(kafka::Asker& asker, const std::string& topic,
                                            const Point& point, stream::Millis timeout) {
  if (point.kind != Point::Kind::Time) return std::vector<std::int64_t>();
  return asker.offsets_at(topic, point.time, timeout);
}

struct Sample {
  std::uint64_t records = 0, bytes = 0;
  std::optional<base::Timestamp> first_time;
};

// Looks at the first records of each range.
Result<std::map<std::int32_t, Sample>> take_samples(const Cluster& cluster,
                                                    const std::string& topic,
                                                    const std::vector<kafka::ReadRange>& ranges) {
  std::map<std::int32_t, Sample> samples;
  const auto read =
      read_sample(cluster, topic, ranges, kPollsMax, [&](const kafka::ReadRecord& record) {
        Sample& sample = samples[record.partition.value];
        if (!sample.first_time) sample.first_time = record.appended_at;
        ++sample.records;
        sample.bytes += record.key.size() + (record.value ? record.value->size() : 0);
      });
  if (!read) return read.fault();
  return samples;
}

std::optional<std::int64_t> at(const std::vector<std::int64_t>& offsets, std::size_t partition) {
  return partition < offsets.size() ? std::optional(offsets[partition]) : std::nullopt;
}

}  // namespace

Result<std::unique_ptr<kafka::Asker>> ask(const Cluster& cluster, const std::string& group) {
  return kafka::Asker::make(cluster.connection, group, cluster.client_id, cluster.events);
}

Result<std::unique_ptr<kafka::Takeover>> take_over(const Cluster& cluster, const std::string& group,
                                                   const std::string& topic) {
  return kafka::Takeover::make(cluster.connection,
                               {.group_id = group,
                                .topic = topic,
                                .client_id = cluster.client_id,
                                .transactional_id = group},
                               cluster.events);
}

Result<std::vector<Found>> find_partitions(const Cluster& cluster, const Request& request) {
  std::vector<Found> all;
  auto asker = ask(cluster, cluster.group);
  if (!asker) return asker.fault();
  const auto ranges = (*asker)->ranges(request.topic, cluster.timeout);
  if (!ranges) return ranges.fault();
  const auto from = ask_times(**asker, request.topic, request.from_point, cluster.timeout);
  if (!from) return from.fault();
  const auto to = ask_times(**asker, request.topic, request.to_point, cluster.timeout);
  if (!to) return to.fault();
  std::vector<kafka::ReadRange> first;
  for (std::size_t i = 0; i < ranges->size(); ++i) {
    const kafka::LogRange& log = (*ranges)[i];
    Found found{.partition = static_cast<std::int32_t>(i), .start = log.start, .end = log.end};
    found.from_at = at(*from, i);
    found.to_at = at(*to, i);
    // From the log's start, if the range begins there: then the first record tells of a gap too.
    const std::int64_t begin = std::clamp(found.from_at.value_or(log.start), log.start, log.end);
    first.push_back({found.partition, begin, std::min(begin + kSampled, log.end)});
    all.push_back(found);
  }
  const auto samples = take_samples(cluster, request.topic, first);
  if (!samples) return samples.fault();
  for (const auto& [partition, sample] : *samples) {
    Found& found = all[static_cast<std::size_t>(partition)];
    found.bytes_mean = static_cast<double>(sample.bytes) / static_cast<double>(sample.records);
    if (first[static_cast<std::size_t>(partition)].from == found.start) {
      found.first_time = sample.first_time;
    }
  }
  return all;
}

std::string group_prefix(const adapters::config::Settings& settings) {
  return settings.app + ".replay.";
}

std::string group_of(const adapters::config::Settings& settings, const std::string& id) {
  return group_prefix(settings) + id;
}

std::string reading_group(const adapters::config::Settings& settings) {
  return group_prefix(settings) + "reader";
}

Result<Done> read_sample(const Cluster& cluster, const std::string& topic,
                         const std::vector<kafka::ReadRange>& ranges, int vain_polls_max,
                         const std::function<void(const kafka::ReadRecord&)>& take) {
  auto reader = kafka::Reader::make(cluster.connection,
                                    {.topics = {topic},
                                     .group_id = cluster.group,
                                     .client_id = cluster.client_id,
                                     .ranges = ranges},
                                    cluster.events, cluster.timeout);
  if (!reader) return reader.fault();
  for (int vain = 0; !(*reader)->is_at_goal() && vain < vain_polls_max;) {
    const auto record = (*reader)->next(kPoll);
    if (!record && record.fault().recovery == base::Recovery::Stop) return record.fault();
    if (record && *record) {
      take(**record);
    } else {
      ++vain;
    }
  }
  return Done{};
}

Result<std::int64_t> lag_of(const Cluster& cluster, const LiveGroup& group) {
  auto asker = ask(cluster, group.group);
  if (!asker) return asker.fault();
  return (*asker)->lag(group.topic, cluster.timeout);
}

Result<World> find_lane(const Cluster& cluster, const std::string& target, const Readers& readers) {
  auto admin = kafka::Admin::make(cluster.connection, cluster.client_id, cluster.events);
  if (!admin) return admin.fault();
  const auto states = (*admin)->describe({target}, cluster.timeout);
  if (!states) return states.fault();
  World world{.target = to_topic(states->front())};
  if (!world.target.exists) return world;
  if (auto seen = look_at_readers(cluster, readers, world); !seen) return seen.fault();
  return world;
}

Result<World> find_world(const Cluster& cluster, const Request& asked, const Readers& readers) {
  auto admin = kafka::Admin::make(cluster.connection, cluster.client_id, cluster.events);
  if (!admin) return admin.fault();
  std::vector<std::string> names{asked.topic};
  if (asked.target != asked.topic) names.push_back(asked.target);  // named twice, none is told
  const auto states = (*admin)->describe(names, cluster.timeout);
  if (!states) return states.fault();
  World world{.source = to_topic(states->front()), .target = to_topic(states->back())};
  if (!world.source.exists || !world.target.exists) return world;
  if (auto seen = look_at_readers(cluster, readers, world); !seen) return seen.fault();
  auto partitions = find_partitions(cluster, with_slack(asked));
  if (!partitions) return partitions.fault();
  world.partitions = std::move(*partitions);
  return world;
}

Result<std::vector<Progress>> find_progress(kafka::Asker& asker, const std::string& topic,
                                            stream::Millis timeout) {
  const auto committed = asker.committed(topic, timeout);
  if (!committed) return committed.fault();
  std::vector<Progress> progress;
  for (const kafka::NotedOffset& each : *committed) {
    if (each.offset < 0) continue;
    auto note = read_note(each.note);
    if (!note) {
      return base::stop("replay_note", topic + "/" + std::to_string(each.partition) +
                                           ": this group is not a replay's, or a newer one's");
    }
    progress.push_back({each.partition, each.offset, *std::move(note)});
  }
  return progress;
}

base::Result<base::Done> check_unused(adapters::kafka::Asker& asker, const std::string& id,
                                      stream::Millis timeout) {
  const auto topics = asker.topics(timeout);
  if (!topics) return topics.fault();
  if (topics->empty()) return base::Done{};
  return base::stop("replay_note", "a replay of " + topics->front() + " has the id " + id);
}

}  // namespace replay
