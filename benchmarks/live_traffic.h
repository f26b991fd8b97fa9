// benchmarks/live_traffic.h
//
// Articles that nobody has seen, one after the other at a steady pace, and how long each takes from
// just before its raw record is sent until a read-committed reader has it in the table of current
// articles. One thread uses it; another one reads.
// Must not know: what else the service does meanwhile.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "benchmarks/page.h"
#include "e2e/installation.h"
#include "tests/kafka/cluster.h"

namespace benchmarks {

class LiveTraffic final {
 public:
  // `articles_max` of them at most, all together.
  LiveTraffic(const e2e::Installation& service, int partitions, std::size_t articles_max);
  ~LiveTraffic();
  LiveTraffic(const LiveTraffic&) = delete;
  LiveTraffic& operator=(const LiveTraffic&) = delete;

  // So many a second, for so long.
  void send(double per_second, std::chrono::milliseconds length);
  // What was sent so far is not to be told.
  void forget() { told_ = sent_; }
  // Until all that was sent is out. Delays of what was sent since the last call, in ms, ascending.
  std::vector<double> await_delays();

 private:
  using Clock = std::chrono::steady_clock;

  void send_one();
  void read(const std::stop_token& stop);
  void see(const rd_kafka_message_t& message);

  const std::string raw_, clean_;
  const int partitions_;
  const Site site_;
  // Nanoseconds of the clock; 0: not yet. The reader writes `seen_`.
  std::vector<std::atomic<std::int64_t>> sent_at_, seen_at_;
  std::size_t sent_ = 0, told_ = 0;
  std::atomic<std::uint64_t> twice_{0};
  adapters::kafka::Handle producer_, reader_;
  std::jthread thread_;
};

// The value below which so many of a hundred lie.
double percentile(const std::vector<double>& ascending, double percent);

}  // namespace benchmarks
