#include "adapters/kafka/group_offsets.h"

namespace adapters::kafka {

stream::Result<std::unique_ptr<GroupOffsets>> GroupOffsets::make(const Connection& connection,
                                                                 Options options, Events& events) {
  auto asker = Asker::make(connection, options.group_id, options.client_id, events);
  if (!asker) return asker.fault();
  return std::unique_ptr<GroupOffsets>(new GroupOffsets(std::move(options), std::move(*asker)));
}

stream::Result<std::optional<stream::InputOffset>> GroupOffsets::committed(
    stream::Partition partition, stream::Millis timeout) {
  const auto all = asker_->committed(options_.topic, timeout);
  if (!all) return all.fault();
  for (const NotedOffset& each : *all) {
    if (each.partition == partition.value && each.offset >= 0) {
      return std::optional(stream::InputOffset{each.offset});
    }
  }
  return std::optional<stream::InputOffset>();
}

// No member and no generation: what keeps another reader out is the transactional id.
stream::Result<GroupMetadata> GroupOffsets::group_metadata() const {
  return GroupMetadata(rd_kafka_consumer_group_metadata_new(options_.group_id.c_str()));
}

}  // namespace adapters::kafka
