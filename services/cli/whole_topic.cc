#include "cli/whole_topic.h"

namespace cli {

namespace kafka = adapters::kafka;
using base::Done;
using base::Result;

namespace {

constexpr base::Millis kPoll{100};
constexpr int kVainPollsMax = 300;

bool is_within(const std::vector<kafka::ReadRange>& ranges, const kafka::ReadRecord& record) {
  for (const kafka::ReadRange& range : ranges) {
    if (range.partition == record.partition.value) return record.offset < range.to;
  }
  return false;
}

}  // namespace

Result<std::vector<kafka::ReadRange>> freeze(const replay::Cluster& cluster,
                                             const std::string& topic, kafka::Seen seen) {
  auto asker = kafka::Asker::make(cluster.connection, cluster.client_id, cluster.client_id,
                                  cluster.events, seen);
  if (!asker) return asker.fault();
  const auto logs = (*asker)->ranges(topic, cluster.timeout);
  if (!logs) return logs.fault();
  std::vector<kafka::ReadRange> ranges;
  for (const kafka::LogRange& log : *logs) {
    ranges.push_back({static_cast<std::int32_t>(ranges.size()), log.start, log.end});
  }
  return ranges;
}

std::uint64_t count_offsets(const std::vector<kafka::ReadRange>& ranges) {
  std::int64_t count = 0;
  for (const kafka::ReadRange& range : ranges) count += range.to - range.from;
  return static_cast<std::uint64_t>(count);
}

Result<Done> read_whole(const replay::Cluster& cluster, const std::string& topic,
                        const std::vector<kafka::ReadRange>& ranges, const TakeRecord& take) {
  auto reader = kafka::Reader::make(cluster.connection,
                                    {.topics = {topic},
                                     .group_id = cluster.group,
                                     .client_id = cluster.client_id,
                                     .ranges = ranges},
                                    cluster.events, cluster.timeout);
  if (!reader) return reader.fault();
  for (int vain = 0; !(*reader)->is_at_goal();) {
    const auto record = (*reader)->next(kPoll);
    if (!record && record.fault().recovery == base::Recovery::Stop) return record.fault();
    if (record && *record) {
      if (is_within(ranges, **record)) take(**record);
      vain = 0;
    } else if (++vain == kVainPollsMax) {
      return base::retry("kafka_away", "the rest of " + topic + " does not come");
    }
  }
  return Done{};
}

}  // namespace cli
