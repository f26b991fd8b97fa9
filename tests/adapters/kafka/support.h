// tests/adapters/kafka/support.h
//
// What the tests of the Kafka adapters share: a member of a group that remembers what it was told,
// and waiting for a condition while polling.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "adapters/clock/clock.h"
#include "adapters/kafka/outbox.h"
#include "adapters/kafka/source.h"
#include "stream/ports.h"
#include "tests/kafka/cluster.h"

namespace tests::kafka {

inline const adapters::clock::SystemClock& real_clock() {
  static const adapters::clock::SystemClock clock;
  return clock;
}

inline PrintedEvents& events() {
  static PrintedEvents printed;
  return printed;
}

class NoCrash final : public stream::CrashPoints {
 public:
  void reach(std::string_view name) override {
    reached.emplace_back(name);
    if (on_reach) on_reach(name);
  }
  std::vector<std::string> reached;
  std::function<void(std::string_view)> on_reach;
};

// Members that notice within a moment that their group is moving.
inline adapters::kafka::Connection quick_connection() {
  auto quick = connection();
  quick.consumer_properties = {{"heartbeat.interval.ms", "200"}};
  return quick;
}

inline stream::Tick deadline_in(stream::Millis time) { return real_clock().tick() + time; }

struct Got {
  int partition;
  std::int64_t offset;
  std::string key;
  std::optional<std::string> value;
  std::vector<std::pair<std::string, std::string>> headers;
};

// A source and what it was told. Places each partition at `from` as soon as it is assigned, unless
// told otherwise.
class Member final : public stream::Rebalance {
 public:
  Member(const adapters::kafka::Connection& connection, const std::string& topic,
         const std::string& group, const std::string& client, const std::string& static_id = "") {
    auto made = adapters::kafka::KafkaSource::make(
        connection,
        {.topic = topic, .group_id = group, .client_id = client, .static_id = static_id}, events(),
        real_clock());
    CHECK(static_cast<bool>(made));
    source = std::move(*made);
  }

  void assigned(std::span<const stream::Partition> partitions) override {
    ++assignments;
    for (const auto partition : partitions) {
      owned.insert(partition.value);
      if (places) to_place.insert(partition.value);
    }
  }
  void revoked(std::span<const stream::Partition> partitions) override {
    if (on_revoked) on_revoked();
    for (const auto partition : partitions) owned.erase(partition.value), ++revocations;
  }
  void lost(std::span<const stream::Partition> partitions) override {
    for (const auto partition : partitions) owned.erase(partition.value), ++losses;
  }

  // One poll. Faults are kept, not thrown.
  void turn(stream::Millis wait = stream::Millis(20)) {
    auto polled = source->poll(wait, *this);
    if (!polled) {
      faults.push_back(polled.fault());
    } else if (*polled) {
      const stream::Record& record = **polled;
      Got one{record.partition.value, record.offset.value, std::string(record.key), {}, {}};
      if (record.value) one.value.emplace(*record.value);
      for (const auto& header : record.headers) {
        one.headers.emplace_back(header.key, header.value);
      }
      got.push_back(std::move(one));
    }
    for (const int partition : std::exchange(to_place, {})) {
      if (!owned.contains(partition)) continue;
      auto placed = source->place({partition}, {from});
      if (!placed) faults.push_back(placed.fault());
    }
  }

  std::unique_ptr<adapters::kafka::KafkaSource> source;
  bool places = true;
  std::int64_t from = 0;
  int assignments = 0, revocations = 0, losses = 0;
  std::set<int> owned, to_place;
  std::vector<Got> got;
  std::vector<stream::Fault> faults;
  std::function<void()> on_revoked;
};

// Turns the members until the condition holds; false after the time.
inline bool turn_until(const std::vector<Member*>& members, const std::function<bool()>& condition,
                       std::chrono::seconds time = std::chrono::seconds(30)) {
  const auto until = std::chrono::steady_clock::now() + time;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    for (Member* member : members) member->turn();
  }
  return true;
}

// Turns the members until each has its share of the partitions. No partition has two owners
// meanwhile.
inline void expect_shared(const std::vector<Member*>& members, std::size_t partitions) {
  const auto is_shared = [&] {
    std::multiset<int> owned;
    for (const Member* member : members) owned.insert(member->owned.begin(), member->owned.end());
    for (const int partition : owned) EXPECT_EQ(owned.count(partition), 1u) << partition;
    return owned.size() == partitions &&
           std::none_of(members.begin(), members.end(),
                        [](const Member* m) { return m->owned.empty(); });
  };
  ASSERT_TRUE(turn_until(members, is_shared));
}

// Rebuilds until it is done; the fault that is not Retry otherwise.
inline stream::Result<stream::Done> rebuild(stream::Outbox& outbox) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  for (;;) {
    auto done = outbox.rebuild(stream::Millis(1000));
    if (done || done.fault().recovery != base::Recovery::Retry) return done;
    if (std::chrono::steady_clock::now() > until) return done;
  }
}

inline stream::Outgoing to_output(std::uint32_t output, std::string_view key,
                                  std::optional<std::string_view> value) {
  stream::Outgoing record;
  record.output = {output};
  record.key = key;
  record.value = value;
  return record;
}

inline stream::Outgoing to_changelog(int partition, std::string_view key,
                                     std::optional<std::string_view> value) {
  stream::Outgoing record;
  record.destination = stream::Destination::Changelog;
  record.partition = {partition};
  record.key = key;
  record.value = value;
  return record;
}

}  // namespace tests::kafka
