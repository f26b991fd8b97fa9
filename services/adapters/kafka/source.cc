#include "adapters/kafka/source.h"

#include <algorithm>

#include "adapters/kafka/errors.h"
#include "adapters/kafka/reading.h"
#include "adapters/kafka/start_note.h"
#include "base/check.h"

namespace adapters::kafka {
namespace {

// Before 2.3.0, closing or destroying a cooperative member that joined but was never assigned
// aborts the process (librdkafka issue 4381).
constexpr int kClosesUnassigned = 0x020300ff;

std::vector<stream::Partition> partitions_of(const rd_kafka_topic_partition_list_t* list) {
  std::vector<stream::Partition> partitions;
  for (int i = 0; i < list->cnt; ++i) partitions.push_back({list->elems[i].partition});
  return partitions;
}

}  // namespace

KafkaSource::KafkaSource(const SourceOptions& options, Events& events, const stream::Clock& clock)
    : topic_(options.topic),
      clock_(clock),
      told_(new Told{&events, options.client_id, this}),
      wake_(options.topic, clock) {}

stream::Result<std::unique_ptr<KafkaSource>> KafkaSource::make(const Connection& connection,
                                                               const SourceOptions& options,
                                                               Events& events,
                                                               const stream::Clock& clock) {
  std::unique_ptr<KafkaSource> source(new KafkaSource(options, events, clock));
  auto conf = make_conf(Kind::Source, connection,
                        {.client_id = options.client_id,
                         .group_id = options.group_id,
                         .static_id = options.static_id,
                         .transactional_id = {}});
  if (!conf) return conf.fault();
  set_callbacks(conf->get(), *source->told_);
  rd_kafka_conf_set_rebalance_cb(conf->get(), on_rebalance);
  auto handle = make_handle(RD_KAFKA_CONSUMER, std::move(*conf));
  if (!handle) return handle.fault();
  source->handle_ = std::move(*handle);
  rd_kafka_poll_set_consumer(source->handle_.get());
  if (auto joined = source->subscribe(); !joined) return joined.fault();
  return source;
}

KafkaSource::~KafkaSource() {
  current_.reset();
  known_.reset();
  rd_kafka_t* const handle = handle_.release();
  if (handle == nullptr) return;
  // Neither closed nor destroyed: the process is about to end, and the broker notices by itself.
  // Its threads go on, and must neither find their words' place gone nor say any.
  if (!was_assigned_ && rd_kafka_version() < kClosesUnassigned) {
    rd_kafka_set_log_level(handle, 0);
    (void)told_.release();
    return;
  }
  // Without close() the group is left to find out, as if the process had died.
  rd_kafka_destroy_flags(handle, closed_ ? 0 : RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
}

stream::Result<stream::Done> KafkaSource::subscribe() {
  // With it the client knows the topic's partitions before they are assigned.
  known_.reset(rd_kafka_topic_new(handle_.get(), topic_.c_str(), nullptr));
  const List topics = make_list(1);
  rd_kafka_topic_partition_list_add(topics.get(), topic_.c_str(), RD_KAFKA_PARTITION_UA);
  const rd_kafka_resp_err_t error = rd_kafka_subscribe(handle_.get(), topics.get());
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return stream::Done{};
  return to_fault(Call::Poll, {.code = error}, "subscribe to " + topic_);
}

void KafkaSource::on_rebalance(rd_kafka_t*, rd_kafka_resp_err_t what,
                               rd_kafka_topic_partition_list_t* list, void* opaque) {
  KafkaSource& source = *static_cast<KafkaSource*>(told_of(opaque).owner);
  if (what == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
    source.assign(list);
  } else {
    source.unassign(list);
  }
}

void KafkaSource::keep(const char* what, rd_kafka_error_t* raw) {
  const Error error(raw);
  if (!error || pending_) return;
  pending_ =
      base::stop("kafka_fatal", std::string(what) + ": " + rd_kafka_error_string(error.get()));
}

// At a placeholder, paused, without asking the network: place() comes with the real offset. Paused
// before the assignment, too: a fetch that slips out between the two would ask for the placeholder,
// and if the log begins later, the answer stops the partition for good.
void KafkaSource::assign(rd_kafka_topic_partition_list_t* list) {
  CHECK(rebalance_ != nullptr);
  was_assigned_ = true;
  pause_new(list);
  for (int i = 0; i < list->cnt; ++i) {
    list->elems[i].offset = 0;
    list->elems[i].err = RD_KAFKA_RESP_ERR_NO_ERROR;
  }
  keep("assign", rd_kafka_incremental_assign(handle_.get(), list));
  pause_new(list);
  for (int i = 0; i < list->cnt; ++i) owned_[list->elems[i].partition] = {};
  rebalance_->assigned(partitions_of(list));
}

// A pause is a flag: twice is as once. Partitions that the client does not know yet are known after
// the assignment.
void KafkaSource::pause_new(rd_kafka_topic_partition_list_t* list) {
  if (list->cnt > 0) (void)rd_kafka_pause_partitions(handle_.get(), list);
}

void KafkaSource::unassign(rd_kafka_topic_partition_list_t* list) {
  CHECK(rebalance_ != nullptr);
  const std::vector<stream::Partition> partitions = partitions_of(list);
  if (rd_kafka_assignment_lost(handle_.get()) != 0) {
    rebalance_->lost(partitions);
  } else {
    rebalance_->revoked(partitions);
  }
  for (const stream::Partition partition : partitions) {
    owned_.erase(partition.value);
    wake_.forget(partition.value);
  }
  keep("unassign", rd_kafka_incremental_unassign(handle_.get(), list));
}

stream::Result<std::optional<stream::Record>> KafkaSource::poll(stream::Millis wait,
                                                                stream::Rebalance& rebalance) {
  CHECK(!closed_);
  current_.reset();
  if (std::exchange(rejoin_, false)) {
    // The group takes the partitions back and gives them out again.
    rd_kafka_unsubscribe(handle_.get());
    if (auto joined = subscribe(); !joined) return joined.fault();
  }
  rebalance_ = &rebalance;
  Message message = receive(wait);
  rebalance_ = nullptr;
  if (pending_) return *std::exchange(pending_, std::nullopt);
  if (!message) return std::optional<stream::Record>{};
  return read(std::move(message));
}

Message KafkaSource::receive(stream::Millis wait) {
  return kafka::receive(handle_.get(), wake_, clock_, wait,
                        [this] { return pending_.has_value(); });
}

stream::Result<std::optional<stream::Record>> KafkaSource::read(Message message) {
  if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) return answer(*message);
  current_ = std::move(message);
  wake_.saw(current_->partition, current_->offset + 1);
  return std::optional(to_record(*current_, headers_));
}

stream::Result<std::optional<stream::Record>> KafkaSource::answer(const rd_kafka_message_t& event) {
  const auto owned = owned_.find(event.partition);
  // The placeholder of a partition that still asks for its offset need not be in the log.
  if (event.err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
    if (owned == owned_.end() || owned->second.paused) return std::optional<stream::Record>{};
  }
  const char* text = rd_kafka_message_errstr(&event);
  const std::string where = event.rkt == nullptr ? topic_ : place_text(topic_, event.partition);
  return to_fault(
      Call::Poll, {.code = event.err},
      where + " at " + std::to_string(event.offset) + ": " + (text == nullptr ? "" : text));
}

stream::Result<std::vector<stream::Committed>> KafkaSource::committed(
    std::span<const stream::Partition> partitions, stream::Millis timeout) {
  const auto asked = ask_committed(handle_.get(), topic_, partitions, timeout);
  if (!asked) return asked.fault();
  std::vector<stream::Committed> all;
  for (const NotedCommit& each : *asked) {
    stream::Committed committed = each.committed;
    const std::int32_t partition = committed.partition.value;
    const auto start = read_start_note(each.note);
    committed.is_start = start && committed.offset && committed.offset->value == start->from;
    if (start) {
      start_notes_.insert_or_assign(partition, each.note);
    } else {
      start_notes_.erase(partition);
    }
    all.push_back(committed);
  }
  return all;
}

std::string KafkaSource::note_at(const stream::Position& next) const {
  const auto note = start_notes_.find(next.partition.value);
  return note == start_notes_.end() ? std::string() : note->second;
}

stream::Result<stream::Done> KafkaSource::place(stream::Partition partition,
                                                stream::InputOffset offset) {
  const auto owned = owned_.find(partition.value);
  CHECK(owned != owned_.end() && owned->second.paused);
  if (auto sought = seek(handle_.get(), topic_, {partition, offset}); !sought) {
    // librdkafka has stopped reading the partition, after its log was cut; a seek does not start
    // it again, only an assignment does.
    rejoin_ = true;
    return sought;
  }
  wake_.saw(partition.value, offset.value);
  if (auto resumed = resume(handle_.get(), topic_, partition); !resumed) return resumed;
  owned->second.paused = false;
  return stream::Done{};
}

// Only what is not paused: each resume must have had its pause.
stream::Result<stream::Done> KafkaSource::pause(std::span<const stream::Partition> partitions) {
  std::vector<stream::Partition> running;
  for (const stream::Partition partition : partitions) {
    const auto owned = owned_.find(partition.value);
    if (owned != owned_.end() && !owned->second.paused) running.push_back(partition);
  }
  if (running.empty()) return stream::Done{};
  const List list = list_of(topic_, running);
  const rd_kafka_resp_err_t error = rd_kafka_pause_partitions(handle_.get(), list.get());
  for (const stream::Partition partition : running) {
    owned_[partition.value].paused = true;
    wake_.forget(partition.value);
  }
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return stream::Done{};
  return to_fault(Call::Place, {.code = error}, "pause partitions of " + topic_);
}

stream::Result<stream::InputRange> KafkaSource::range(stream::Partition partition,
                                                      stream::Millis timeout) {
  const auto owned = owned_.find(partition.value);
  if (owned != owned_.end() && !owned->second.paused && owned->second.low >= 0) {
    std::int64_t low = -1, high = -1;
    // Live: what the fetches have brought, and before the first what was asked at the start.
    (void)rd_kafka_get_watermark_offsets(handle_.get(), topic_.c_str(), partition.value, &low,
                                         &high);
    owned->second.low = std::max(owned->second.low, low);
    owned->second.high = std::max(owned->second.high, high);
    return stream::InputRange{{owned->second.low}, {owned->second.high}};
  }
  const auto asked = ask_range(handle_.get(), topic_, partition, timeout);
  if (asked && owned != owned_.end()) {
    owned->second.low = asked->start.value;
    owned->second.high = asked->end.value;
  }
  return asked;
}

stream::Result<stream::Done> KafkaSource::close(stream::Rebalance& rebalance) {
  current_.reset();
  if (closed_) return stream::Done{};
  closed_ = true;
  if (!was_assigned_ && rd_kafka_version() < kClosesUnassigned) return stream::Done{};
  rebalance_ = &rebalance;
  const rd_kafka_resp_err_t error = rd_kafka_consumer_close(handle_.get());
  rebalance_ = nullptr;
  if (pending_) return *std::exchange(pending_, std::nullopt);
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return stream::Done{};
  return to_fault(Call::Poll, {.code = error}, "close");
}

stream::Result<GroupMetadata> KafkaSource::group_metadata() const {
  // First the metadata, then the member id: put out of the group in between, we see it.
  GroupMetadata metadata(rd_kafka_consumer_group_metadata(handle_.get()));
  const std::string member = take_string(handle_.get(), rd_kafka_memberid(handle_.get()));
  if (!metadata || member.empty()) {
    return base::rebuild("lost", "this member was put out of its group");
  }
  return metadata;
}

}  // namespace adapters::kafka
