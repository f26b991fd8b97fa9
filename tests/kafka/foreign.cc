#include "tests/kafka/foreign.h"

#include <stdexcept>

namespace tests::kafka {
namespace {

constexpr int kTimeoutMs = 30'000;

}  // namespace

ForeignTransaction::ForeignTransaction(const std::string& id, std::chrono::milliseconds timeout)
    : producer_(make_client(RD_KAFKA_PRODUCER,
                            {{"transactional.id", id},
                             {"transaction.timeout.ms", std::to_string(timeout.count())},
                             {"linger.ms", "1"}})) {
  demand_none(rd_kafka_init_transactions(producer_.get(), kTimeoutMs), "init");
  demand_none(rd_kafka_begin_transaction(producer_.get()), "begin");
}

ForeignTransaction::~ForeignTransaction() {
  rd_kafka_purge(producer_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
}

void ForeignTransaction::demand_none(rd_kafka_error_t* raw, const char* what) const {
  const adapters::kafka::Error error(raw);
  if (error) throw std::runtime_error(std::string(what) + ": " + rd_kafka_error_string(raw));
}

void ForeignTransaction::send(const std::string& topic, const std::vector<Sent>& records) {
  for (const Sent& record : records) {
    char* value = record.value ? const_cast<char*>(record.value->data()) : nullptr;
    const std::size_t value_size = record.value ? record.value->size() : 0;
    const rd_kafka_resp_err_t code = rd_kafka_producev(
        producer_.get(), RD_KAFKA_V_TOPIC(topic.c_str()), RD_KAFKA_V_PARTITION(record.partition),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
        RD_KAFKA_V_KEY(record.key->data(), record.key->size()), RD_KAFKA_V_VALUE(value, value_size),
        RD_KAFKA_V_END);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) throw std::runtime_error(rd_kafka_err2str(code));
  }
  if (rd_kafka_flush(producer_.get(), kTimeoutMs) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    throw std::runtime_error("flush to " + topic);
  }
}

void ForeignTransaction::commit() {
  demand_none(rd_kafka_commit_transaction(producer_.get(), kTimeoutMs), "commit");
}

void ForeignTransaction::abort() {
  demand_none(rd_kafka_abort_transaction(producer_.get(), kTimeoutMs), "abort");
}

}  // namespace tests::kafka
