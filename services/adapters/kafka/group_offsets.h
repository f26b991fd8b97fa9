// adapters/kafka/group_offsets.h
//
// Offsets that a group keeps for whoever reads something else than the topic they stand under: a
// reader that joins no group, and whose place outside of Kafka is a number and a note. One worker's
// thread. Must not know: what the numbers mean.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/kafka/asker.h"
#include "adapters/kafka/offset_owner.h"

namespace adapters::kafka {

class GroupOffsets final : public OffsetOwner {
 public:
  using NoteAt = std::function<std::string(std::int64_t next)>;

  struct Options {
    std::string topic, group_id, client_id;
  };

  // Fault (Stop): kafka_setting. `events` outlives it.
  static stream::Result<std::unique_ptr<GroupOffsets>> make(const Connection& connection,
                                                            Options options, Events& events);
  GroupOffsets(const GroupOffsets&) = delete;
  GroupOffsets& operator=(const GroupOffsets&) = delete;

  // Asked for the note of each commit; before the first one.
  void set_notes(NoteAt note_at) { note_at_ = std::move(note_at); }

  // Of this partition, once no transaction is open that may change it. Faults: Retry, Stop.
  stream::Result<std::optional<stream::InputOffset>> committed(stream::Partition partition,
                                                               stream::Millis timeout);

  const std::string& topic() const override { return options_.topic; }
  stream::Result<GroupMetadata> group_metadata() const override;
  std::string note_at(const stream::Position& next) const override {
    return note_at_(next.offset.value);
  }

 private:
  GroupOffsets(Options options, std::unique_ptr<Asker> asker)
      : options_(std::move(options)), asker_(std::move(asker)) {}

  const Options options_;
  const std::unique_ptr<Asker> asker_;
  NoteAt note_at_;
};

}  // namespace adapters::kafka
