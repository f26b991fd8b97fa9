// Every row of the table of answers: what librdkafka and the brokers say, and what a worker does.
#include "adapters/kafka/errors.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace adapters::kafka {
namespace {

using base::Recovery;

constexpr Call kCalls[] = {Call::Produce,     Call::Report, Call::SendOffsets,
                           Call::Transaction, Call::Init,   Call::Poll,
                           Call::Read,        Call::Ask,    Call::Place};

Answer plain(rd_kafka_resp_err_t code) { return {.code = code}; }
Answer fatal(rd_kafka_resp_err_t code) { return {.code = code, .fatal = true}; }
Answer retriable(rd_kafka_resp_err_t code) { return {.code = code, .retriable = true}; }
Answer abortable(rd_kafka_resp_err_t code) { return {.code = code, .abortable = true}; }

struct Row {
  Answer answer;
  Recovery recovery;
  std::string code;
};

void expect(Call call, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    const base::Fault fault = to_fault(call, row.answer, "where");
    const std::string name = rd_kafka_err2name(row.answer.code);
    EXPECT_EQ(fault.recovery, row.recovery) << name;
    EXPECT_EQ(fault.code, row.code) << name;
    EXPECT_EQ(fault.detail, name + ": where");
  }
}

TEST(KafkaErrors, StopsWhereOnlyAPersonCanHelpWhateverWasAskedAndWhateverTheFlags) {
  const struct {
    rd_kafka_resp_err_t code;
    std::string word;
  } all[] = {{RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, "kafka_not_authorized"},
             {RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, "kafka_not_authorized"},
             {RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED, "kafka_not_authorized"},
             {RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED, "kafka_not_authorized"},
             {RD_KAFKA_RESP_ERR_DELEGATION_TOKEN_AUTHORIZATION_FAILED, "kafka_not_authorized"},
             {RD_KAFKA_RESP_ERR__AUTHENTICATION, "kafka_not_authenticated"},
             {RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED, "kafka_not_authenticated"},
             {RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE, "kafka_unsupported"},
             {RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION, "kafka_unsupported"},
             {RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM, "kafka_unsupported"},
             {RD_KAFKA_RESP_ERR_UNSUPPORTED_FOR_MESSAGE_FORMAT, "kafka_unsupported"},
             {RD_KAFKA_RESP_ERR_UNSUPPORTED_COMPRESSION_TYPE, "kafka_unsupported"},
             {RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT, "kafka_transaction_timeout"}};
  for (const Call call : kCalls) {
    for (const auto& [code, word] : all) {
      expect(call, {{plain(code), Recovery::Stop, word},
                    {fatal(code), Recovery::Stop, word},
                    {retriable(code), Recovery::Stop, word},
                    {abortable(code), Recovery::Stop, word}});
    }
  }
}

TEST(KafkaErrors, WaitsForAFullQueueAndStopsForAPlaceThatOurOwnChecksShouldHaveCaught) {
  expect(Call::Produce,
         {{plain(RD_KAFKA_RESP_ERR__QUEUE_FULL), Recovery::Retry, "queue_full"},
          {plain(RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC), Recovery::Stop, "unknown_partition"},
          {plain(RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION), Recovery::Stop, "unknown_partition"},
          {plain(RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE), Recovery::Stop, "record_too_large"},
          {plain(RD_KAFKA_RESP_ERR__FATAL), Recovery::Rebuild, "unknown"},
          {plain(RD_KAFKA_RESP_ERR__STATE), Recovery::Rebuild, "unknown"}});
}

