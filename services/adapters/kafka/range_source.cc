#include "adapters/kafka/range_source.h"

#include <algorithm>
#include <utility>

#include "adapters/kafka/errors.h"
#include "adapters/kafka/reading.h"
#include "base/check.h"

namespace adapters::kafka {

RangeSource::RangeSource(RangeOptions options, Events& events, const stream::Clock& clock)
    : options_(std::move(options)),
      clock_(clock),
      told_{&events, options_.client_id, this},
      wake_(options_.topic, clock) {
  for (const Range& range : options_.ranges) {
    Owned& owned = owned_[range.partition.value];
    owned.end = range.end;
    owned.note = range.note;
  }
}

stream::Result<std::unique_ptr<RangeSource>> RangeSource::make(const Connection& connection,
                                                               RangeOptions options, Events& events,
                                                               const stream::Clock& clock) {
  std::unique_ptr<RangeSource> source(new RangeSource(std::move(options), events, clock));
  auto conf = make_conf(Kind::Range, connection,
                        {.client_id = source->options_.client_id,
                         .group_id = source->options_.group_id,
                         .transactional_id = {}});
  if (!conf) return conf.fault();
  set_callbacks(conf->get(), source->told_);
  auto handle = make_handle(RD_KAFKA_CONSUMER, std::move(*conf));
  if (!handle) return handle.fault();
  source->handle_ = std::move(*handle);
  rd_kafka_poll_set_consumer(source->handle_.get());
  // With it the client knows the topic's partitions before they are assigned.
  source->known_.reset(
      rd_kafka_topic_new(source->handle_.get(), source->options_.topic.c_str(), nullptr));
  source->silence_.reset(rd_kafka_queue_new(source->handle_.get()));
  return source;
}

RangeSource::~RangeSource() {
  current_.reset();
  silence_.reset();
  known_.reset();
  if (handle_) rd_kafka_consumer_close(handle_.get());
}

std::vector<stream::Partition> RangeSource::partitions() const {
  std::vector<stream::Partition> all;
  for (const auto& [partition, owned] : owned_) all.push_back({partition});
  return all;
}

// Paused at a placeholder, as after an assignment by a group: place() comes with the real offset.
stream::Result<stream::Done> RangeSource::assign() {
  const List list = list_of(options_.topic, partitions());
  for (int i = 0; i < list->cnt; ++i) list->elems[i].offset = 0;
  (void)rd_kafka_pause_partitions(handle_.get(), list.get());
  const rd_kafka_resp_err_t error = rd_kafka_assign(handle_.get(), list.get());
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return base::stop("kafka_fatal", std::string("assign: ") + rd_kafka_err2str(error));
  }
  (void)rd_kafka_pause_partitions(handle_.get(), list.get());
  return stream::Done{};
}

stream::Result<std::optional<stream::Record>> RangeSource::poll(stream::Millis wait,
                                                                stream::Rebalance& rebalance) {
  CHECK(!closed_);
  current_.reset();
  if (!assigned_) {
    if (auto assigned = assign(); !assigned) return assigned.fault();
    assigned_ = true;
    rebalance.assigned(partitions());
  }
  Message message = receive(handle_.get(), wake_, clock_, wait, [] { return false; });
  if (!message) return std::optional<stream::Record>{};
  return read(std::move(message));
}

stream::Result<std::optional<stream::Record>> RangeSource::read(Message message) {
  if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) return answer(*message);
  const auto owned = owned_.find(message->partition);
  // What was fetched before a pause may still come.
  if (owned == owned_.end() || owned->second.paused) return std::optional<stream::Record>{};
  wake_.saw(message->partition, message->offset + 1);
  if (message->offset >= owned->second.end) {
    finish(message->partition, owned->second);
    return std::optional<stream::Record>{};
  }
  current_ = std::move(message);
  owned->second.next = current_->offset + 1;
  if (owned->second.next == owned->second.end) finish(owned->first, owned->second);
  return std::optional(to_record(*current_, headers_));
}

stream::Result<std::optional<stream::Record>> RangeSource::answer(const rd_kafka_message_t& event) {
  const auto owned = owned_.find(event.partition);
  if (event.err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
    // Markers at the end of the range are never handed over: the end of the log tells of them.
    if (owned != owned_.end() && !owned->second.paused && event.offset >= owned->second.end) {
      finish(event.partition, owned->second);
    }
    return std::optional<stream::Record>{};
  }
  if (event.err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
    if (owned == owned_.end() || owned->second.paused) return std::optional<stream::Record>{};
  }
  const char* text = rd_kafka_message_errstr(&event);
  const std::string where =
      event.rkt == nullptr ? options_.topic : place_text(options_.topic, event.partition);
  return to_fault(
      Call::Poll, {.code = event.err},
      where + " at " + std::to_string(event.offset) + ": " + (text == nullptr ? "" : text));
}

