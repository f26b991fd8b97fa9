#include "adapters/kafka/errors.h"

#include <optional>
#include <string_view>

namespace adapters::kafka {
namespace {

using base::Recovery;

struct Verdict {
  Recovery recovery;
  std::string_view code;
};

// Whatever was asked: no repetition helps, a person must act.
std::optional<Verdict> anywhere(rd_kafka_resp_err_t code) {
  switch (code) {
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_DELEGATION_TOKEN_AUTHORIZATION_FAILED:
      return Verdict{Recovery::Stop, "kafka_not_authorized"};
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
      return Verdict{Recovery::Stop, "kafka_not_authenticated"};
    case RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_FOR_MESSAGE_FORMAT:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_COMPRESSION_TYPE:
      return Verdict{Recovery::Stop, "kafka_unsupported"};
    case RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT:
      return Verdict{Recovery::Stop, "kafka_transaction_timeout"};
    default:
      return std::nullopt;
  }
}

bool is_fenced(rd_kafka_resp_err_t code) {
  return code == RD_KAFKA_RESP_ERR__FENCED || code == RD_KAFKA_RESP_ERR_PRODUCER_FENCED ||
         code == RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH;
}

// The group says that this member is not, or no longer, what it claims to be.
bool is_out_of_group(rd_kafka_resp_err_t code) {
  return code == RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION ||
         code == RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID ||
         code == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID ||
         code == RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS ||
         code == RD_KAFKA_RESP_ERR__ASSIGNMENT_LOST;
}

// The transaction is gone, or nobody knows: a new producer finds out.
Verdict broken_transaction(const Answer& answer) {
  if (is_fenced(answer.code)) return {Recovery::Rebuild, "fenced"};
  if (is_out_of_group(answer.code)) return {Recovery::Rebuild, "lost"};
  if (answer.fatal) return {Recovery::Rebuild, "fatal"};
  return {Recovery::Rebuild, "unknown"};
}

Verdict of_produce(const Answer& answer) {
  switch (answer.code) {
    case RD_KAFKA_RESP_ERR__QUEUE_FULL:
      return {Recovery::Retry, "queue_full"};
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
      return {Recovery::Stop, "unknown_partition"};
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
      return {Recovery::Stop, "record_too_large"};
    default:
      return broken_transaction(answer);
  }
}

Verdict of_report(const Answer& answer) {
  if (answer.code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE ||
      answer.code == RD_KAFKA_RESP_ERR_INVALID_RECORD) {
    return {Recovery::DeadLetter, "refused_by_broker"};
  }
  return broken_transaction(answer);
}

Verdict of_send_offsets(const Answer& answer) {
  if (answer.retriable && !answer.fatal && !answer.abortable) {
    return {Recovery::Retry, "kafka_busy"};
  }
  return broken_transaction(answer);
}

Verdict of_init(const Answer& answer) {
  if (is_fenced(answer.code)) return {Recovery::Rebuild, "fenced"};
  if (answer.fatal) return {Recovery::Rebuild, "fatal"};
  return {Recovery::Retry, "kafka_away"};
}

Verdict of_poll(const Answer& answer) {
  switch (answer.code) {
    case RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED:
      return {Recovery::Rebuild, "lost"};
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
      return {Recovery::Rebuild, "input_cut"};
    case RD_KAFKA_RESP_ERR__FATAL:
      return {Recovery::Stop, "kafka_fatal"};
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
      return {Recovery::Stop, "unknown_topic"};
    case RD_KAFKA_RESP_ERR__BAD_MSG:
    case RD_KAFKA_RESP_ERR__BAD_COMPRESSION:
    case RD_KAFKA_RESP_ERR_INVALID_MSG:
      return {Recovery::Stop, "damaged_log"};
    default:
      return answer.fatal ? Verdict{Recovery::Stop, "kafka_fatal"}
                          : Verdict{Recovery::Retry, "kafka_away"};
  }
}

Verdict of_read(const Answer& answer) {
  if (answer.code == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
    return {Recovery::Rebuild, "changelog_cut"};
  }
  // The reader belongs to no group, and may rest for as long as nothing is to be restored.
  if (answer.code == RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED) return {Recovery::Retry, "kafka_away"};
  return of_poll(answer);
}

Verdict of_ask(const Answer& answer) {
  if (answer.fatal) return {Recovery::Stop, "kafka_fatal"};
  if (answer.code == RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT) {
    return {Recovery::Retry, "offsets_unstable"};
  }
  return {Recovery::Retry, "kafka_away"};
}

Verdict of_call(Call call, const Answer& answer) {
  switch (call) {
    case Call::Produce:
      return of_produce(answer);
    case Call::Report:
      return of_report(answer);
    case Call::SendOffsets:
      return of_send_offsets(answer);
    case Call::Transaction:
      return broken_transaction(answer);
    case Call::Init:
      return of_init(answer);
    case Call::Poll:
      return of_poll(answer);
    case Call::Read:
      return of_read(answer);
    case Call::Ask:
      return of_ask(answer);
    case Call::Place:
      return {Recovery::Rebuild, "lost"};
  }
  return {Recovery::Stop, "kafka_fatal"};
}

}  // namespace

Answer to_answer(const rd_kafka_error_t* error) {
  return {.code = rd_kafka_error_code(error),
          .fatal = rd_kafka_error_is_fatal(error) != 0,
          .retriable = rd_kafka_error_is_retriable(error) != 0,
          .abortable = rd_kafka_error_txn_requires_abort(error) != 0};
}

base::Fault to_fault(Call call, const Answer& answer, const std::string& detail) {
  CHECK(answer.code != RD_KAFKA_RESP_ERR_NO_ERROR);
  const Verdict verdict = anywhere(answer.code).value_or(of_call(call, answer));
  return {verdict.recovery, verdict.code,
          std::string(rd_kafka_err2name(answer.code)) + ": " + detail};
}

base::Fault to_fault(Call call, const rd_kafka_error_t* error) {
  return to_fault(call, to_answer(error), rd_kafka_error_string(error));
}

}  // namespace adapters::kafka
