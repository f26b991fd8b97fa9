// Whether a replay keeps to its rate: copies in any ten seconds of it by the broker's own clock, in
// records and in bytes, and how long another rate, told through the admin port, takes to be felt.
// Every record must come once, or nothing is printed.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <unordered_set>
#include <vector>

#include "benchmarks/fed.h"
#include "benchmarks/flags.h"
#include "e2e/installation.h"
#include "process/process.h"
#include "tests/kafka/cluster.h"

namespace benchmarks {
namespace {

namespace kafka = adapters::kafka;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr int kPartitions = 2, kPollMillis = 50;
constexpr std::size_t kRecordBytes = 1000, kBatch = 5000;
constexpr std::int64_t kWindowMillis = 10'000, kStepMillis = 100, kToBeFelt = 2'000;
// Before it has seen that nobody is live a replay is slow.
constexpr std::int64_t kStartMillis = 2'000;
constexpr seconds kPatience{120};

struct Copy {
  std::int64_t at_ms = 0;  // as the broker has it
  std::uint64_t amount = 0;
};

// The only reader of the lane, so that there is one.
class LaneReader final {
 public:
  explicit LaneReader(const e2e::Installation& dateline)
      : reader_(tests::kafka::make_client(RD_KAFKA_CONSUMER,
                                          {{"group.id", dateline.group("clean.backfill")},
                                           {"auto.offset.reset", "earliest"},
                                           {"enable.auto.commit", "false"}})) {
    rd_kafka_poll_set_consumer(reader_.get());
    const kafka::List list = kafka::make_list(1);
    rd_kafka_topic_partition_list_add(list.get(), dateline.backfill.c_str(), -1);
    demand(rd_kafka_subscribe(reader_.get(), list.get()) == RD_KAFKA_RESP_ERR_NO_ERROR, "no group");
  }
  ~LaneReader() { rd_kafka_consumer_close(reader_.get()); }
  LaneReader(const LaneReader&) = delete;
  LaneReader& operator=(const LaneReader&) = delete;

  // Goes on until `enough` of what has come of this replay.
  template <class Enough>
  void read(const std::string& id, std::vector<Copy>& copies, bool in_bytes, Enough enough) {
    const auto until = steady_clock::now() + kPatience;
    while (!enough()) {
      demand(steady_clock::now() < until, "the copies do not come");
      const kafka::Message message(rd_kafka_consumer_poll(reader_.get(), kPollMillis));
      if (!message || message->err != RD_KAFKA_RESP_ERR_NO_ERROR) continue;
      if (replay_of(*message) != id) continue;
      const std::string value(static_cast<const char*>(message->payload), message->len);
      const std::string serial = id + '/' + value.substr(0, value.find(' '));
      demand(seen_.insert(serial).second, "record " + serial + " came twice");
      copies.push_back({rd_kafka_message_timestamp(message.get(), nullptr),
                        in_bytes ? message->len + message->key_len : 1});
    }
  }
  bool is_member() {
    const kafka::Message none(rd_kafka_consumer_poll(reader_.get(), kPollMillis));
    rd_kafka_topic_partition_list_t* raw = nullptr;
    rd_kafka_assignment(reader_.get(), &raw);
    const kafka::List list(raw);
    return list && list->cnt > 0;
  }

