// The promise of the engine, on a real broker: whatever kills the service when, nothing is lost,
// nothing comes twice, and no order is broken. Six deaths, three at named places in the code and
// three at any moment, each after at least one commit; after every other one the state is lost too.
//
// DATELINE_E2E_EVENTS: how many (200,000) · DATELINE_E2E_SEED: other places and moments (1)
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "benchmarks/draw.h"
#include "benchmarks/workload.h"
#include "e2e/installation.h"
#include "e2e/oracle.h"
#include "e2e/stages.h"

namespace e2e {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr int kPartitions = 4;
constexpr int kKills = 6;
constexpr std::size_t kFeedBatch = 4000;

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr && *text != 0 ? std::strtoull(text, nullptr, 10) : otherwise;
}

// A place that is passed once a record needs a higher count than one that is passed once a commit.
struct Place {
  const char* name;
  int first, span;
};
constexpr Place kPlaces[] = {{"handled", 4000, 4000}, {"begun", 8, 8},        {"half-sent", 8, 8},
                             {"sent", 8, 8},          {"offsets", 8, 8},      {"end-sent", 8, 8},
                             {"committed", 8, 8},     {"half-applied", 6, 6}, {"applied", 4, 4}};

struct Death {
  std::string place;  // "offsets:11"; empty: any moment
  milliseconds after{0};
};

std::vector<Death> plan_deaths(std::uint64_t seed) {
  benchmarks::Draw draw(seed);
  std::vector<Place> places(std::begin(kPlaces), std::end(kPlaces));
  std::vector<Death> deaths;
  for (int kill = 0; kill < kKills; ++kill) {
    if (kill % 2 == 1) {
      deaths.push_back({"", milliseconds(draw.below(800))});
      continue;
    }
    const std::size_t which = draw.below(places.size());
    const Place place = places[which];
    places.erase(places.begin() + static_cast<std::ptrdiff_t>(which));
    const auto more = static_cast<int>(draw.below(static_cast<std::uint64_t>(place.span)));
    deaths.push_back({std::string(place.name) + ":" + std::to_string(place.first + more), {}});
  }
  return deaths;
}

void feed(const Installation& dateline, std::size_t events, std::uint64_t seed) {
  benchmarks::Workload workload({.seed = seed, .html_per_mille = 50, .broken_per_mille = 2});
  std::vector<tests::kafka::Sent> batch;
  for (std::size_t i = 0; i < events; ++i) {
    benchmarks::WorkloadEvent event = workload.next();
    const int partition = base::partition_for_key(event.key, kPartitions);
    batch.push_back({.key = std::move(event.key),
                     .value = std::move(event.value),
                     .partition = partition,
                     .headers = {}});
    if (batch.size() == kFeedBatch || i + 1 == events) {
      tests::kafka::produce(dateline.raw, batch);
      batch.clear();
    }
  }
}

double commits(const Installation& dateline) {
  return read_metric(dateline.metrics(), "dateline_commits_total", "outcome=\"committed\"");
}

// Runs until the death that was planned. False: there was no commit before it, so it counts not.
bool live_and_die(Installation& dateline, const Death& death) {
  if (death.place.empty()) {
    dateline.start();
  } else {
    dateline.start({{"DATELINE_CRASH_AT", death.place}});
  }
  Process& process = dateline.process();
  double committed = 0;
  const auto until = steady_clock::now() + seconds(90);
  while (!process.await(milliseconds(10))) {
    EXPECT_LT(steady_clock::now(), until) << "it does not come to " << death.place;
    if (steady_clock::now() > until) return true;
    committed = std::max(committed, commits(dateline));
    if (!death.place.empty() || committed < 1) continue;
    (void)process.await(death.after);
    process.send(SIGKILL);
    (void)process.await(seconds(10));
  }
  const auto ended = process.await(milliseconds(0));
  EXPECT_EQ(ended->signal, SIGKILL) << "left by itself with " << ended->code << ":\n"
                                    << dateline.log();
  std::printf("killed at %s, after %.0f commits\n",
              death.place.empty() ? "a moment" : death.place.c_str(), committed);
  return committed >= 1;
}

void ask(Oracle& oracle, Installation& dateline) {
  dateline.each_record(dateline.raw, [&](const LogRecord& record) { oracle.raw(record); });
  dateline.each_record(dateline.candidates,
                       [&](const LogRecord& record) { oracle.candidate(record); });
  for (const std::string& topic : {dateline.clean, dateline.versions}) {
    dateline.each_record(topic, [&](const LogRecord& record) { oracle.published(record); });
  }
  dateline.each_record(dateline.dead, [&](const LogRecord& record) { oracle.dead(record); });
  dateline.each_record(dateline.changelog,
                       [&](const LogRecord& record) { oracle.changelog(record); });
  for (const PartitionEnd& end : dateline.ends()) oracle.end(end);
}

std::vector<std::string> sets_of(const Installation& dateline) {
  return {"topics.raw=" + dateline.raw, "topics.candidates=" + dateline.candidates,
          "topics.clean=" + dateline.clean, "topics.versions=" + dateline.versions,
          "topics.dead=" + dateline.dead};
}

class Kills : public tests::kafka::BrokerTest {};

TEST_F(Kills, LoseNothingDoubleNothingReorderNothing) {
  const std::uint64_t seed = number_from("DATELINE_E2E_SEED", 1);
  const std::size_t events = number_from("DATELINE_E2E_EVENTS", 200'000);
  std::printf("seed %llu, %zu events\n", static_cast<unsigned long long>(seed), events);
  Installation dateline({.name = "kill",
                         .partitions = kPartitions,
                         .binary = DATELINE_CRASH_BINARY,
                         .settings = {{"workers.clean", "2"},
                                      {"workers.version", "2"},
                                      // A dead process is missed sooner than in production.
                                      {"kafka.consumer_properties.session.timeout.ms", "3000"},
                                      {"kafka.consumer_properties.heartbeat.interval.ms", "500"}}});
  feed(dateline, events, seed);

  int kill = 0;
  for (const Death& death : plan_deaths(seed)) {
    for (int tries = 0; !live_and_die(dateline, death); ++tries) {
      ASSERT_LT(tries, 5) << "no commit before " << death.place;
    }
    ASSERT_FALSE(HasFailure());
    ASSERT_GT(dateline.unread(), 0) << "nothing was left to do when it died";
    if (++kill % 2 == 0) dateline.delete_state();
  }
  dateline.start();
  dateline.await_ready();
  dateline.await_drained(seconds(600));
  dateline.stop();

  Stages stages(sets_of(dateline));
  Oracle oracle({.clean = stages.clean(),
                 .version = stages.version(),
                 .dead_topic = dateline.dead,
                 .site_header = "dateline-site",
                 .partitions = {{dateline.clean, kPartitions},
                                {dateline.versions, kPartitions},
                                {dateline.dead, kPartitions}}});
  ask(oracle, dateline);
  for (auto& [partition, rows] : dateline.stores()) {
    oracle.store(partition, std::move(rows), "store");
  }
  dateline.delete_state();
  dateline.start();
  dateline.await_ready();
  dateline.stop();
  const auto restored = dateline.stores();
  EXPECT_EQ(restored.size(), static_cast<std::size_t>(kPartitions));
  for (const auto& [partition, rows] : restored) {
    oracle.store(partition, rows, "store restored from nothing");
  }
  std::printf("%s\n", oracle.summary().c_str());
  for (const std::string& difference : oracle.differences()) ADD_FAILURE() << difference;
}

}  // namespace
}  // namespace e2e
