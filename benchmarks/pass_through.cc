// The least that exactly once costs on Kafka: records of one topic go to another as they are, in
// transactions with their offsets. A plain loop on librdkafka with the settings of our own clients,
// their commit interval and their wake of a sleeping fetcher, and nothing else: no headers, no
// checks, no recovery. Whatever fails ends it. Two hops in a row are what `clean` and `version`
// need of Kafka alone: the second reads what the first writes, each in a thread of its own.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "adapters/clock/clock.h"
#include "adapters/kafka/client.h"
#include "adapters/kafka/fetch_wake.h"
#include "base/check.h"
#include "benchmarks/flags.h"
#include "benchmarks/measured.h"

namespace benchmarks {
namespace {

namespace kafka = adapters::kafka;
using std::chrono_literals::operator""ms;

// As the worker's: stream/options.h.
constexpr stream::Tick kCommitInterval = 100ms;
constexpr std::uint64_t kCommitRecords = 20'000;
constexpr std::uint64_t kCommitBytes = 32u << 20;
constexpr int kTimeoutMs = 10'000;
constexpr int kWaitMs = 10;

// Errors of connections mend themselves; everything else is looked at where it comes back.
class NoEvents final : public kafka::Events {
 public:
  void log(std::string_view, int, std::string_view, std::string_view) override {}
  void error(std::string_view, std::string_view, std::string_view) override {}
  void statistics(std::string_view, std::string_view) override {}
};

void demand(rd_kafka_error_t* raw, const char* what) {
  const kafka::Error error(raw);
  if (!error) return;
  std::fprintf(stderr, "%s: %s\n", what, rd_kafka_error_string(error.get()));
  std::exit(1);
}

// From one topic to another, partition by partition.
class Hop final {
 public:
  Hop(const std::string& brokers, std::string from, const std::string& to, int number)
      : from_(std::move(from)),
        name_(to + "-hop" + std::to_string(number)),
        told_{&events_, name_, this},
        wake_(from_, clock_) {
    kafka::Connection connection;
    connection.brokers = brokers;
    make_consumer(connection);
    make_producer(connection);
    to_.reset(rd_kafka_topic_new(producer_.get(), to.c_str(), nullptr));
  }
  Hop(const Hop&) = delete;
  Hop& operator=(const Hop&) = delete;

  // Returns when so many records are on the other side, committed.
  void copy(std::uint64_t records) {
    while (copied_ < records) {
      kafka::Message message(rd_kafka_consumer_poll(consumer_.get(), 0));
      if (!message) {
        wake_.poke(consumer_.get());
        message.reset(rd_kafka_consumer_poll(consumer_.get(), kWaitMs));
      }
      if (message) pass(*message);
      if (batch_records_ > 0 && (is_due() || copied_ == records)) commit();
    }
    rd_kafka_consumer_close(consumer_.get());
  }

  stream::Tick began() const { return began_; }  // when its partitions were assigned
  std::uint64_t bytes() const { return bytes_; }

 private:
  void make_consumer(const kafka::Connection& connection) {
    kafka::Identity identity;
    identity.client_id = name_;
    identity.group_id = name_;
    auto conf = kafka::make_conf(kafka::Kind::Source, connection, identity);
    CHECK(conf);
    kafka::set_callbacks(conf->get(), told_);
    rd_kafka_conf_set_rebalance_cb(conf->get(), on_rebalance);
    auto handle = kafka::make_handle(RD_KAFKA_CONSUMER, std::move(*conf));
    CHECK(handle);
    consumer_ = std::move(*handle);
    rd_kafka_poll_set_consumer(consumer_.get());
    const kafka::List topics = kafka::make_list(1);
    rd_kafka_topic_partition_list_add(topics.get(), from_.c_str(), RD_KAFKA_PARTITION_UA);
    CHECK(rd_kafka_subscribe(consumer_.get(), topics.get()) == RD_KAFKA_RESP_ERR_NO_ERROR);
  }

  void make_producer(const kafka::Connection& connection) {
    kafka::Identity identity;
    identity.client_id = name_;
    identity.transactional_id = name_;
    auto conf = kafka::make_conf(kafka::Kind::Outbox, connection, identity);
    CHECK(conf);
    kafka::set_callbacks(conf->get(), told_);
    rd_kafka_conf_set_dr_msg_cb(conf->get(), on_report);
    auto handle = kafka::make_handle(RD_KAFKA_PRODUCER, std::move(*conf));
    CHECK(handle);
    producer_ = std::move(*handle);
    demand(rd_kafka_init_transactions(producer_.get(), kTimeoutMs), "init");
  }

