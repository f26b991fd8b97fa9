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
#include <string>
#include <vector>

#include "benchmarks/draw.h"
#include "e2e/installation.h"
#include "e2e/verdict.h"

namespace e2e {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr int kPartitions = 4;
constexpr int kKills = 6;

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
    committed = std::max(committed, dateline.commits());
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
  feed(dateline, kPartitions, events, seed);

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

  Verdict verdict(dateline, kPartitions);
  verdict.stores(dateline.stores(), "store");
  const auto restored = dateline.restore_stores(seconds(60));
  EXPECT_EQ(restored.size(), static_cast<std::size_t>(kPartitions));
  verdict.stores(restored, "store restored from nothing");
  std::printf("%s\n", verdict.summary().c_str());
  for (const std::string& difference : verdict.differences()) ADD_FAILURE() << difference;
}

}  // namespace
}  // namespace e2e
