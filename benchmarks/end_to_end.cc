// The whole service on a real broker, beside a plain pass-through of the same records: `dateline
// run` reads the canonical workload until nothing is left. All take their turns in one run, round
// by round, so that what else the machine does meets all of them. The results are checked before
// the figures are printed; wrong ones end the program.
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <unordered_set>
#include <vector>

#include "adapters/kafka/feeder.h"
#include "base/hash.h"
#include "benchmarks/flags.h"
#include "benchmarks/measured.h"
#include "benchmarks/workload.h"
#include "e2e/installation.h"
#include "tests/kafka/cluster.h"

namespace benchmarks {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr milliseconds kBetweenLooks{100};
constexpr seconds kPatience{1800};
constexpr base::Millis kSendTimeout{60'000};

void demand(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error("the results are wrong: " + what);
}

void demand_equal(std::uint64_t found, std::uint64_t expected, const std::string& what) {
  demand(found == expected,
         std::to_string(found) + " " + what + " instead of " + std::to_string(expected));
}

// What lies in the raw topic, and what must come of it.
struct Fed {
  std::uint64_t events = 0, bytes = 0, articles = 0;
};

// Names a text of a site: changes that readers do not see are none.
std::uint64_t content_of(const Happening& happening) {
  base::Xxh3Stream stream;
  const auto add = [&stream](std::uint64_t number) {
    stream.add({reinterpret_cast<const char*>(&number), sizeof number});
  };
  add(happening.site);
  add(happening.story.seed);
  for (const StoryEdit& edit : happening.story.edits) {
    if (edit.kind == EditKind::Silent) continue;
    add(static_cast<std::uint64_t>(edit.kind));
    add(edit.salt);
  }
  return stream.digest_64();
}

// Counts the articles: a new story is one, but a copy of a text that its own site has shown within
// a week is that text at another address.
class Expectation final {
 public:
  void see(const Happening& happening) {
    if (happening.kind == EventKind::Withdrawn) return;
    const bool is_known = !contents_.insert(content_of(happening)).second;
    if (happening.kind == EventKind::New && !is_known) ++articles_;
  }
  std::uint64_t articles() const { return articles_; }

 private:
  std::unordered_set<std::uint64_t> contents_;
  std::uint64_t articles_ = 0;
};

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
    Workload workload(options);
    adapters::kafka::Connection connection = tests::kafka::connection();
    connection.properties["compression.codec"] = "lz4";
    tests::kafka::PrintedEvents events;
    auto feeder = adapters::kafka::Feeder::make(connection, "bench-feeder", events);
    demand(static_cast<bool>(feeder), "no feeder");
    Expectation expectation;
    for (fed_.events = 0; fed_.events < flags_.number("events"); ++fed_.events) {
      const WorkloadEvent event = workload.next();
      expectation.see(workload.happening());
      fed_.bytes += event.key.size() + event.value.size();
      const adapters::kafka::Feed one{
          .topic = store_.raw, .key = event.key, .has_key = true, .value = event.value};
      demand(static_cast<bool>((*feeder)->send(one, kSendTimeout)), "an event was not taken");
    }
    demand(static_cast<bool>((*feeder)->flush(kSendTimeout)), "events have not arrived");
    fed_.articles = expectation.articles();
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
    await_drained(service);
    const std::chrono::duration<double> took = steady_clock::now() - began;
    const Run run{.records = fed_.events,
                  .bytes = fed_.bytes,
                  .seconds = took.count(),
                  .usage = usage_of(service.process().pid())};
    service.stop();
    check(service);
    std::filesystem::remove_all(service.folder());
    return run;
  }

  // What it has committed, by its own counters: asking the broker would cost more.
  void await_drained(e2e::Installation& service) {
    const auto until = steady_clock::now() + kPatience;
    const auto done = static_cast<double>(fed_.events);
    while (e2e::read_metric(service.metrics(), "dateline_records_consumed_total",
                            "stage=\"version\"") < done) {
      demand(!service.process().await(kBetweenLooks), "it has ended: " + service.log());
      demand(steady_clock::now() < until, "it has not read everything");
    }
  }

  void check(const e2e::Installation& service) const {
    std::uint64_t candidates = 0, dead = 0, published = 0, versions = 0;
    std::unordered_set<std::string> articles;
    service.each_record(service.candidates, [&](const e2e::LogRecord&) { ++candidates; });
    service.each_record(service.dead, [&](const e2e::LogRecord&) { ++dead; });
    service.each_record(service.versions, [&](const e2e::LogRecord&) { ++versions; });
    service.each_record(service.clean, [&](const e2e::LogRecord& record) {
      ++published;
      articles.insert(record.key);
    });
    demand_equal(candidates, fed_.events, "candidates");
    demand_equal(dead, 0, "dead letters");
    demand(published >= articles.size() && versions >= published, "heads without a version");
    // Raw partitions are read side by side: which of two equal texts on one site comes first, and
    // is the article, may differ from the plot.
    const std::uint64_t slack = fed_.articles / 1000 + 1;
    demand(
        articles.size() + slack >= fed_.articles && articles.size() <= fed_.articles + slack,
        std::to_string(articles.size()) + " articles instead of " + std::to_string(fed_.articles));
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
  if (tests::kafka::bootstrap().empty()) {
    std::printf("SKIPPED: no broker: DATELINE_TEST_BOOTSTRAP names none\n");
    return 0;
  }
  try {
    benchmarks::Bench(flags).run();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
