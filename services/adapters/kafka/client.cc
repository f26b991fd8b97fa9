#include "adapters/kafka/client.h"

#include <array>

#include "adapters/kafka/errors.h"

namespace adapters::kafka {
namespace {

void on_log(const rd_kafka_t* handle, int level, const char* facility, const char* text) {
  const Told& told = told_of(rd_kafka_opaque(handle));
  told.events->log(told.client, level, facility, text);
}

void on_error(rd_kafka_t* handle, int code, const char* reason, void* opaque) {
  auto error = static_cast<rd_kafka_resp_err_t>(code);
  std::array<char, 512> fatal{};
  if (error == RD_KAFKA_RESP_ERR__FATAL) {
    error = rd_kafka_fatal_error(handle, fatal.data(), fatal.size());
    reason = fatal.data();
  }
  const Told& told = told_of(opaque);
  told.events->error(told.client, rd_kafka_err2name(error), reason);
}

int on_statistics(rd_kafka_t*, char* json, std::size_t size, void* opaque) {
  const Told& told = told_of(opaque);
  told.events->statistics(told.client, {json, size});
  return 0;  // librdkafka frees it
}

}  // namespace

void set_callbacks(rd_kafka_conf_t* conf, Told& told) {
  rd_kafka_conf_set_opaque(conf, &told);
  rd_kafka_conf_set_log_cb(conf, on_log);
  rd_kafka_conf_set_error_cb(conf, on_error);
  rd_kafka_conf_set_stats_cb(conf, on_statistics);
}

base::Result<Handle> make_handle(rd_kafka_type_t type, Conf conf) {
  std::array<char, 512> text{};
  Handle handle(rd_kafka_new(type, conf.get(), text.data(), text.size()));
  if (!handle) return base::stop("kafka_setting", text.data());
  (void)conf.release();  // the handle has it now
  return handle;
}

base::Result<std::int32_t> count_partitions(rd_kafka_t* handle, const std::string& topic,
                                            base::Millis timeout) {
  const Topic asked(rd_kafka_topic_new(handle, topic.c_str(), nullptr));
  if (!asked) return to_fault(Call::Ask, {.code = rd_kafka_last_error()}, topic);
  const rd_kafka_metadata_t* raw = nullptr;
  const rd_kafka_resp_err_t error =
      rd_kafka_metadata(handle, 0, asked.get(), &raw, static_cast<int>(timeout.count()));
  const Metadata metadata(raw);
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return to_fault(Call::Ask, {.code = error}, topic);
  if (metadata->topic_cnt != 1) return base::retry("kafka_away", topic + ": no answer");
  const rd_kafka_metadata_topic_t& answer = metadata->topics[0];
  if (answer.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART ||
      answer.err == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC) {
    return base::stop("unknown_topic", topic + " does not exist");
  }
  if (answer.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return to_fault(Call::Ask, {.code = answer.err}, topic);
  }
  if (answer.partition_cnt < 1) return base::retry("kafka_away", topic + ": no partitions yet");
  return answer.partition_cnt;
}

}  // namespace adapters::kafka
