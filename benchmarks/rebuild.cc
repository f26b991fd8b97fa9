// How fast the past comes out again: `dateline run` over a topic, which is what another generation
// does, and `dateline replay run` of the same topic into the lane of a service that runs. Both from
// the first record until the last is judged, in turns, round by round. The results are checked
// before the figures are printed; wrong ones end the program.
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "benchmarks/fed.h"
#include "benchmarks/flags.h"
#include "benchmarks/measured.h"
#include "e2e/installation.h"
#include "tests/kafka/cluster.h"

namespace benchmarks {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

class Bench final {
 public:
  explicit Bench(const Flags& flags) : flags_(flags), store_(options("feed", false)) {}
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  void run() {
    fed_ = feed(store_.raw, {}, flags_.number("events"));
    std::printf(
        "%llu events, %.0f bytes each\n\n%s\n", static_cast<unsigned long long>(fed_.events),
        static_cast<double>(fed_.bytes) / static_cast<double>(fed_.events), head_line().c_str());
    for (std::uint64_t round = 0; round < flags_.number("rounds"); ++round) {
      direct_.push_back(show("dateline run", direct()));
      lane_.push_back(show("replay into the lane", lane()));
    }
    std::printf("\nrecords/s: replay into the lane / dateline run, round by round\n");
    double sum = 0;
    for (std::size_t i = 0; i < direct_.size(); ++i) {
      const double ratio = lane_[i].records_a_second() / direct_[i].records_a_second();
      std::printf(" %6.2f", ratio);
      sum += ratio;
    }
    std::printf("  mean %.2f\n", sum / static_cast<double>(direct_.size()));
  }

 private:
  static Run show(const std::string& name, const Run& run) {
    std::printf("%s\n", to_line(name, run).c_str());
    std::fflush(stdout);
    return run;
  }

  e2e::InstallationOptions options(const std::string& name, bool has_lane) const {
    return {.name = "bench-" + name,
            .partitions = static_cast<int>(flags_.number("partitions")),
            .binary = flags_.text("binary"),
            .settings = {{"workers.clean", flags_.text("clean-workers")},
                         {"workers.backfill", flags_.text("clean-workers")},
                         {"workers.version", flags_.text("version-workers")},
                         {"log.level", "warning"}},
            .has_lane = has_lane};
  }

  // From `begin` on until everything is judged. CPU and memory are the service's alone.
  Run measure(e2e::Installation& service, const std::function<void()>& begin) {
    const auto began = steady_clock::now();
    begin();
    await_judged(service, fed_.events);
    const std::chrono::duration<double> took = steady_clock::now() - began;
    return {.records = fed_.events,
            .bytes = fed_.bytes,
            .seconds = took.count(),
            .usage = usage_of(service.process().pid())};
  }

  void close(e2e::Installation& service) {
    service.stop();
    check(service, fed_);
    std::filesystem::remove_all(service.folder());
  }

  Run direct() {
    e2e::Installation service(options("run", false));
    service.raw = store_.raw;
    service.start();
    service.await_ready();
    const Run run = measure(service, [] {});
    close(service);
    return run;
  }

  Run lane() {
    e2e::Installation service(options("lane", true));
    service.start();
    service.await_ready();
    std::unique_ptr<e2e::Process> replay;
    const Run run = measure(service, [&] {
      replay = service.start_verb({"replay", "run", "--topic", store_.raw, "--id", "rebuild",
                                   "--execute", "--no-progress", "--set", "http.listen="});
    });
    const auto ended = replay->await(seconds(60));
    demand(ended && ended->code == 0, service.log_of("replay"));
    close(service);
    return run;
  }

  const Flags& flags_;
  e2e::Installation store_;  // its raw topic is everybody's
  Fed fed_;
  std::vector<Run> direct_, lane_;
};

}  // namespace
}  // namespace benchmarks

int main(int argc, char** argv) {
  const benchmarks::Flags flags(argc, argv,
                                {{"events", "300000"},
                                 {"rounds", "2"},
                                 {"partitions", "4"},
                                 {"clean-workers", "1"},
                                 {"version-workers", "1"},
                                 {"binary", DATELINE_BINARY}});
  return benchmarks::run_on_broker([&] { benchmarks::Bench(flags).run(); });
}