TEST(KafkaErrors, LooksForTheRecordThatABrokerRefuses) {
  expect(Call::Report,
         {{plain(RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE), Recovery::DeadLetter, "refused_by_broker"},
          {plain(RD_KAFKA_RESP_ERR_INVALID_RECORD), Recovery::DeadLetter, "refused_by_broker"},
          {plain(RD_KAFKA_RESP_ERR__MSG_TIMED_OUT), Recovery::Rebuild, "unknown"},
          {plain(RD_KAFKA_RESP_ERR__PURGE_QUEUE), Recovery::Rebuild, "unknown"},
          {plain(RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER), Recovery::Rebuild, "unknown"},
          {plain(RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH), Recovery::Rebuild, "fenced"}});
}

TEST(KafkaErrors, AsksAgainWithTheOffsetsOnlyWhereTheyMaySayYesNextTime) {
  expect(
      Call::SendOffsets,
      {{retriable(RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS), Recovery::Retry, "kafka_busy"},
       {retriable(RD_KAFKA_RESP_ERR__TIMED_OUT), Recovery::Retry, "kafka_busy"},
       {abortable(RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION), Recovery::Rebuild, "lost"},
       {abortable(RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID), Recovery::Rebuild, "lost"},
       {abortable(RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID), Recovery::Rebuild, "lost"},
       {abortable(RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS), Recovery::Rebuild, "lost"},
       {fatal(RD_KAFKA_RESP_ERR__FENCED), Recovery::Rebuild, "fenced"},
       {fatal(RD_KAFKA_RESP_ERR_INVALID_TXN_STATE), Recovery::Rebuild, "fatal"},
       {plain(RD_KAFKA_RESP_ERR__STATE), Recovery::Rebuild, "unknown"}});
  for (Answer both : {retriable(RD_KAFKA_RESP_ERR__TIMED_OUT)}) {
    both.abortable = true;
    expect(Call::SendOffsets, {{both, Recovery::Rebuild, "unknown"}});
  }
}

TEST(KafkaErrors, NeverTriesACommitASecondTime) {
  expect(Call::Transaction,
         {{plain(RD_KAFKA_RESP_ERR__TIMED_OUT), Recovery::Rebuild, "unknown"},
          {retriable(RD_KAFKA_RESP_ERR__TIMED_OUT), Recovery::Rebuild, "unknown"},
          {abortable(RD_KAFKA_RESP_ERR__INCONSISTENT), Recovery::Rebuild, "unknown"},
          {abortable(RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION), Recovery::Rebuild, "lost"},
          {abortable(RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID), Recovery::Rebuild, "lost"},
          {plain(RD_KAFKA_RESP_ERR__ASSIGNMENT_LOST), Recovery::Rebuild, "lost"},
          {fatal(RD_KAFKA_RESP_ERR__FENCED), Recovery::Rebuild, "fenced"},
          {fatal(RD_KAFKA_RESP_ERR_PRODUCER_FENCED), Recovery::Rebuild, "fenced"},
          {fatal(RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH), Recovery::Rebuild, "fenced"},
          {fatal(RD_KAFKA_RESP_ERR_INVALID_TXN_STATE), Recovery::Rebuild, "fatal"},
          {plain(RD_KAFKA_RESP_ERR__STATE), Recovery::Rebuild, "unknown"}});
}

TEST(KafkaErrors, AsksForANewProducerAgainUntilItIsFencedOrBroken) {
  expect(Call::Init,
         {{retriable(RD_KAFKA_RESP_ERR__TIMED_OUT), Recovery::Retry, "kafka_away"},
          {plain(RD_KAFKA_RESP_ERR__TIMED_OUT), Recovery::Retry, "kafka_away"},
          {retriable(RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS), Recovery::Retry, "kafka_away"},
          {fatal(RD_KAFKA_RESP_ERR__FENCED), Recovery::Rebuild, "fenced"},
          {fatal(RD_KAFKA_RESP_ERR_INVALID_TXN_STATE), Recovery::Rebuild, "fatal"}});
}

