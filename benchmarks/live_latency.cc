// What a backfill does to live news: how long a live article takes from its raw record to a reader,
// without a backfill, beside one at full speed, and beside one at a rate. The three take their
// turns, round by round, so that what else the machine does meets all of them. What came out is
// checked before the figures are printed: each live article once, and that the backfill did run.
#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

#include "benchmarks/fed.h"
#include "benchmarks/flags.h"
#include "benchmarks/live_traffic.h"
#include "e2e/installation.h"
#include "process/process.h"
#include "tests/kafka/cluster.h"

namespace benchmarks {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr seconds kPatience{300};
constexpr milliseconds kStep{100};
constexpr int kDone = 0, kToGoOn = 75;
constexpr const char* kId = "bench";

struct Phase {
  std::string name, rate;  // empty: no backfill; "0": as fast as it goes
  std::vector<double> all;
  std::vector<double> p99_of_round;
};

class Bench final {
 public:
  explicit Bench(const Flags& flags)
      : flags_(flags),
        partitions_(static_cast<int>(flags.number("partitions"))),
        length_(static_cast<long>(flags.number("seconds"))),
        service_({.name = "bench-live",
                  .partitions = partitions_,
                  .binary = flags.text("binary"),
                  .settings = {{"workers.clean", flags.text("clean-workers")},
                               {"workers.version", flags.text("version-workers")},
                               {"workers.backfill", flags.text("backfill-workers")},
                               {"log.level", "warning"}},
                  .has_lane = true}),
        archive_(service_.raw + ".archive") {}
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  void run() {
    tests::kafka::create_topics({{archive_, partitions_, {}}});
    fed_ = feed(archive_, {}, flags_.number("events"));
    service_.start();
    service_.await_ready();
    const std::uint64_t rounds = flags_.number("rounds");
    // Each replay may let it wait twice: until it begins, and until it goes on.
    const std::uint64_t seconds_of_round =
        3 * flags_.number("seconds") + 2 * flags_.number("settle") + 4 * kPatience.count() + 1;
    LiveTraffic traffic(service_, partitions_,
                        (rounds * seconds_of_round + 3) * (flags_.number("live-rate") + 1));
    // What is done for the first time by a new process is no part of the comparison.
    send(traffic, seconds(2));
    (void)traffic.await_delays();
    std::printf("%lld s each, %llu live articles/s, delays in ms\n\n%-28s %7s %7s %7s %10s\n",
                static_cast<long long>(length_.count()),
                static_cast<unsigned long long>(flags_.number("live-rate")), "", "p50", "p99",
                "max", "backfill/s");
    for (std::uint64_t round = 0; round < rounds; ++round) {
      for (Phase& phase : phases_) measure(phase, traffic);
    }
    print_ratios();
    service_.stop();
  }

 private:
  double judged() const {
    return e2e::read_metric(service_.metrics(), "dateline_records_consumed_total",
                            service_.backfill);
  }

  // A partition that is read to its end may still show a marker.
  double lane_unread() const {
    return e2e::read_metric(service_.metrics(), "dateline_consumer_lag_records", service_.backfill);
  }

  void send(LiveTraffic& traffic, milliseconds length) const {
    traffic.send(static_cast<double>(flags_.number("live-rate")), length);
  }

  // Live traffic flows until the lane has judged more than `before`: how soon a new process is
  // ready, and how long a replay gives way, is the machine's to say.
  void send_until_judged(LiveTraffic& traffic, double before, const char* else_what) const {
    const auto deadline = steady_clock::now() + kPatience;
    while (judged() <= before) {
      demand(steady_clock::now() < deadline, else_what + service_.log_of("replay"));
      send(traffic, kStep);
    }
  }

  void measure(Phase& phase, LiveTraffic& traffic) {
    std::unique_ptr<e2e::Process> replay;
    if (!phase.rate.empty()) replay = start(phase.rate, traffic);
    const double before = judged();
    const auto began = steady_clock::now();
    send(traffic, length_);
    if (replay) send_until_judged(traffic, before, "the backfill does not go on: ");
    const std::chrono::duration<double> took = steady_clock::now() - began;
    const double lane = judged() - before;
    if (replay) stop(*replay);
    const std::vector<double> delays = traffic.await_delays();
    service_.await_drained(kPatience);
    phase.all.insert(phase.all.end(), delays.begin(), delays.end());
    phase.p99_of_round.push_back(percentile(delays, 99));
    print(phase.name, delays, lane / took.count());
  }

  static void print(const std::string& name, const std::vector<double>& delays, double lane) {
    std::printf("%-28s %7.0f %7.0f %7.0f %10.0f\n", name.c_str(), percentile(delays, 50),
                percentile(delays, 99), delays.back(), lane);
    std::fflush(stdout);
  }

  // It goes on where the one before it has stopped, and has `settle` to find its pace.
  std::unique_ptr<e2e::Process> start(const std::string& rate, LiveTraffic& traffic) {
    const double before = judged();
    auto replay =
        service_.start_verb({"replay", "run", "--topic", archive_, "--id", kId, "--rate", rate,
                             "--execute", "--no-progress", "--set", "http.listen="});
    send_until_judged(traffic, before, "the backfill does not begin: ");
    send(traffic, seconds(static_cast<long>(flags_.number("settle"))));
    traffic.forget();
    return replay;
  }

  void stop(e2e::Process& replay) {
    demand(!replay.await(milliseconds(0)) || lane_unread() > partitions_,
           "the backfill came to its end too soon: more --events, or fewer --seconds: " +
               service_.log_of("replay"));
    replay.send(SIGTERM);
    const auto ended = replay.await(seconds(60));
    demand(ended && (ended->code == kDone || ended->code == kToGoOn), service_.log_of("replay"));
  }

  void print_ratios() const {
    const Phase& quiet = phases_[0];
    std::printf("\np99 beside a backfill / without one, round by round, and of all rounds\n");
    for (std::size_t i = 1; i < phases_.size(); ++i) {
      std::printf("%-28s", phases_[i].name.c_str());
      for (std::size_t round = 0; round < quiet.p99_of_round.size(); ++round) {
        std::printf(" %6.2f", phases_[i].p99_of_round[round] / quiet.p99_of_round[round]);
      }
      std::printf("  all %.2f\n", p99(phases_[i]) / p99(quiet));
    }
  }
  static double p99(const Phase& phase) {
    std::vector<double> ascending = phase.all;
    std::sort(ascending.begin(), ascending.end());
    return percentile(ascending, 99);
  }

  const Flags& flags_;
  const int partitions_;
  const seconds length_;
  e2e::Installation service_;
  const std::string archive_;
  Fed fed_;
  std::vector<Phase> phases_{{"live alone", "", {}, {}},
                             {"beside a backfill", "0", {}, {}},
                             {"beside one at --rate", flags_.text("rate"), {}, {}}};
};

}  // namespace
}  // namespace benchmarks

int main(int argc, char** argv) {
  const benchmarks::Flags flags(argc, argv,
                                {{"events", "400000"},
                                 {"rounds", "3"},
                                 {"seconds", "10"},
                                 {"settle", "12"},
                                 {"live-rate", "200"},
                                 {"rate", "1000"},
                                 {"partitions", "4"},
                                 {"clean-workers", "1"},
                                 {"version-workers", "1"},
                                 {"backfill-workers", "1"},
                                 {"binary", DATELINE_BINARY}});
  return benchmarks::run_on_broker([&] { benchmarks::Bench(flags).run(); });
}
