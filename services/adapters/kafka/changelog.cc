#include "adapters/kafka/changelog.h"

#include <algorithm>

#include "adapters/kafka/errors.h"

namespace adapters::kafka {
namespace {

constexpr stream::Millis kWaitStep{10};

stream::Result<Handle> make_reader(Kind kind, const Connection& connection,
                                   const ChangelogOptions& options, Told& told) {
  auto conf =
      make_conf(kind, connection,
                {.client_id = told.client, .group_id = options.group_id, .transactional_id = {}});
  if (!conf) return conf.fault();
  set_callbacks(conf->get(), told);
  auto handle = make_handle(RD_KAFKA_CONSUMER, std::move(*conf));
  if (handle) rd_kafka_poll_set_consumer(handle->get());
  return handle;
}

}  // namespace

KafkaChangelog::KafkaChangelog(const ChangelogOptions& options, Events& events,
                               const stream::Clock& clock)
    : topic_(options.topic),
      clock_(clock),
      reader_told_{&events, options.client_id + "-restore", this},
      end_told_{&events, options.client_id + "-ends", this},
      wake_(options.topic, clock) {}

stream::Result<std::unique_ptr<KafkaChangelog>> KafkaChangelog::make(
    const Connection& connection, const ChangelogOptions& options, Events& events,
    const stream::Clock& clock) {
  std::unique_ptr<KafkaChangelog> log(new KafkaChangelog(options, events, clock));
  auto reader = make_reader(Kind::ChangelogReader, connection, options, log->reader_told_);
  if (!reader) return reader.fault();
  log->reader_ = std::move(*reader);
  auto end = make_reader(Kind::EndAsker, connection, options, log->end_told_);
  if (!end) return end.fault();
  log->end_ = std::move(*end);
  return log;
}

KafkaChangelog::~KafkaChangelog() {
  current_.reset();
  if (reader_) rd_kafka_consumer_close(reader_.get());
}

stream::Result<stream::ChangelogRange> KafkaChangelog::range(stream::Partition partition,
                                                             stream::Millis timeout) {
  rd_kafka_poll(end_.get(), 0);
  std::int64_t low = -1, high = -1;
  const rd_kafka_resp_err_t error = rd_kafka_query_watermark_offsets(
      end_.get(), topic_.c_str(), partition.value, &low, &high, static_cast<int>(timeout.count()));
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return stream::ChangelogRange{{low}, {high}};
  const std::string where = topic_ + "/" + std::to_string(partition.value);
  if (error == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION) {
    // The client may not know it yet. If the broker does not know it either, the input has grown
    // beyond its changelog.
    const auto count = count_partitions(end_.get(), topic_, timeout);
    if (!count) return count.fault();
    if (partition.value >= *count) {
      return base::stop("unknown_partition",
                        where + ": the topic has " + std::to_string(*count) + " partitions");
    }
  }
  return to_fault(Call::Ask, {.code = error}, where);
}

stream::Result<stream::Done> KafkaChangelog::open(stream::Partition partition,
                                                  stream::ChangelogPosition from) {
  close(partition);
  const List list = make_list(1);
  rd_kafka_topic_partition_list_add(list.get(), topic_.c_str(), partition.value)->offset =
      from.value;
  const Error error(rd_kafka_incremental_assign(reader_.get(), list.get()));
  if (error) return to_fault(Call::Place, error.get());
  open_.insert(partition.value);
  wake_.saw(partition.value, from.value);
  return stream::Done{};
}

void KafkaChangelog::close(stream::Partition partition) {
  if (open_.erase(partition.value) == 0) return;
  wake_.forget(partition.value);
  const List list = make_list(1);
  rd_kafka_topic_partition_list_add(list.get(), topic_.c_str(), partition.value);
  // Whatever it says, records of a partition that is not open are dropped.
  const Error ignored(rd_kafka_incremental_unassign(reader_.get(), list.get()));
}

stream::Result<std::optional<stream::ChangelogRecord>> KafkaChangelog::next(stream::Millis wait) {
  current_.reset();
  const stream::Tick until = clock_.tick() + wait;
  for (;;) {
    const auto left = std::chrono::ceil<stream::Millis>(until - clock_.tick());
    Message message = receive(left);
    if (!message) {
      if (clock_.tick() >= until) return std::optional<stream::ChangelogRecord>{};
      continue;
    }
    auto record = read(std::move(message));
    if (!record || *record) return record;
  }
}

Message KafkaChangelog::receive(stream::Millis wait) {
  Message message(rd_kafka_consumer_poll(reader_.get(), 0));
  if (message) return message;
  rd_kafka_poll(end_.get(), 0);  // nobody else listens to it for as long as no end is asked for
  wake_.poke(reader_.get());
  if (wait.count() <= 0) return message;
  const stream::Millis step = std::min(wait, kWaitStep);
  return Message(rd_kafka_consumer_poll(reader_.get(), static_cast<int>(step.count())));
}

// Nothing: it belongs to a partition that is not open any more.
stream::Result<std::optional<stream::ChangelogRecord>> KafkaChangelog::read(Message message) {
  const bool about_one = message->rkt != nullptr;
  if (about_one && !open_.contains(message->partition)) {
    return std::optional<stream::ChangelogRecord>{};
  }
  stream::ChangelogRecord record;
  record.partition = {message->partition};
  record.position = {message->offset};
  if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
    record.end_of_log = true;
    wake_.forget(message->partition);
    return std::optional(record);
  }
  if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    const char* text = rd_kafka_message_errstr(message.get());
    const std::string where =
        about_one ? topic_ + "/" + std::to_string(message->partition) : topic_;
    return to_fault(Call::Read, {.code = message->err},
                    where + ": " + (text == nullptr ? "" : text));
  }
  current_ = std::move(message);
  wake_.saw(current_->partition, current_->offset + 1);
  record.key = {static_cast<const char*>(current_->key), current_->key_len};
  if (current_->payload != nullptr) {
    record.value.emplace(static_cast<const char*>(current_->payload), current_->len);
  }
  return std::optional(record);
}

stream::Result<std::string> KafkaChangelog::cluster_id(stream::Millis timeout) {
  std::string id =
      take_string(end_.get(), rd_kafka_clusterid(end_.get(), static_cast<int>(timeout.count())));
  if (id.empty()) return base::retry("kafka_away", "no cluster id yet");
  return id;
}

}  // namespace adapters::kafka