TEST(KafkaErrors, GoesOnPollingWhenBrokersAreAwayAndStopsWhenTheLogIsWrong) {
  expect(Call::Poll,
         {{plain(RD_KAFKA_RESP_ERR__TRANSPORT), Recovery::Retry, "kafka_away"},
          {plain(RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN), Recovery::Retry, "kafka_away"},
          {plain(RD_KAFKA_RESP_ERR__RESOLVE), Recovery::Retry, "kafka_away"},
          {plain(RD_KAFKA_RESP_ERR__TIMED_OUT), Recovery::Retry, "kafka_away"},
          {plain(RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED), Recovery::Rebuild, "lost"},
          {plain(RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET), Recovery::Rebuild, "input_cut"},
          {plain(RD_KAFKA_RESP_ERR__FATAL), Recovery::Stop, "kafka_fatal"},
          {fatal(RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID), Recovery::Stop, "kafka_fatal"},
          {plain(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART), Recovery::Stop, "unknown_topic"},
          {plain(RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC), Recovery::Stop, "unknown_topic"},
          {plain(RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION), Recovery::Stop, "unknown_topic"},
          {plain(RD_KAFKA_RESP_ERR__BAD_MSG), Recovery::Stop, "damaged_log"},
          {plain(RD_KAFKA_RESP_ERR__BAD_COMPRESSION), Recovery::Stop, "damaged_log"},
          {plain(RD_KAFKA_RESP_ERR_INVALID_MSG), Recovery::Stop, "damaged_log"}});
}

TEST(KafkaErrors, RestoresFromTheStartWhenTheChangelogWasCut) {
  expect(Call::Read,
         {{plain(RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET), Recovery::Rebuild, "changelog_cut"},
          {plain(RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED), Recovery::Retry, "kafka_away"},
          {plain(RD_KAFKA_RESP_ERR__TRANSPORT), Recovery::Retry, "kafka_away"},
          {plain(RD_KAFKA_RESP_ERR__BAD_MSG), Recovery::Stop, "damaged_log"},
          {plain(RD_KAFKA_RESP_ERR__FATAL), Recovery::Stop, "kafka_fatal"}});
}

TEST(KafkaErrors, AsksAQuestionAgainUntilItsAnswerIsStable) {
  expect(Call::Ask,
         {{plain(RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT), Recovery::Retry, "offsets_unstable"},
          {plain(RD_KAFKA_RESP_ERR__TIMED_OUT), Recovery::Retry, "kafka_away"},
          {plain(RD_KAFKA_RESP_ERR_NOT_COORDINATOR), Recovery::Retry, "kafka_away"},
          {fatal(RD_KAFKA_RESP_ERR__FATAL), Recovery::Stop, "kafka_fatal"}});
  expect(Call::Place, {{plain(RD_KAFKA_RESP_ERR__STATE), Recovery::Rebuild, "lost"}});
}

// Half of a transaction may be on its way. The worker CHECKs that nothing of it is tried again.
TEST(KafkaErrors, NamesNoRetryForAnyCodeOnceATransactionIsUnderWay) {
  const rd_kafka_err_desc* known = nullptr;
  std::size_t count = 0;
  rd_kafka_get_err_descs(&known, &count);
  ASSERT_GT(count, 100u);
  for (std::size_t i = 0; i < count; ++i) {
    const rd_kafka_resp_err_t code = known[i].code;
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR || known[i].name == nullptr) continue;
    for (const Answer& answer : {plain(code), fatal(code), retriable(code), abortable(code)}) {
      for (const Call call : {Call::Report, Call::Transaction, Call::Place}) {
        EXPECT_NE(to_fault(call, answer, "").recovery, Recovery::Retry) << known[i].name;
      }
      if (!answer.retriable) {
        EXPECT_NE(to_fault(Call::SendOffsets, answer, "").recovery, Recovery::Retry);
      }
      EXPECT_EQ(to_fault(Call::Produce, answer, "").recovery == Recovery::Retry,
                code == RD_KAFKA_RESP_ERR__QUEUE_FULL);
    }
  }
}

}  // namespace
}  // namespace adapters::kafka
