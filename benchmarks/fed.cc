#include "benchmarks/fed.h"

#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <unordered_set>

#include "adapters/kafka/feeder.h"
#include "base/hash.h"
#include "tests/kafka/cluster.h"

namespace benchmarks {
namespace {

using std::chrono::steady_clock;

constexpr base::Millis kSendTimeout{60'000};
constexpr std::chrono::milliseconds kBetweenLooks{100};
constexpr std::chrono::seconds kPatience{1800};

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

}  // namespace

void demand(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error("the results are wrong: " + what);
}

void demand_equal(std::uint64_t found, std::uint64_t expected, const std::string& what) {
  demand(found == expected,
         std::to_string(found) + " " + what + " instead of " + std::to_string(expected));
}

Fed feed(const std::string& topic, const WorkloadOptions& options, std::uint64_t events) {
  Workload workload(options);
  adapters::kafka::Connection connection = tests::kafka::connection();
  connection.properties["compression.codec"] = "lz4";
  tests::kafka::PrintedEvents printed;
  auto feeder = adapters::kafka::Feeder::make(connection, "bench-feeder", printed);
  demand(static_cast<bool>(feeder), "no feeder");
  Expectation expectation;
  Fed fed;
  for (; fed.events < events; ++fed.events) {
    const WorkloadEvent event = workload.next();
    expectation.see(workload.happening());
    fed.bytes += event.key.size() + event.value.size();
    const adapters::kafka::Feed one{
        .topic = topic, .key = event.key, .has_key = true, .value = event.value};
    demand(static_cast<bool>((*feeder)->send(one, kSendTimeout)), "an event was not taken");
  }
  demand(static_cast<bool>((*feeder)->flush(kSendTimeout)), "events have not arrived");
  fed.articles = expectation.articles();
  return fed;
}

void await_judged(e2e::Installation& service, std::uint64_t candidates) {
  await_judged(service.process(), service.port(), candidates, [&] { return service.log(); });
}

void await_judged(e2e::Process& process, int port, std::uint64_t candidates,
                  const std::function<std::string()>& log) {
  const auto until = steady_clock::now() + kPatience;
  const auto done = static_cast<double>(candidates);
  while (e2e::read_metric(e2e::http_get(port, "/metrics").value_or(""),
                          "dateline_records_consumed_total", "stage=\"version\"") < done) {
    demand(!process.await(kBetweenLooks), "it has ended: " + log());
    demand(steady_clock::now() < until, "it has not read everything");
  }
}

void check(const e2e::Installation& service, const Fed& fed) {
  check(service, {"g1", service.clean, service.versions, service.changelog, service.candidates},
        fed);
}

void check(const e2e::Installation& service, const e2e::Generation& generation, const Fed& fed) {
  std::uint64_t candidates = 0, dead = 0, published = 0, versions = 0;
  std::unordered_set<std::string> articles;
  service.each_record(generation.candidates, [&](const e2e::LogRecord&) { ++candidates; });
  service.each_record(service.dead, [&](const e2e::LogRecord&) { ++dead; });
  service.each_record(generation.versions, [&](const e2e::LogRecord&) { ++versions; });
  service.each_record(generation.clean, [&](const e2e::LogRecord& record) {
    ++published;
    articles.insert(record.key);
  });
  demand_equal(candidates, fed.events, "candidates");
  demand_equal(dead, 0, "dead letters");
  demand(published >= articles.size() && versions >= published, "heads without a version");
  // Raw partitions are read side by side: which of two equal texts on one site comes first, and
  // is the article, may differ from the plot.
  const std::uint64_t slack = fed.articles / 1000 + 1;
  demand(articles.size() + slack >= fed.articles && articles.size() <= fed.articles + slack,
         std::to_string(articles.size()) + " articles instead of " + std::to_string(fed.articles));
}

int run_on_broker(const std::function<void()>& bench) {
  if (tests::kafka::bootstrap().empty()) {
    std::printf("SKIPPED: no broker: DATELINE_TEST_BOOTSTRAP names none\n");
    return 0;
  }
  try {
    bench();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}

}  // namespace benchmarks
