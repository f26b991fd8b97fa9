// How fast the past comes out again: `dateline run` over a topic; then, beside that service,
// another generation of it from the raw events; and `dateline replay run` of the same topic into
// the lane of a service that runs. Each from the start of its process until the last event is
// judged, in turns, round by round. The results are checked before the figures are printed; wrong
// ones end the program.
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "benchmarks/fed.h"
#include "benchmarks/flags.h"
#include "benchmarks/measured.h"
#include "e2e/installation.h"
#include "e2e/process.h"
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
      direct();
      lane();
    }
    std::printf("\nrecords/s beside those of dateline run, round by round\n");
    print_ratios("another generation", generation_);
    print_ratios("replay into the lane", lane_);
  }

 private:
  void print_ratios(const char* name, const std::vector<Run>& runs) const {
    std::printf("%-24s", name);
    double sum = 0;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      const double ratio = runs[i].records_a_second() / direct_[i].records_a_second();
      std::printf(" %6.2f", ratio);
      sum += ratio;
    }
    std::printf("  mean %.2f\n", sum / static_cast<double>(runs.size()));
  }

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

  // Just when everything is judged. CPU and memory are those of the process that judges alone.
  Run run_of(steady_clock::time_point began, const e2e::Process& judging) const {
    const std::chrono::duration<double> took = steady_clock::now() - began;
    return {.records = fed_.events,
            .bytes = fed_.bytes,
            .seconds = took.count(),
            .usage = usage_of(judging.pid())};
  }

  void close(e2e::Installation& service) {
    service.stop();
    check(service, fed_);
    std::filesystem::remove_all(service.folder());
  }

  void direct() {
    e2e::Installation service(options("run", false));
    service.raw = store_.raw;
    const auto began = steady_clock::now();
    service.start();
    await_judged(service, fed_.events);
    direct_.push_back(show("dateline run", run_of(began, service.process())));
    generation(service);
    close(service);
  }

  // Beside the service that has read everything.
  void generation(e2e::Installation& service) {
    const auto making =
        service.start_verb({"replay", "run", "--generation", "g2", "--input", "raw", "--execute"});
    const auto made = making->await(seconds(60));
    demand(made && made->code == 0, service.log_of("replay"));
    const e2e::Generation second = service.name_generation("g2", e2e::Installation::Input::Raw);
    const int port = e2e::find_free_port();
    const auto began = steady_clock::now();
    const auto process =
        service.start(second, {}, {{"http.listen", "127.0.0.1:" + std::to_string(port)}});
    await_judged(*process, port, fed_.events, [&] { return service.log_of(second.name); });
    generation_.push_back(show("another generation", run_of(began, *process)));
    process->send(SIGTERM);
    const auto ended = process->await(seconds(60));
    demand(ended && ended->code == 0, service.log_of(second.name));
    check(service, second, fed_);
  }

  void lane() {
    e2e::Installation service(options("lane", true));
    service.start();
    service.await_ready();
    const auto began = steady_clock::now();
    const auto replay =
        service.start_verb({"replay", "run", "--topic", store_.raw, "--id", "rebuild", "--execute",
                            "--no-progress", "--set", "http.listen="});
    await_judged(service, fed_.events);
    lane_.push_back(show("replay into the lane", run_of(began, service.process())));
    const auto ended = replay->await(seconds(60));
    demand(ended && ended->code == 0, service.log_of("replay"));
    close(service);
  }

  const Flags& flags_;
  e2e::Installation store_;  // its raw topic is everybody's
  Fed fed_;
  std::vector<Run> direct_, generation_, lane_;
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
