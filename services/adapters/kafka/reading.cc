#include "adapters/kafka/reading.h"

#include <algorithm>

#include "adapters/kafka/errors.h"
#include "adapters/kafka/headers.h"

namespace adapters::kafka {
namespace {

// A fetcher that sleeps is woken between two such waits.
constexpr stream::Millis kWaitStep{10};

}  // namespace

std::string place_text(const std::string& topic, std::int32_t partition) {
  return topic + "/" + std::to_string(partition);
}

List list_of(const std::string& topic, std::span<const stream::Partition> partitions) {
  List list = make_list(static_cast<int>(partitions.size()));
  for (const stream::Partition partition : partitions) {
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition.value);
  }
  return list;
}

Message receive(rd_kafka_t* handle, FetchWake& wake, const stream::Clock& clock,
                stream::Millis wait, const std::function<bool()>& wants_out) {
  Message message(rd_kafka_consumer_poll(handle, 0));
  if (message || wants_out()) return message;
  wake.poke(handle);
  const stream::Tick until = clock.tick() + wait;
  for (stream::Millis left = wait; left.count() > 0;) {
    const stream::Millis step = std::min(left, kWaitStep);
    message.reset(rd_kafka_consumer_poll(handle, static_cast<int>(step.count())));
    if (message || wants_out()) return message;
    wake.poke(handle);
    left = std::chrono::ceil<stream::Millis>(until - clock.tick());
  }
  return message;
}

stream::Record to_record(rd_kafka_message_t& message, std::vector<stream::Header>& headers) {
  read_headers(&message, headers);
  rd_kafka_timestamp_type_t kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
  stream::Record record;
  record.partition = {message.partition};
  record.offset = {message.offset};
  if (message.key != nullptr) {
    record.key = {static_cast<const char*>(message.key), message.key_len};
  }
  if (message.payload != nullptr) {
    record.value.emplace(static_cast<const char*>(message.payload), message.len);
  }
  record.headers = headers;
  record.appended_at = {rd_kafka_message_timestamp(&message, &kind)};
  return record;
}

stream::Result<std::vector<NotedCommit>> ask_committed(
    rd_kafka_t* handle, const std::string& topic, std::span<const stream::Partition> partitions,
    stream::Millis timeout) {
  const List list = list_of(topic, partitions);
  const rd_kafka_resp_err_t error =
      rd_kafka_committed(handle, list.get(), static_cast<int>(timeout.count()));
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return to_fault(Call::Ask, {.code = error}, "committed offsets of " + topic);
  }
  std::vector<NotedCommit> committed;
  for (int i = 0; i < list->cnt; ++i) {
    const rd_kafka_topic_partition_t& each = list->elems[i];
    if (each.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return to_fault(Call::Ask, {.code = each.err}, place_text(topic, each.partition));
    }
    NotedCommit answer{.committed = {.partition = {each.partition}, .offset = std::nullopt},
                       .note = {}};
    if (each.offset >= 0) answer.committed.offset = stream::InputOffset{each.offset};
    if (each.metadata != nullptr) {
      answer.note.assign(static_cast<const char*>(each.metadata), each.metadata_size);
    }
    committed.push_back(std::move(answer));
  }
  return committed;
}

stream::Result<stream::Done> seek(rd_kafka_t* handle, const std::string& topic,
                                  const stream::Position& position) {
  const List list = list_of(topic, {&position.partition, 1});
  list->elems[0].offset = position.offset.value;
  // Without end: no network is asked, and a limit is misread by a factor of 1000 before 2.1.0.
  const Error error(rd_kafka_seek_partitions(handle, list.get(), -1));
  const rd_kafka_resp_err_t code = error ? rd_kafka_error_code(error.get()) : list->elems[0].err;
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return stream::Done{};
  return to_fault(Call::Place, {.code = code},
                  "seek in " + place_text(topic, position.partition.value));
}

stream::Result<stream::Done> resume(rd_kafka_t* handle, const std::string& topic,
                                    stream::Partition partition) {
  const List list = list_of(topic, {&partition, 1});
  const rd_kafka_resp_err_t code = rd_kafka_resume_partitions(handle, list.get());
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return stream::Done{};
  return to_fault(Call::Place, {.code = code}, "resume " + place_text(topic, partition.value));
}

stream::Result<stream::InputRange> ask_range(rd_kafka_t* handle, const std::string& topic,
                                             stream::Partition partition, stream::Millis timeout) {
  std::int64_t low = -1, high = -1;
  const rd_kafka_resp_err_t error = rd_kafka_query_watermark_offsets(
      handle, topic.c_str(), partition.value, &low, &high, static_cast<int>(timeout.count()));
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return stream::InputRange{{low}, {high}};
  return to_fault(Call::Ask, {.code = error}, place_text(topic, partition.value));
}

}  // namespace adapters::kafka
