// adapters/kafka/fetch_wake.h
//
// Wakes a sleeping fetcher. A full prefetch queue puts librdkafka's broker thread to sleep for up
// to a second, however fast the queue drains (before 2.2.0; its fetch.queue.backoff.ms after). Any
// request to the leader wakes it: a look-up of offsets by time, whose answer nobody awaits. Asked
// when a poll comes back empty although a cached end lies past what we have had, at most each
// 10 ms, and for at most two seconds after a partition last gave something: the sleep is over by
// then, and what still lies between is markers.
// One thread. Must not know: groups, transactions.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "adapters/kafka/owners.h"
#include "stream/ports.h"

namespace adapters::kafka {

class FetchWake final {
 public:
  FetchWake(std::string topic, const stream::Clock& clock)
      : topic_(std::move(topic)), clock_(clock) {}
  FetchWake(const FetchWake&) = delete;
  FetchWake& operator=(const FetchWake&) = delete;

  // The partition is read from `next` on, or has just given the record before it.
  void saw(std::int32_t partition, std::int64_t next) { seen_[partition] = {next, false, {}}; }
  void forget(std::int32_t partition) { seen_.erase(partition); }

  // A poll came back empty. True if a request was sent.
  bool poke(rd_kafka_t* handle);

 private:
  struct Seen {
    std::int64_t next;
    bool waiting = false;  // polls have come back empty since ...
    stream::Tick since{};  // ... then
  };

  const std::string topic_;
  const stream::Clock& clock_;
  std::map<std::int32_t, Seen> seen_;
  stream::Tick poked_{};
};

}  // namespace adapters::kafka