  static void on_rebalance(rd_kafka_t* handle, rd_kafka_resp_err_t what,
                           rd_kafka_topic_partition_list_t* list, void* opaque) {
    Hop& hop = *static_cast<Hop*>(kafka::told_of(opaque).owner);
    if (what != RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
      return demand(rd_kafka_incremental_unassign(handle, list), "unassign");
    }
    for (int i = 0; i < list->cnt; ++i) {
      list->elems[i].offset = 0;
      hop.wake_.saw(list->elems[i].partition, 0);
    }
    hop.next_.resize(hop.next_.size() + static_cast<std::size_t>(list->cnt), 0);
    hop.began_ = hop.clock_.tick();
    demand(rd_kafka_incremental_assign(handle, list), "assign");
  }

  static void on_report(rd_kafka_t*, const rd_kafka_message_t* report, void*) {
    CHECK(report->err == RD_KAFKA_RESP_ERR_NO_ERROR);
  }

  void pass(const rd_kafka_message_t& message) {
    CHECK(message.err == RD_KAFKA_RESP_ERR_NO_ERROR);
    if (batch_records_ == 0) {
      batch_began_ = clock_.tick();
      demand(rd_kafka_begin_transaction(producer_.get()), "begin");
    }
    wake_.saw(message.partition, message.offset + 1);
    next_.at(static_cast<std::size_t>(message.partition)) = message.offset + 1;
    while (rd_kafka_produce(to_.get(), message.partition, RD_KAFKA_MSG_F_COPY, message.payload,
                            message.len, message.key, message.key_len, nullptr) != 0) {
      CHECK(rd_kafka_last_error() == RD_KAFKA_RESP_ERR__QUEUE_FULL);
      rd_kafka_poll(producer_.get(), kWaitMs);
    }
    ++copied_;
    ++batch_records_;
    batch_bytes_ += message.key_len + message.len;
  }

  bool is_due() const {
    return batch_records_ >= kCommitRecords || batch_bytes_ >= kCommitBytes ||
           clock_.tick() - batch_began_ >= kCommitInterval;
  }

  void commit() {
    CHECK(rd_kafka_flush(producer_.get(), kTimeoutMs) == RD_KAFKA_RESP_ERR_NO_ERROR);
    const kafka::GroupMetadata metadata(rd_kafka_consumer_group_metadata(consumer_.get()));
    const kafka::List offsets = kafka::make_list(static_cast<int>(next_.size()));
    for (std::size_t partition = 0; partition < next_.size(); ++partition) {
      rd_kafka_topic_partition_list_add(offsets.get(), from_.c_str(),
                                        static_cast<std::int32_t>(partition))
          ->offset = next_[partition];
    }
    demand(rd_kafka_send_offsets_to_transaction(producer_.get(), offsets.get(), metadata.get(),
                                                kTimeoutMs),
           "offsets");
    demand(rd_kafka_commit_transaction(producer_.get(), kTimeoutMs), "commit");
    bytes_ += std::exchange(batch_bytes_, 0);
    batch_records_ = 0;
  }

  const std::string from_, name_;
  const adapters::clock::SystemClock clock_;
  NoEvents events_;
  kafka::Told told_;
  kafka::FetchWake wake_;
  std::vector<std::int64_t> next_;  // by partition
  std::uint64_t copied_ = 0, bytes_ = 0, batch_records_ = 0, batch_bytes_ = 0;
  stream::Tick began_{}, batch_began_{};
  kafka::Handle consumer_, producer_;
  kafka::Topic to_;  // dies before its handle
};

Run pass_through(const Flags& flags) {
  const std::string &brokers = flags.text("brokers"), &second = flags.text("then-to");
  const std::uint64_t records = flags.number("records");
  Hop first(brokers, flags.text("from"), flags.text("to"), 1);
  if (!second.empty()) {
    Hop next(brokers, flags.text("to"), second, 2);
    std::thread other([&next, records] { next.copy(records); });
    first.copy(records);
    other.join();
  } else {
    first.copy(records);
  }
  const stream::Tick took = adapters::clock::SystemClock().tick() - first.began();
  return {.records = records,
          .bytes = first.bytes(),
          .seconds = std::chrono::duration<double>(took).count(),
          .usage = own_usage()};
}

}  // namespace
}  // namespace benchmarks

// Prints one line of figures.
int main(int argc, char** argv) {
  const benchmarks::Flags flags(
      argc, argv, {{"brokers", ""}, {"from", ""}, {"to", ""}, {"then-to", ""}, {"records", "0"}});
  std::printf("%s\n", to_message(benchmarks::pass_through(flags)).c_str());
  std::fflush(stdout);
  std::_Exit(0);  // as the service leaves: clients' destructors are not what is measured
}
