// adapters/kafka/errors.h
//
// What librdkafka and the brokers answer, as what the worker must do about it: one table, by the
// call that was answered. A code that the table names wins over the error's flags.
// Pure. Must not know: topics, partitions, the worker.
#pragma once

#include <librdkafka/rdkafka.h>

#include <string>

#include "base/result.h"

namespace adapters::kafka {

// What was asked.
enum class Call {
  Produce,      // one record into the producer's queue
  Report,       // the broker's answer for one record
  SendOffsets,  // offsets into the transaction
  Transaction,  // begin, commit
  Init,         // init_transactions
  Poll,         // an error event of the source
  Read,         // an error event of the changelog reader
  Ask,          // committed offsets, log ends, metadata, cluster id
  Place,        // seek, pause, resume
};

struct Answer {
  rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
  bool fatal = false, retriable = false, abortable = false;

  bool operator==(const Answer&) const = default;
};

Answer to_answer(const rd_kafka_error_t* error);

// `answer.code` is an error. The detail becomes "<name>: <detail>".
base::Fault to_fault(Call call, const Answer& answer, const std::string& detail);

// Takes the error's own text as detail.
base::Fault to_fault(Call call, const rd_kafka_error_t* error);

}  // namespace adapters::kafka
