// cli/demo/pipeline.h
//
// The real service on a broker that was just made: topics, stages, a feeder in front and a reader
// behind. It has ended when the last record has come out, which it knows by offsets, not by time.
// One thread; the workers have their own.
// Must not know: what the events say, how the outcome is shown.
#pragma once

#include <functional>
#include <memory>

#include "adapters/kafka/embedded.h"
#include "adapters/kafka/feeder.h"
#include "cli/demo/news.h"
#include "cli/demo/outcome.h"
#include "cli/service.h"

namespace cli::demo {

inline constexpr int kPartitions = 4;
// The embedded broker keeps 5 MB a partition, so no more than this is under way at a time.
inline constexpr std::size_t kUnderWayBytesMax = 2u << 20;
inline constexpr std::chrono::seconds kTimeMax{180};
// What goes on and on is watched by people: some twenty events a second.
inline constexpr std::size_t kEventsPerTurn = 2;
inline constexpr stream::Millis kTurnOfMore{100};

// The code of the Fault that a stop by the watcher is.
inline constexpr std::string_view kStopped = "stopped";

struct Watcher {
  std::function<bool()> wants_stop;               // asked often
  std::function<void(std::uint64_t)> has_judged;  // events that are through
};

struct Ran {
  double seconds = 0;  // from the first event published to the last record read
  std::vector<adapters::status::StageView> stages;
};

class Pipeline final {
 public:
  // `shared.settings` names the broker. Faults: Stop.
  static stream::Result<std::unique_ptr<Pipeline>> make(const Shared& shared,
                                                        adapters::kafka::EmbeddedBroker& broker);
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  // Starts the stages; Done when each has its partitions.
  stream::Result<stream::Done> start(const Watcher& watcher);
  // Faults: Stop demo_late; kStopped, if the watcher wants it; what ended a worker.
  stream::Result<Ran> run(const News& news, Outcome& outcome, const Watcher& watcher);
  // Afterwards: goes on with ever more news, kEventsPerTurn at a time, until the watcher wants a
  // stop, or a worker ends.
  stream::Result<stream::Done> go_on(const std::function<News()>& more, Outcome& outcome,
                                     const Watcher& watcher);
  const Service& service() const { return *service_; }
  // Drains the workers. False: they were not done within the time.
  bool stop();

 private:
  explicit Pipeline(const Shared& shared)
      : shared_(shared), deadline_(shared.clock.tick() + kTimeMax) {}
  stream::Result<stream::Done> connect();
  stream::Result<stream::Done> check_workers(const Watcher& watcher, stream::Millis wait);
  stream::Result<stream::Done> check(const Watcher& watcher);
  stream::Result<stream::Done> feed(const Event& event);
  stream::Result<stream::Done> feed_some(const News& news);
  stream::Result<stream::Done> read_some(Outcome& outcome, stream::Millis wait);
  stream::Result<bool> is_drained(const News& news);
  stream::Result<stream::Done> read_rest(Outcome& outcome, const Watcher& watcher);
  bool has_passed(std::size_t stage, const std::vector<std::int64_t>& ends) const;
  std::uint64_t judged() const;

  const Shared shared_;
  const stream::Tick deadline_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<adapters::kafka::Feeder> feeder_;
  std::unique_ptr<adapters::kafka::Reader> reader_;
  std::vector<adapters::status::StageView> view_;  // of this turn
  std::size_t fed_ = 0;
  std::size_t bytes_per_event_ = 1;
  stream::Threads threads_;  // end first
};

}  // namespace cli::demo
