// Dateline under load on the real broker, for a test that looks at it from outside. Prints
// "at HOST:PORT" when /metrics is there, then feeds the canonical workload, some of it to the lane
// of backfills too, until its standard input ends. A line there is an order, answered with "back"
// when all partitions are live again: "crash" kills and starts the service, "lose" deletes its
// state besides.
#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

#include "adapters/kafka/feeder.h"
#include "benchmarks/workload.h"
#include "e2e/installation.h"
#include "tests/kafka/cluster.h"

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kPartitions = 4;
constexpr int kBurst = 40;             // events, once in
constexpr int kCopies = 4;             // of them, that come again in the lane
constexpr milliseconds kBetween{100};  // this time
constexpr seconds kStartPatience{90};
constexpr base::Millis kSendTimeout{60'000};
// The crawl began so long ago, and is told faster than it went.
constexpr std::chrono::minutes kCrawled{1};
constexpr std::int64_t kStepMs = 2;

void demand(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error(what);
}

benchmarks::WorkloadOptions make_workload() {
  const auto now = std::chrono::system_clock::now() - kCrawled;
  benchmarks::WorkloadOptions options;
  options.html_per_mille = 300;
  options.broken_per_mille = 30;
  options.begin_ms = std::chrono::duration_cast<milliseconds>(now.time_since_epoch()).count();
  options.step_ms = kStepMs;
  return options;
}

class Load final {
 public:
  Load()
      : port_(e2e::find_free_port()),
        dateline_({.name = "load",
                   .partitions = kPartitions,
                   .binary = DATELINE_BINARY,
                   .settings = {{"http.listen", address()},
                                {"workers.clean", "1"},
                                {"workers.backfill", "1"}},
                   .has_lane = true}),
        workload_(make_workload()) {
    auto feeder = adapters::kafka::Feeder::make(tests::kafka::connection(), "load", events_);
    demand(static_cast<bool>(feeder), "no feeder");
    feeder_ = std::move(*feeder);
  }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  void run() {
    start();
    say("at " + address());
    while (const auto order = await_order()) {
      if (order->empty()) feed();
      if (*order == "crash" || *order == "lose") crash(*order == "lose");
    }
    demand(static_cast<bool>(feeder_->flush(kSendTimeout)), "events have not arrived");
    dateline_.stop();
  }

 private:
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  static void say(const std::string& line) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
  }

  void start() {
    dateline_.start();
    demand(
        e2e::await(kStartPatience, [this] { return e2e::http_get(port_, "/readyz").has_value(); }),
        "it is not ready:\n" + dateline_.log());
  }

  void crash(bool loses_state) {
    dateline_.process().send(SIGKILL);
    demand(dateline_.process().await(seconds(10)).has_value(), "it was killed and is there");
    if (loses_state) dateline_.delete_state();
    start();
    say("back");
  }

  // Empty: none for a while. Nothing: there will be none any more.
  static std::optional<std::string> await_order() {
    pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    if (poll(&input, 1, static_cast<int>(kBetween.count())) == 0) return std::string();
    std::string line;
    char one = 0;
    while (read(STDIN_FILENO, &one, 1) == 1) {
      if (one == '\n') return line;
      line += one;
    }
    return std::nullopt;
  }

  void send(const std::string& topic, const benchmarks::WorkloadEvent& event) {
    const adapters::kafka::Feed one{
        .topic = topic, .key = event.key, .has_key = true, .value = event.value};
    demand(static_cast<bool>(feeder_->send(one, kSendTimeout)), "an event was not taken");
  }

  void feed() {
    for (int i = 0; i < kBurst; ++i) {
      const benchmarks::WorkloadEvent event = workload_.next();
      send(dateline_.raw, event);
      if (i < kCopies) send(dateline_.backfill, event);
    }
    const auto ended = dateline_.process().await(milliseconds(0));
    demand(!ended, "it has ended:\n" + dateline_.log());
  }

  const int port_;
  e2e::Installation dateline_;
  benchmarks::Workload workload_;
  tests::kafka::PrintedEvents events_;
  std::unique_ptr<adapters::kafka::Feeder> feeder_;  // dies before events_
};

}  // namespace

int main() {
  if (tests::kafka::bootstrap().empty()) {
    std::printf("SKIPPED: no broker\n");
    return 0;
  }
  try {
    Load().run();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