// Nothing behind the end is wanted: the partition stands still from now on.
void RangeSource::finish(std::int32_t partition, Owned& owned) {
  const stream::Partition one{partition};
  (void)pause({&one, 1});
  owned.finished.store(owned.next);
}

stream::Result<std::vector<stream::Committed>> RangeSource::committed(
    std::span<const stream::Partition> partitions, stream::Millis timeout) {
  const auto asked = ask_committed(handle_.get(), options_.topic, partitions, timeout);
  if (!asked) return asked.fault();
  std::vector<stream::Committed> all;
  for (const NotedCommit& each : *asked) all.push_back(each.committed);
  return all;
}

stream::Result<stream::Done> RangeSource::place(stream::Partition partition,
                                                stream::InputOffset offset) {
  const auto found = owned_.find(partition.value);
  CHECK(found != owned_.end() && found->second.paused);
  Owned& owned = found->second;
  owned.next = offset.value;
  if (offset.value >= owned.end) {
    owned.finished.store(offset.value);
    return stream::Done{};
  }
  owned.finished.store(kUnfinished);
  if (std::exchange(broken_, false)) {
    if (auto assigned = assign(); !assigned) return assigned;
  }
  if (auto sought = seek(handle_.get(), options_.topic, {partition, offset}); !sought) {
    // The client has stopped reading it: only an assignment starts it again, of all partitions. All
    // stand still before they are placed again.
    broken_ = true;
    return sought;
  }
  wake_.saw(partition.value, offset.value);
  if (auto resumed = resume(handle_.get(), options_.topic, partition); !resumed) return resumed;
  owned.paused = false;
  return stream::Done{};
}

stream::Result<stream::Done> RangeSource::pause(std::span<const stream::Partition> partitions) {
  std::vector<stream::Partition> running;
  for (const stream::Partition partition : partitions) {
    Owned& owned = owned_.at(partition.value);
    if (owned.paused) continue;
    owned.paused = true;
    wake_.forget(partition.value);
    running.push_back(partition);
  }
  if (running.empty()) return stream::Done{};
  const List list = list_of(options_.topic, running);
  const rd_kafka_resp_err_t error = rd_kafka_pause_partitions(handle_.get(), list.get());
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return stream::Done{};
  return to_fault(Call::Place, {.code = error}, "pause partitions of " + options_.topic);
}

// The end is that of the piece, not of the log: what is left to do is told by it.
stream::Result<stream::InputRange> RangeSource::range(stream::Partition partition,
                                                      stream::Millis timeout) {
  const Owned& owned = owned_.at(partition.value);
  if (timeout.count() == 0) return stream::InputRange{{0}, {owned.end}};
  auto asked = ask_range(handle_.get(), options_.topic, partition, timeout);
  if (asked) asked->end.value = std::max(asked->end.value, owned.end);
  return asked;
}

stream::Result<stream::Done> RangeSource::close(stream::Rebalance& rebalance) {
  current_.reset();
  if (std::exchange(closed_, true) || !assigned_) return stream::Done{};
  rebalance.revoked(partitions());
  return stream::Done{};
}

// No member and no generation: what keeps another reader of the same range out is the
// transactional id.
stream::Result<GroupMetadata> RangeSource::group_metadata() const {
  return GroupMetadata(rd_kafka_consumer_group_metadata_new(options_.group_id.c_str()));
}

std::string RangeSource::note_at(const stream::Position& next) const {
  return owned_.at(next.partition.value).note;
}

void RangeSource::rest(stream::Millis time) {
  const Event none(rd_kafka_queue_poll(silence_.get(), static_cast<int>(time.count())));
  CHECK(none == nullptr);
}

bool RangeSource::is_done(std::span<const Reached> reached) const {
  return std::all_of(owned_.begin(), owned_.end(), [&](const auto& each) {
    const std::int64_t wanted = each.second.finished.load();
    if (wanted == kUnfinished) return false;
    const auto known = std::find_if(reached.begin(), reached.end(), [&](const Reached& one) {
      return one.partition.value == each.first;
    });
    return known != reached.end() && known->committed >= wanted;
  });
}

}  // namespace adapters::kafka
