#include "cli/demo/pipeline.h"

#include <algorithm>
#include <utility>

#include "adapters/status/process.h"

namespace cli::demo {
namespace {

namespace kafka = adapters::kafka;
using stream::Done;
using stream::Millis;
using stream::Result;

constexpr Millis kTurn{10};
constexpr Millis kAskTimeout{10'000};
constexpr std::size_t kClean = 0, kVersion = 1;  // as settings.stages has them

bool is_live(const adapters::status::StageView& stage) {
  std::int64_t live = 0;
  for (const stream::MeterSnapshot& worker : stage.workers) live += worker.live_partitions;
  return live == kPartitions;
}

std::uint64_t consumed(const adapters::status::StageView& stage) {
  std::uint64_t records = 0;
  for (const stream::MeterSnapshot& worker : stage.workers) records += worker.consumed.records;
  return records;
}

std::uint64_t dead(const adapters::status::StageView& stage) {
  std::uint64_t records = 0;
  for (const stream::MeterSnapshot& worker : stage.workers) {
    for (const stream::NamedCount& reason : worker.dead_letters) records += reason.count;
  }
  return records;
}

}  // namespace

Result<std::unique_ptr<Pipeline>> Pipeline::make(const Shared& shared,
                                                 kafka::EmbeddedBroker& broker) {
  for (const kafka::TopicPlan& plan : topics_of(shared.settings)) {
    if (auto made = broker.create_topic(plan.name, kPartitions); !made) return made.fault();
  }
  std::unique_ptr<Pipeline> pipeline(new Pipeline(shared));
  auto service = Service::make(shared, plan_stages(shared.settings, adapters::status::count_cpus(),
                                                   [](const std::string&) { return kPartitions; }));
  if (!service) return service.fault();
  pipeline->service_ = std::move(*service);
  if (auto connected = pipeline->connect(); !connected) return connected.fault();
  return pipeline;
}

Result<Done> Pipeline::connect() {
  const kafka::Connection connection = connection_of(shared_.settings);
  auto feeder = kafka::Feeder::make(connection, "demo-feeder", shared_.events);
  if (!feeder) return feeder.fault();
  feeder_ = std::move(*feeder);
  const auto& topics = shared_.settings.topics;
  auto reader = kafka::Reader::make(connection,
                                    {.topics = {topics.clean, topics.versions, topics.dead},
                                     .group_id = shared_.settings.app + ".demo",
                                     .client_id = "demo-reader"},
                                    shared_.events, kAskTimeout);
  if (!reader) return reader.fault();
  reader_ = std::move(*reader);
  return Done{};
}

Result<Done> Pipeline::start(const Watcher& watcher) {
  service_->start(threads_);
  for (;;) {
    if (auto good = check(watcher); !good) return good;
    if (std::all_of(view_.begin(), view_.end(), is_live)) return Done{};
    if (auto polled = reader_->next(kTurn); !polled) return polled.fault();
  }
}

// A worker ends by itself only when it must.
Result<Done> Pipeline::check_workers(const Watcher& watcher, Millis wait) {
  if (watcher.wants_stop()) return base::stop(kStopped, "");
  if (const auto ended = threads_.await_ended(wait)) {
    if (!ended->result) return ended->result.fault();
    return base::stop("worker_ended", ended->thread);
  }
  view_ = service_->view();
  return Done{};
}

Result<Done> Pipeline::check(const Watcher& watcher) {
  if (auto good = check_workers(watcher, Millis{0}); !good) return good;
  if (shared_.clock.tick() < deadline_) return Done{};
  return base::stop("demo_late", "not done after " + std::to_string(kTimeMax.count()) +
                                     " s: published " + std::to_string(fed_) + ", cleaned " +
                                     std::to_string(consumed(view_[kClean])) + ", judged " +
                                     std::to_string(consumed(view_[kVersion])));
}

Result<Ran> Pipeline::run(const News& news, Outcome& outcome, const Watcher& watcher) {
  const stream::Tick began = shared_.clock.tick();
  bytes_per_event_ = news.bytes / news.events.size() + 1;
  for (;;) {
    if (auto good = check(watcher); !good) return good.fault();
    watcher.has_judged(judged());
    if (auto fed = feed_some(news); !fed) return fed.fault();
    if (auto read = read_some(outcome, kTurn); !read) return read.fault();
    const auto drained = is_drained(news);
    if (!drained) return drained.fault();
    if (*drained) break;
  }
  if (auto read = read_rest(outcome, watcher); !read) return read.fault();
  const auto took = std::chrono::duration<double>(shared_.clock.tick() - began);
  return Ran{took.count(), service_->view()};
}

std::uint64_t Pipeline::judged() const {
  return view_.empty() ? 0 : consumed(view_[kVersion]) + dead(view_[kClean]);
}

Result<Done> Pipeline::feed_some(const News& news) {
  const std::size_t under_way_max = std::max<std::size_t>(kUnderWayBytesMax / bytes_per_event_, 1);
  const auto done = static_cast<std::size_t>(judged());
  const std::size_t until = std::min(news.events.size(), done + under_way_max);
  if (fed_ >= until) return Done{};
  for (; fed_ < until; ++fed_) {
    if (auto sent = feed(news.events[fed_]); !sent) return sent;
  }
  return feeder_->flush(kAskTimeout);
}

Result<Done> Pipeline::feed(const Event& event) {
  return feeder_->send(
      {.topic = shared_.settings.topics.raw, .key = event.site, .value = event.json}, kAskTimeout);
}

// What comes out is read on, so that nothing piles up behind it.
Result<Done> Pipeline::go_on(const std::function<News()>& more, Outcome& outcome,
                             const Watcher& watcher) {
  News news = more();
  for (std::size_t next = 0;; next += kEventsPerTurn) {
    if (auto good = check_workers(watcher, kTurnOfMore); !good) return good;
    if (next >= news.events.size()) {
      news = more();
      next = 0;
    }
    const std::size_t until = std::min(next + kEventsPerTurn, news.events.size());
    for (std::size_t i = next; i < until; ++i) {
      if (auto sent = feed(news.events[i]); !sent) return sent;
    }
    if (auto sent = feeder_->flush(kAskTimeout); !sent) return sent;
    watcher.has_judged(judged());
    if (auto read = read_some(outcome, Millis{0}); !read) return read;
  }
}

// All that is there, and the first of what comes within `wait`.
Result<Done> Pipeline::read_some(Outcome& outcome, Millis wait) {
  for (auto record = reader_->next(wait);; record = reader_->next(Millis{0})) {
    if (!record) {
      if (record.fault().recovery != base::Recovery::Retry) return record.fault();
      return Done{};
    }
    if (!*record) return Done{};
    outcome.take(**record);
  }
}

// First everything raw must be cleaned: only then the end of the candidates is the last one.
Result<bool> Pipeline::is_drained(const News& news) {
  if (fed_ < news.events.size()) return false;
  const auto raw = reader_->ask_ends(shared_.settings.topics.raw, kAskTimeout);
  if (!raw) return raw.fault();
  if (!has_passed(kClean, *raw)) return false;
  const auto candidates = reader_->ask_ends(shared_.settings.topics.candidates, kAskTimeout);
  if (!candidates) return candidates.fault();
  return has_passed(kVersion, *candidates);
}

bool Pipeline::has_passed(std::size_t stage, const std::vector<std::int64_t>& ends) const {
  std::vector<bool> passed(ends.size());
  for (const stream::MeterSnapshot& worker : view_[stage].workers) {
    for (const stream::PartitionSnapshot& each : worker.partitions) {
      const auto at = static_cast<std::size_t>(each.partition.value);
      passed.at(at) = each.committed.value >= ends[at];
    }
  }
  return std::all_of(passed.begin(), passed.end(), [](bool one) { return one; });
}

Result<Done> Pipeline::read_rest(Outcome& outcome, const Watcher& watcher) {
  if (auto aimed = reader_->aim_at_ends(kAskTimeout); !aimed) return aimed;
  while (!reader_->is_at_goal()) {
    if (auto good = check(watcher); !good) return good;
    if (auto read = read_some(outcome, kTurn); !read) return read;
  }
  return Done{};
}

bool Pipeline::stop() {
  threads_.request_stop();
  return threads_.await_all(shared_.settings.shutdown_timeout);
}

}  // namespace cli::demo
