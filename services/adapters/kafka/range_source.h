// adapters/kafka/range_source.h
//
// The engine's Source for a piece of a topic: fixed partitions, each up to an end that was frozen
// before. It joins no group, so no member's fence guards its commits; they carry a note, and the
// transactional id keeps a second reader out. One worker's thread, but for is_done().
// Must not know: stages, producers, why the piece is read.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "adapters/kafka/client.h"
#include "adapters/kafka/fetch_wake.h"
#include "adapters/kafka/offset_owner.h"
#include "stream/ports.h"

namespace adapters::kafka {

// A partition is read up to, and without, `end`. The note goes with each of its commits.
struct Range {
  stream::Partition partition;
  std::int64_t end = 0;
  std::string note;
};

struct RangeOptions {
  std::string topic;
  std::string group_id;  // under which offsets are kept
  std::string client_id;
  std::vector<Range> ranges;
};

// What a group has committed for a partition, as a worker's meter shows it.
struct Reached {
  stream::Partition partition;
  std::int64_t committed = 0;
};

class RangeSource final : public stream::Source, public OffsetOwner {
 public:
  // Faults (Stop): kafka_setting. `events` and `clock` outlive the source.
  static stream::Result<std::unique_ptr<RangeSource>> make(const Connection& connection,
                                                           RangeOptions options, Events& events,
                                                           const stream::Clock& clock);
  ~RangeSource() override;
  RangeSource(const RangeSource&) = delete;
  RangeSource& operator=(const RangeSource&) = delete;

  stream::Result<std::optional<stream::Record>> poll(stream::Millis wait,
                                                     stream::Rebalance& rebalance) override;
  stream::Result<std::vector<stream::Committed>> committed(
      std::span<const stream::Partition> partitions, stream::Millis timeout) override;
  stream::Result<stream::Done> place(stream::Partition partition,
                                     stream::InputOffset offset) override;
  stream::Result<stream::Done> pause(std::span<const stream::Partition> partitions) override;
  stream::Result<stream::InputRange> range(stream::Partition partition,
                                           stream::Millis timeout) override;
  stream::Result<stream::Done> close(stream::Rebalance& rebalance) override;

  const std::string& topic() const override { return options_.topic; }
  stream::Result<GroupMetadata> group_metadata() const override;
  std::string note_at(const stream::Position& next) const override;

  // Lets time go by without reading: nothing is polled. The worker's thread.
  void rest(stream::Millis time);

  // Any thread: everything before the ends was handed over, and these commits cover it all.
  bool is_done(std::span<const Reached> reached) const;

 private:
  static constexpr std::int64_t kUnfinished = -1;

  struct Owned {
    std::int64_t end = 0;
    std::string note;
    bool paused = true;
    std::int64_t next = 0;  // behind the last record that was handed over
    // Once all was handed over: what must be committed for it.
    std::atomic<std::int64_t> finished{kUnfinished};
  };

  RangeSource(RangeOptions options, Events& events, const stream::Clock& clock);
  stream::Result<stream::Done> assign();
  stream::Result<std::optional<stream::Record>> read(Message message);
  stream::Result<std::optional<stream::Record>> answer(const rd_kafka_message_t& event);
  void finish(std::int32_t partition, Owned& owned);
  std::vector<stream::Partition> partitions() const;

  const RangeOptions options_;
  const stream::Clock& clock_;
  Told told_;
  std::map<std::int32_t, Owned> owned_;  // the same partitions for ever
  FetchWake wake_;
  std::vector<stream::Header> headers_;
  bool assigned_ = false, broken_ = false, closed_ = false;
  Handle handle_;
  // Die before the handle.
  Topic known_;
  Queue silence_;    // nothing ever comes from it
  Message current_;  // what the last poll gave
};

}  // namespace adapters::kafka
