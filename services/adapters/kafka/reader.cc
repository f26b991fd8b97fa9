#include "adapters/kafka/reader.h"

#include <algorithm>

#include "adapters/kafka/errors.h"
#include "adapters/kafka/headers.h"
#include "base/check.h"
#include "base/hash.h"

namespace adapters::kafka {

std::string_view ReadRecord::header(std::string_view name) const {
  for (const stream::Header& each : headers) {
    if (each.key == name) return each.value;
  }
  return {};
}

stream::Result<std::unique_ptr<Reader>> Reader::make(const Connection& connection,
                                                     const ReaderOptions& options, Events& events,
                                                     stream::Millis timeout) {
  std::unique_ptr<Reader> reader(new Reader(options, events));
  auto conf = make_conf(
      Kind::Reader, connection,
      {.client_id = options.client_id, .group_id = options.group_id, .transactional_id = {}});
  if (!conf) return conf.fault();
  set_callbacks(conf->get(), reader->told_);
  auto handle = make_handle(RD_KAFKA_CONSUMER, std::move(*conf));
  if (!handle) return handle.fault();
  reader->handle_ = std::move(*handle);
  rd_kafka_poll_set_consumer(reader->handle_.get());
  const auto assigned = options.ranges.empty() ? reader->assign(options, timeout)
                                               : reader->assign_ranges(options.ranges, timeout);
  if (!assigned) return assigned.fault();
  return reader;
}

Reader::~Reader() {
  current_.reset();
  if (handle_) rd_kafka_consumer_close(handle_.get());
}

stream::Result<stream::Done> Reader::assign(const ReaderOptions& options, stream::Millis timeout) {
  const List list = make_list(static_cast<int>(topics_.size()));
  for (const std::string& topic : topics_) {
    const auto count = count_partitions(handle_.get(), topic, timeout);
    if (!count) return count.fault();
    logs_.emplace_back(static_cast<std::size_t>(*count));
    const std::int32_t only =
        options.key.empty() ? -1 : base::partition_for_key(options.key, *count);
    for (std::int32_t partition = 0; partition < *count; ++partition) {
      if (only != -1 && partition != only) continue;
      logs_.back()[static_cast<std::size_t>(partition)].is_read = true;
      rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition)->offset =
          options.since ? options.since->value : RD_KAFKA_OFFSET_BEGINNING;
    }
  }
  if (options.since) {
    const rd_kafka_resp_err_t error =
        rd_kafka_offsets_for_times(handle_.get(), list.get(), static_cast<int>(timeout.count()));
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return to_fault(Call::Ask, {.code = error}, "offsets for a time");
    }
    for (int i = 0; i < list->cnt; ++i) {
      const rd_kafka_topic_partition_t& found = list->elems[i];
      const auto topic = std::find(topics_.begin(), topics_.end(), std::string_view(found.topic));
      logs_[static_cast<std::size_t>(topic - topics_.begin())]
           [static_cast<std::size_t>(found.partition)]
               .next = std::max<std::int64_t>(found.offset, 0);
    }
  }
  return assign(list.get());
}

stream::Result<stream::Done> Reader::assign_ranges(const std::vector<ReadRange>& ranges,
                                                   stream::Millis timeout) {
  const auto count = count_partitions(handle_.get(), topics_.front(), timeout);
  if (!count) return count.fault();
  logs_.emplace_back(static_cast<std::size_t>(*count));
  const List list = make_list(static_cast<int>(ranges.size()));
  for (const ReadRange& range : ranges) {
    logs_.front().at(static_cast<std::size_t>(range.partition)) = {range.from, range.to, true};
    if (range.from >= range.to) continue;
    rd_kafka_topic_partition_list_add(list.get(), topics_.front().c_str(), range.partition)
        ->offset = range.from;
  }
  return assign(list.get());
}

stream::Result<stream::Done> Reader::assign(rd_kafka_topic_partition_list_t* list) {
  const rd_kafka_resp_err_t error = rd_kafka_assign(handle_.get(), list);
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return stream::Done{};
  return base::stop("kafka_fatal", std::string("assign: ") + rd_kafka_err2str(error));
}

stream::Result<std::optional<ReadRecord>> Reader::next(stream::Millis wait) {
  current_.reset();
  Message message(rd_kafka_consumer_poll(handle_.get(), static_cast<int>(wait.count())));
  if (!message) return std::optional<ReadRecord>{};
  return read(std::move(message));
}

stream::Result<std::optional<ReadRecord>> Reader::read(Message message) {
  if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
    // Behind the last record may stand markers, which no reader is given: the end tells of them.
    Log& log = logs_[topic_of(*message)].at(static_cast<std::size_t>(message->partition));
    log.next = std::max(log.next, message->offset);
    return std::optional<ReadRecord>{};
  }
  if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    const char* text = rd_kafka_message_errstr(message.get());
    return to_fault(Call::Poll, {.code = message->err}, text == nullptr ? "" : text);
  }
  current_ = std::move(message);
  rd_kafka_message_t& raw = *current_;
  read_headers(&raw, headers_);
  rd_kafka_timestamp_type_t kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
  ReadRecord record;
  record.topic = topic_of(raw);
  record.partition = {raw.partition};
  record.offset = raw.offset;
  record.appended_at = {rd_kafka_message_timestamp(&raw, &kind)};
  if (raw.key != nullptr) record.key = {static_cast<const char*>(raw.key), raw.key_len};
  if (raw.payload != nullptr) {
    record.value.emplace(static_cast<const char*>(raw.payload), raw.len);
  }
  record.headers = headers_;
  logs_[record.topic].at(static_cast<std::size_t>(raw.partition)).next = raw.offset + 1;
  return std::optional(record);
}

std::size_t Reader::topic_of(const rd_kafka_message_t& message) const {
  const auto found =
      std::find(topics_.begin(), topics_.end(), std::string_view(rd_kafka_topic_name(message.rkt)));
  CHECK(found != topics_.end());
  return static_cast<std::size_t>(found - topics_.begin());
}

stream::Result<std::vector<std::int64_t>> Reader::ask_ends(const std::string& topic,
                                                           stream::Millis timeout) {
  const auto count = count_partitions(handle_.get(), topic, timeout);
  if (!count) return count.fault();
  std::vector<std::int64_t> ends;
  for (std::int32_t partition = 0; partition < *count; ++partition) {
    std::int64_t low = -1, high = -1;
    const rd_kafka_resp_err_t error = rd_kafka_query_watermark_offsets(
        handle_.get(), topic.c_str(), partition, &low, &high, static_cast<int>(timeout.count()));
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return to_fault(Call::Ask, {.code = error}, topic + "/" + std::to_string(partition));
    }
    ends.push_back(high);
  }
  return ends;
}

stream::Result<stream::Done> Reader::aim_at_ends(stream::Millis timeout) {
  for (std::size_t topic = 0; topic < topics_.size(); ++topic) {
    const auto ends = ask_ends(topics_[topic], timeout);
    if (!ends) return ends.fault();
    // Partitions that were added since are not read.
    for (std::size_t i = 0; i < logs_[topic].size(); ++i) {
      if (logs_[topic][i].is_read) logs_[topic][i].goal = (*ends)[i];
    }
  }
  return stream::Done{};
}

bool Reader::is_at_goal() const { return left() == 0; }

std::uint64_t Reader::left() const {
  std::int64_t left = 0;
  for (const std::vector<Log>& topic : logs_) {
    for (const Log& log : topic) left += std::max<std::int64_t>(log.goal - log.next, 0);
  }
  return static_cast<std::uint64_t>(left);
}

}  // namespace adapters::kafka
