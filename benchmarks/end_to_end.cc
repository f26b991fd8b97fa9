// The whole service on a real broker, beside a plain pass-through of the same records: `dateline
// run` reads the canonical workload until nothing is left. All take their turns in one run, round
// by round, so that what else the machine does meets all of them. The results are checked before
// the figures are printed; wrong ones end the program.
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "benchmarks/fed.h"
#include "benchmarks/flags.h"
#include "benchmarks/measured.h"
#include "benchmarks/workload.h"
#include "e2e/installation.h"
#include "tests/kafka/cluster.h"

namespace benchmarks {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr seconds kPatience{1800};

class Bench final {
 public:
  explicit Bench(const Flags& flags) : flags_(flags), store_(options("feed", {})) {}
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;
  ~Bench() { std::filesystem::remove_all(store_.folder()); }

  void run() {
    feed();
    std::printf("%llu events, %.0f bytes each, %llu articles\n\n%s\n", to_print(fed_.events),
                static_cast<double>(fed_.bytes) / static_cast<double>(fed_.events),
                to_print(fed_.articles), head_line().c_str());
    for (std::uint64_t round = 0; round < flags_.number("rounds"); ++round) {
      plain_.push_back(show("pass-through", pass_through(1)));
      twice_.push_back(show("two pass-throughs in a row", pass_through(2)));
      service_.push_back(show("dateline run", dateline()));
    }
    print_ratios();
  }

 private:
  static unsigned long long to_print(std::uint64_t number) { return number; }

  static Run show(const std::string& name, const Run& run) {
    std::printf("%s\n", to_line(name, run).c_str());
    std::fflush(stdout);
    return run;
  }

  e2e::InstallationOptions options(const std::string& name,
                                   std::map<std::string, std::string> settings) const {
    return {.name = "bench-" + name,
            .partitions = static_cast<int>(flags_.number("partitions")),
            .binary = flags_.text("binary"),
            .settings = std::move(settings)};
  }

  void feed() {
    WorkloadOptions options;
    options.html_per_mille = static_cast<std::uint32_t>(flags_.number("pages-per-mille"));
    options.page_bytes = flags_.number("page-bytes");
    fed_ = benchmarks::feed(store_.raw, options, flags_.number("events"));
  }

  Run pass_through(int hops) {
    e2e::Installation place(options("pass", {}));
    std::vector<std::string> arguments{flags_.text("pass-through"),
                                       "--brokers",
                                       tests::kafka::bootstrap(),
                                       "--from",
                                       store_.raw,
                                       "--to",
                                       place.candidates,
                                       "--records",
                                       std::to_string(fed_.events)};
    if (hops == 2) arguments.insert(arguments.end(), {"--then-to", place.clean});
    const std::string output = place.folder() + "/output";
    e2e::Process process(arguments, {}, process::Streams{.out = output});
    const auto ended = process.await(kPatience);
    demand(ended && ended->code == 0 && ended->signal == 0, e2e::read_file(output));
    const Run run = read_message(e2e::read_file(output));
    std::uint64_t records = 0, bytes = 0;
    place.each_record(hops == 2 ? place.clean : place.candidates, [&](const e2e::LogRecord& r) {
      ++records;
      bytes += r.key.size() + r.value->size();
    });
    demand_equal(records, fed_.events, "records copied");
    demand_equal(bytes, fed_.bytes, "bytes copied");
    std::filesystem::remove_all(place.folder());
    return run;
  }

  Run dateline() {
    e2e::Installation service(options("run", {{"workers.clean", flags_.text("clean-workers")},
                                              {"workers.version", flags_.text("version-workers")},
                                              {"log.level", "warning"}}));
    service.raw = store_.raw;
    service.start();
    service.await_ready();
    const auto began = steady_clock::now();
    await_judged(service, fed_.events);
    const std::chrono::duration<double> took = steady_clock::now() - began;
    const Run run{.records = fed_.events,
                  .bytes = fed_.bytes,
                  .seconds = took.count(),
                  .usage = usage_of(service.process().pid())};
    service.stop();
    check(service, fed_);
    std::filesystem::remove_all(service.folder());
    return run;
  }

  // Of each round, then the mean: rounds on a busy machine may differ, their ratios less.
  static void print_ratio(const char* name, const std::vector<Run>& a, const std::vector<Run>& b,
                          double (Run::*figure)() const) {
    std::printf("%-52s", name);
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      const double ratio = (a[i].*figure)() / (b[i].*figure)();
      std::printf(" %6.2f", ratio);
      sum += ratio;
    }
    std::printf("  mean %.2f\n", sum / static_cast<double>(a.size()));
  }

  void print_ratios() const {
    std::printf("\nratios, round by round\n");
    print_ratio("records/s: dateline run / pass-through", service_, plain_, &Run::records_a_second);
    print_ratio("records/s: dateline run / two in a row", service_, twice_, &Run::records_a_second);
    print_ratio("CPU: dateline run / pass-through", service_, plain_, &Run::micros_a_record);
    print_ratio("CPU: dateline run / two in a row", service_, twice_, &Run::micros_a_record);
  }

  const Flags& flags_;
  e2e::Installation store_;  // its raw topic is everybody's
  Fed fed_;
  std::vector<Run> plain_, twice_, service_;
};

}  // namespace
}  // namespace benchmarks

int main(int argc, char** argv) {
  const benchmarks::Flags flags(argc, argv,
                                {{"events", "300000"},
                                 {"pages-per-mille", "0"},
                                 {"page-bytes", "135000"},
                                 {"rounds", "2"},
                                 {"partitions", "4"},
                                 {"clean-workers", "1"},
                                 {"version-workers", "1"},
                                 {"binary", DATELINE_BINARY},
                                 {"pass-through", PASS_THROUGH_BINARY}});
  return benchmarks::run_on_broker([&] { benchmarks::Bench(flags).run(); });
}
