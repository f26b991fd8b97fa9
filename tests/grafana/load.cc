// Dateline under load on the real broker, for a test that looks at it from outside. Prints
// "at HOST:PORT" when /metrics is there, then feeds the canonical workload until its standard
// input ends. A line there is an order. "crash" kills and starts the service, "lose" deletes its
// state besides; the answer is "back" when all partitions are live again. "replay" copies what
// there is into the lane of backfills, "files" a WARC of its own besides; the answer is where that
// process has its /metrics.
#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "adapters/kafka/feeder.h"
#include "benchmarks/workload.h"
#include "e2e/installation.h"
#include "tests/kafka/cluster.h"
#include "tests/unit/replay/archive.h"

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using tests::archive::warc_record;
using tests::archive::warc_response;

constexpr int kPartitions = 4;
constexpr int kBurst = 40;             // events, once in
constexpr milliseconds kBetween{100};  // this time
constexpr seconds kStartPatience{90};
// Records a second: few, so that it still runs when everybody has looked.
constexpr const char* kReplayRate = "20";
constexpr int kPages = 3000;
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

// Each page is followed by a record without one, which is skipped when its turn comes.
void write_archive(const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  for (int i = 0; i < kPages; ++i) {
    const std::string number = std::to_string(i);
    const std::string page =
        "<article><h1>Ferry " + number + " has left the quay</h1><p>The night ferry " + number +
        " left on time, the harbour office said. It had lain there for a week because of the ice. "
        "The next one is expected on Thursday, and its captain hopes for less wind.</p></article>";
    file << warc_response({.url = "https://harbourpost.example/old/" + number, .body = page})
         << warc_record("metadata", {}, "");
  }
  demand(static_cast<bool>(file.flush()), path + " cannot be written");
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
      if (*order == "replay") replay({"--from", "earliest"});
      if (*order == "files") replay_files();
    }
    for (const auto& each : replays_) end(*each);
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

  void replay_files() {
    const std::string path = dateline_.folder() + "/old.warc";
    write_archive(path);
    replay({"--file", path});
  }

  void replay(const std::vector<std::string>& what) {
    const int port = e2e::find_free_port();
    const std::string address = "127.0.0.1:" + std::to_string(port);
    std::vector<std::string> verb{"replay",        "run",       "--rate", kReplayRate,
                                  "--no-progress", "--execute", "--set",  "http.listen=" + address};
    verb.insert(verb.end(), what.begin(), what.end());
    replays_.push_back(dateline_.start_verb(verb));
    const bool shows = e2e::await(kStartPatience, [port] {
      const auto metrics = e2e::http_get(port, "/metrics");
      return metrics && metrics->find("dateline_replay_planned_records") != std::string::npos;
    });
    demand(shows, "no replay runs:\n" + dateline_.log_of("replay"));
    say("at " + address);
  }

  // 75: it was stopped, and can go on; 0: it had ended.
  void end(e2e::Process& replay) const {
    replay.send(SIGTERM);
    const auto ended = replay.await(kStartPatience);
    demand(ended && (ended->code == 75 || ended->code == 0), dateline_.log_of("replay"));
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

  void feed() {
    for (int i = 0; i < kBurst; ++i) {
      const benchmarks::WorkloadEvent event = workload_.next();
      const adapters::kafka::Feed one{
          .topic = dateline_.raw, .key = event.key, .has_key = true, .value = event.value};
      demand(static_cast<bool>(feeder_->send(one, kSendTimeout)), "an event was not taken");
    }
    const auto ended = dateline_.process().await(milliseconds(0));
    demand(!ended, "it has ended:\n" + dateline_.log());
  }

  const int port_;
  e2e::Installation dateline_;
  benchmarks::Workload workload_;
  tests::kafka::PrintedEvents events_;
  std::unique_ptr<adapters::kafka::Feeder> feeder_;  // dies before events_
  std::vector<std::unique_ptr<e2e::Process>> replays_;
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