 private:
  static std::string replay_of(const rd_kafka_message_t& message) {
    rd_kafka_headers_t* headers = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    const bool has_it =
        rd_kafka_message_headers(&message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR &&
        rd_kafka_header_get_last(headers, "dateline-replay", &value, &size) ==
            RD_KAFKA_RESP_ERR_NO_ERROR;
    return has_it ? std::string(static_cast<const char*>(value), size) : std::string();
  }

  kafka::Handle reader_;
  std::unordered_set<std::string> seen_;
};

std::uint64_t sum(const std::vector<Copy>& copies, std::int64_t from, std::int64_t to) {
  std::uint64_t total = 0;
  for (const Copy& copy : copies) total += copy.at_ms >= from && copy.at_ms < to ? copy.amount : 0;
  return total;
}

// The worst of all ten seconds within, in percent of what they should have.
double worst(const std::vector<Copy>& copies, std::int64_t from, std::int64_t to, double rate) {
  double most = 0;
  for (std::int64_t at = from; at + kWindowMillis <= to; at += kStepMillis) {
    const double due = rate * kWindowMillis / 1000;
    const double found = static_cast<double>(sum(copies, at, at + kWindowMillis));
    if (std::abs(found - due) > std::abs(most)) most = found - due;
  }
  return 100 * most / (rate * kWindowMillis / 1000);
}

// After so many ms a second has the other rate, within a tenth; -1: none has.
std::int64_t felt_after(const std::vector<Copy>& copies, std::int64_t told_at, double rate) {
  for (std::int64_t after = 0; after <= 5'000; after += kStepMillis / 2) {
    const auto found = static_cast<double>(sum(copies, told_at + after, told_at + after + 1'000));
    if (std::abs(found - rate) <= rate / 10) return after;
  }
  return -1;
}

class Bench final {
 public:
  explicit Bench(const Flags& flags)
      : flags_(flags),
        dateline_({.name = "bench-rate",
                   .partitions = kPartitions,
                   .binary = flags.text("binary"),
                   .settings = {{"replay.backlog_max", "100000000"}, {"log.level", "warning"}},
                   .has_lane = true}),
        archive_(dateline_.raw + ".archive"),
        reader_(dateline_) {}
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  void run() {
    const std::uint64_t first = flags_.number("rate"), then = flags_.number("then");
    fill((first + then) * 20);
    demand(process::await(kPatience, [&] { return reader_.is_member(); }),
           "no member of the group");
    std::printf(
        "worst ten seconds against the rate, and a second at the other rate after it was "
        "told\n\n%-12s %14s %14s %14s\n",
        "", "first", "other", "felt after");
    measure("records/s", "--rate", "records", first, then, false);
    measure("bytes/s", "--bytes", "bytes", first * kRecordBytes, then * kRecordBytes, true);
  }

 private:
  void fill(std::uint64_t records) {
    tests::kafka::create_topics({{archive_, kPartitions, {}}});
    std::vector<tests::kafka::Sent> batch;
    for (std::uint64_t i = 0; i < records; ++i) {
      std::string value = std::to_string(i) + ' ';
      value.resize(kRecordBytes - 1, 'x');
      batch.push_back({"k", std::move(value), static_cast<int>(i % kPartitions), {}});
      if (batch.size() < kBatch && i + 1 < records) continue;
      tests::kafka::produce(archive_, batch);
      batch.clear();
    }
  }

  void measure(const char* name, const std::string& flag, const std::string& parameter,
               std::uint64_t first, std::uint64_t then, bool in_bytes) {
    const int port = e2e::find_free_port();
    const auto replay = dateline_.start_verb(
        {"replay", "run", "--topic", archive_, "--id", parameter, flag, std::to_string(first),
         "--execute", "--no-progress", "--set", "http.listen=", "--set",
         "http.admin_listen=127.0.0.1:" + std::to_string(port)});
    std::vector<Copy> copies;
    const auto until_ms = [&](std::int64_t time) {
      return [&copies, time] { return !copies.empty() && copies.back().at_ms >= time; };
    };
    reader_.read(parameter, copies, in_bytes, [&] { return !copies.empty(); });
    const std::int64_t began = copies.front().at_ms + kStartMillis;
    reader_.read(parameter, copies, in_bytes, until_ms(began + kWindowMillis + 2'000));
    demand(e2e::http_ask(port, "PUT", "/replay/rate?" + parameter + "=" + std::to_string(then))
                   .status == 200,
           "the rate was not taken");
    const std::int64_t told_at = now_ms();
    const std::int64_t end = told_at + kToBeFelt + kWindowMillis + 2'000;
    reader_.read(parameter, copies, in_bytes, until_ms(end));
    replay->send(SIGTERM);
    demand(replay->await(seconds(60)).has_value(), "the replay does not stop");
    std::printf("%-12s %+13.1f%% %+13.1f%% %11lld ms\n", name,
                worst(copies, began, told_at, static_cast<double>(first)),
                worst(copies, told_at + kToBeFelt, end, static_cast<double>(then)),
                static_cast<long long>(felt_after(copies, told_at, static_cast<double>(then))));
    std::fflush(stdout);
  }

  // The broker runs on this machine, so its clock is ours.
  static std::int64_t now_ms() {
    return std::chrono::duration_cast<milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  }

  const Flags& flags_;
  e2e::Installation dateline_;
  const std::string archive_;
  LaneReader reader_;
};

}  // namespace
}  // namespace benchmarks

int main(int argc, char** argv) {
  const benchmarks::Flags flags(argc, argv,
                                {{"rate", "2000"}, {"then", "5000"}, {"binary", DATELINE_BINARY}});
  return benchmarks::run_on_broker([&] { benchmarks::Bench(flags).run(); });
}
