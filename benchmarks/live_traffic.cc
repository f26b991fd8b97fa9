#include "benchmarks/live_traffic.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "benchmarks/fed.h"
#include "benchmarks/story.h"
#include "benchmarks/workload.h"

namespace benchmarks {
namespace {

namespace kafka = adapters::kafka;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kPatience{120};
constexpr int kFlushMillis = 60'000;
constexpr std::int64_t kFetched = 1'750'000'000'000;
// Of a site that the workload does not have.
constexpr std::uint32_t kSite = 5000;
// It goes from record to record as it is.
constexpr const char* kHeader = "traceparent";
constexpr std::size_t kTraceDigits = 32;

std::string to_trace(std::size_t number) {
  char text[64];
  std::snprintf(text, sizeof text, "00-%032zx-00000000000000a1-01", number + 1);
  return text;
}

std::optional<std::size_t> read_trace(std::string_view text) {
  if (text.size() < 3 + kTraceDigits) return std::nullopt;
  const std::string_view digits = text.substr(3 + 16, 16);
  std::size_t number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
  return read.ec == std::errc() && number > 0 ? std::optional(number - 1) : std::nullopt;
}

// Room enough for all that a backfill publishes: this reader must not be what is slow.
kafka::Handle make_reader(const std::string& topic) {
  kafka::Handle reader =
      tests::kafka::make_client(RD_KAFKA_CONSUMER, {{"group.id", "bench-reader"},
                                                    {"enable.auto.commit", "false"},
                                                    {"auto.offset.reset", "error"},
                                                    {"isolation.level", "read_committed"},
                                                    {"queued.min.messages", "1000000"},
                                                    {"queued.max.messages.kbytes", "1000000"}});
  rd_kafka_poll_set_consumer(reader.get());
  const auto ends = tests::kafka::ends(topic, tests::kafka::Isolation::ReadUncommitted);
  const kafka::List list = kafka::make_list(static_cast<int>(ends.size()));
  for (const auto& [partition, end] : ends) {
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition)->offset = end;
  }
  demand(rd_kafka_assign(reader.get(), list.get()) == RD_KAFKA_RESP_ERR_NO_ERROR, "no reader");
  return reader;
}

}  // namespace

LiveTraffic::LiveTraffic(const e2e::Installation& service, int partitions, std::size_t articles_max)
    : raw_(service.raw),
      clean_(service.clean),
      partitions_(partitions),
      site_(make_site(kSite)),
      sent_at_(articles_max),
      seen_at_(articles_max),
      producer_(tests::kafka::make_client(RD_KAFKA_PRODUCER, {{"linger.ms", "0"}})),
      reader_(make_reader(clean_)),
      thread_([this](const std::stop_token& stop) { read(stop); }) {}

LiveTraffic::~LiveTraffic() {
  thread_.request_stop();
  thread_.join();
  rd_kafka_consumer_close(reader_.get());
}

void LiveTraffic::read(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const kafka::Message message(rd_kafka_consumer_poll(reader_.get(), 100));
    if (message && message->err == RD_KAFKA_RESP_ERR_NO_ERROR) see(*message);
  }
}

void LiveTraffic::see(const rd_kafka_message_t& message) {
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return;
  const void* value = nullptr;
  std::size_t size = 0;
  if (rd_kafka_header_get_last(headers, kHeader, &value, &size) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return;
  }
  const auto number = read_trace({static_cast<const char*>(value), size});
  if (!number || *number >= seen_at_.size()) return;
  const std::int64_t before = seen_at_[*number].exchange(Clock::now().time_since_epoch().count());
  if (before != 0) ++twice_;
}

void LiveTraffic::send_one() {
  demand(sent_ < sent_at_.size(), "more live articles than there is room for");
  const std::size_t number = sent_++;
  const std::string url = "https://" + site_.host + "/live/story-" + std::to_string(number);
  const auto fetched_at = kFetched + static_cast<std::int64_t>(number) * 1000;
  const PagePlace place{site_, url, fetched_at - 60'000, number};
  const Story story = make_story({.seed = 9'000'000 + number, .words = words_for(number * 7919)});
  const std::string value = make_event(url, fetched_at, make_dump(story, place), "text");
  const std::string trace = to_trace(number);
  sent_at_[number] = Clock::now().time_since_epoch().count();
  const rd_kafka_resp_err_t error = rd_kafka_producev(
      producer_.get(), RD_KAFKA_V_TOPIC(raw_.c_str()),
      RD_KAFKA_V_PARTITION(static_cast<std::int32_t>(number % static_cast<unsigned>(partitions_))),
      RD_KAFKA_V_KEY(url.data(), url.size()),
      RD_KAFKA_V_VALUE(const_cast<char*>(value.data()), value.size()),
      RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
      RD_KAFKA_V_HEADER(kHeader, trace.data(), static_cast<ssize_t>(trace.size())), RD_KAFKA_V_END);
  demand(error == RD_KAFKA_RESP_ERR_NO_ERROR, "a live event was not taken");
  rd_kafka_poll(producer_.get(), 0);
}

void LiveTraffic::send(double per_second, milliseconds length) {
  const auto step =
      std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1.0 / per_second));
  const Clock::time_point began = Clock::now();
  for (Clock::time_point due = began; due < began + length; due += step) {
    std::this_thread::sleep_until(due);
    send_one();
  }
  demand(rd_kafka_flush(producer_.get(), kFlushMillis) == RD_KAFKA_RESP_ERR_NO_ERROR,
         "live events have not arrived");
}

std::vector<double> LiveTraffic::await_delays() {
  std::vector<double> delays;
  for (; told_ < sent_; ++told_) {
    demand(process::await(kPatience, [this] { return seen_at_[told_] != 0; }),
           "live article " + std::to_string(told_) + " is not out");
    delays.push_back(static_cast<double>(seen_at_[told_] - sent_at_[told_]) / 1e6);
  }
  demand_equal(twice_, 0, "live articles twice");
  std::sort(delays.begin(), delays.end());
  return delays;
}

double percentile(const std::vector<double>& ascending, double percent) {
  demand(!ascending.empty(), "nothing was measured");
  const double rank = std::ceil(percent / 100 * static_cast<double>(ascending.size()));
  return ascending[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

}  // namespace benchmarks
