#include "stream/worker.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "stream/loop.h"

namespace stream {
namespace {

Tick to_tick(Millis length) { return std::chrono::duration_cast<Tick>(length); }

std::string_view cause_of(const Fault& fault) {
  if (fault.recovery == Recovery::DeadLetter) return "record";
  return fault.code.starts_with("store_") ? std::string_view("store") : fault.code;
}

}  // namespace

Worker::Worker(const WorkerPorts& ports, WorkerOptions options)
    : loop_(std::make_unique<Loop>(ports, std::move(options))) {}
Worker::~Worker() = default;
Result<Done> Worker::run(std::stop_token stop) { return loop_->run(stop); }
Result<Done> Worker::turn() { return loop_->turn(); }
Result<Done> Worker::drain() { return loop_->drain(); }
const Meter& Worker::meter() const { return loop_->meter(); }

Worker::Loop::Loop(const WorkerPorts& ports, WorkerOptions options)
    : ports_(ports),
      options_(std::move(options)),
      spec_(ports.stage.spec()),
      meter_(spec_, ports.changelog == nullptr ? std::string() : ports.changelog->topic(),
             options_.dead_topic, options_.partitions_shown),
      batch_(spec_.counters.size()) {
  CHECK(spec_.has_state == (ports.changelog != nullptr && ports.stores != nullptr));
  CHECK(spec_.has_state || ports.foundation == nullptr);
  CHECK(options_.commit_records >= 1 && options_.commit_bytes >= 1);
  CHECK(options_.overlay_bytes_max >= 1 && options_.restore_slice_bytes >= 1);
  CHECK(options_.transaction_timeout.count() >= 2 && options_.backoff_first.count() >= 1);
  if (!spec_.has_state) return;
  restorer_.emplace(Restorer::Ports{*ports.changelog, *ports.stores, ports.clock, ports.journal,
                                    ports.crash, meter_},
                    options_);
}

Result<Done> Worker::Loop::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (auto turned = turn(); !turned) return turned;
  }
  return drain();
}

Result<Done> Worker::Loop::turn() {
  meter_.heartbeat.set(tick().count());
  // Polling goes on whatever a step before it says: the group must see us alive.
  for (const auto step : {&Loop::keep_house, &Loop::rebuild_producer, &Loop::settle,
                          &Loop::restore_slice, &Loop::fill, &Loop::finish_if_due}) {
    const Result<Done> done = (this->*step)();
    if (done) continue;
    const Result<Done> answered = answer(done.fault(), nullptr);
    if (!answered) return stop_with(answered.fault());
  }
  return Done{};
}

// The only switch on Recovery. A record is given where the fault is the stage's, about that record.
Result<Done> Worker::Loop::answer(const Fault& fault, const Record* record) {
  switch (fault.recovery) {
    case Recovery::DeadLetter:
      if (record != nullptr) return bury(*record, fault);
      start_over(fault);
      return Done{};
    case Recovery::Retry:
      meter_.retries.add();
      note_retry(fault);
      if (record != nullptr) start_over(fault);  // it comes again
      return Done{};
    case Recovery::Rebuild:
      start_over(fault);
      return Done{};
    case Recovery::Stop:
      return fault;
  }
  CHECK(false);
}

// Once or twice is daily life. What goes on for longer leaves a line now and then, or nobody could
// tell what a worker is waiting for.
void Worker::Loop::note_retry(const Fault& fault) {
  const Tick now = tick();
  const Tick interval = to_tick(options_.retry_note_interval);
  if (!retried_at_ || now - *retried_at_ >= interval) note_retry_at_ = now + interval;
  retried_at_ = now;
  if (now < note_retry_at_) return;
  note_retry_at_ = now + interval;
  const NoteField fields[] = {{"code", std::string(fault.code)}, {"detail", fault.detail}};
  note(Severity::Warning, "trying again, for some time now", fields);
}

// The one recovery: forget what is not committed, make a new producer (which ends or awaits what
// the old one left), and ask Kafka where we are. Nothing is guessed.
void Worker::Loop::start_over(const Fault& fault) {
  Recovering& recovering = recovering_;
  ++recovering.in_row;
  meter_.rebuilds.add(cause_of(fault));
  suspect(fault);
  const NoteField fields[] = {{"code", std::string(fault.code)},
                              {"detail", fault.detail},
                              {"in_row", std::to_string(recovering.in_row)},
                              {"records_dropped", std::to_string(batch_.records)}};
  note(Severity::Warning, "rebuilding the producer, asking for the committed offsets", fields);
  drop_batch();
  ask_all();
  producer_ready_ = false;
  Millis wait{0};
  if (recovering.in_row >= 2 && fault.recovery != Recovery::DeadLetter) {
    const auto doublings = std::min<std::uint32_t>(recovering.in_row - 2, 16);
    wait = std::min(options_.backoff_max, options_.backoff_first * (1 << doublings));
  }
  rebuild_at_ = tick() + to_tick(wait);
}

// Looks for the record that makes a batch fail, by halving: from some rebuild in a row on, or at
// once when the broker says that it refuses a record.
void Worker::Loop::suspect(const Fault& fault) {
  Recovering& recovering = recovering_;
  const bool refused = fault.recovery == Recovery::DeadLetter;
  if (batch_.records == 0) return;
  if (!refused && recovering.in_row < options_.rebuilds_before_halving) return;
  recovering.suspects = batch_.records;
  recovering.batch_records_max = std::max<std::size_t>(1, batch_.records / 2);
  if (!refused || batch_.records > 1) return;
  Refused& record = recovering.refused[batch_.first_partition];
  record = {batch_.first_offset,
            record.offset == batch_.first_offset ? record.times + 1 : std::uint32_t{1}};
}

void Worker::Loop::drop_batch() {
  batch_.clear();
  overlay_bytes_ = 0;
  for (auto& [id, partition] : partitions_) {
    if (partition.phase != PartitionPhase::Live) continue;
    partition.overlay.clear();
    partition.memo.clear();
    partition.dirty = false;
  }
}

// Every owned partition is paused and asks again.
void Worker::Loop::ask_all() {
  std::vector<Partition> live;
  for (auto& [id, partition] : partitions_) {
    if (partition.phase == PartitionPhase::Live) live.push_back(id);
    if (restorer_) restorer_->abandon(partition);
    set_phase(partition, PartitionPhase::Asking);
  }
  if (!live.empty()) {
    // What still comes of them is dropped: they are not live. So a failed pause costs bandwidth
    // only.
    if (auto paused = ports_.source.pause(live); !paused) meter_.retries.add();
  }
  ask_at_ = tick();
  show_phases();
}

Result<Done> Worker::Loop::rebuild_producer() {
  const Tick now = tick();
  if (producer_ready_ || now < rebuild_at_) return Done{};
  rebuild_at_ = now + to_tick(options_.ask_wait);
  if (auto rebuilt = ports_.outbox.rebuild(options_.call_timeout); !rebuilt) return rebuilt;
  producer_ready_ = true;
  reach("rebuilt");
  return Done{};
}

Result<Done> Worker::Loop::fill() {
  const Tick until = tick() + to_tick(options_.commit_interval);
  Tick now = tick();
  while (!is_due(now)) {
    Result<std::optional<Record>> polled = ports_.source.poll(poll_wait(now), *this);
    const Tick arrived = tick();
    meter_.busy(BusyPhase::Poll).add((arrived - now).count());
    if (!polled && polled.fault().recovery == Recovery::Stop) return polled.fault();
    if (pending_) return *std::exchange(pending_, std::nullopt);
    if (!polled) return polled.fault();
    idle_ = !*polled;
    if (idle_) return Done{};
    reach("polled");
    if (auto handled = handle(**polled); !handled) return handled;
    now = tick();
    meter_.busy(BusyPhase::Handle).add((now - arrived).count());
    reach("handled");
    if (now >= until) return Done{};
  }
  return Done{};
}

// How long a poll may sleep: not at all beside a restore, not beyond what is due next.
Millis Worker::Loop::poll_wait(Tick now) const {
  if (phases_[static_cast<std::size_t>(PartitionPhase::Restoring)] > 0) return Millis(0);
  Tick until = now + to_tick(options_.poll_wait_max);
  if (!batch_.empty()) until = std::min(until, batch_.began + to_tick(options_.commit_interval));
  if (!producer_ready_) until = std::min(until, rebuild_at_);
  return until <= now ? Millis(0) : std::chrono::ceil<Millis>(until - now);
}

bool Worker::Loop::is_full() const {
  std::size_t records_max = options_.commit_records;
  if (recovering_.batch_records_max > 0) {
    records_max = std::min(records_max, recovering_.batch_records_max);
  }
  return batch_.records >= records_max || batch_.consumed_bytes >= options_.commit_bytes ||
         batch_.outgoing_bytes >= options_.commit_bytes ||
         overlay_bytes_ >= options_.overlay_bytes_max;
}

bool Worker::Loop::is_due(Tick now) const {
  if (batch_.empty()) return false;
  return batch_.founds || is_full() || now - batch_.began >= to_tick(options_.commit_interval);
}

Result<Done> Worker::Loop::finish_if_due() { return is_due(tick()) ? finish() : Done{}; }

Result<Done> Worker::Loop::drain() {
  meter_.phase.set(static_cast<std::int64_t>(WorkerPhase::Stopping));
  closing_ = true;
  reach("stop-1");
  if (producer_ready_) {
    if (auto finished = finish(); !finished) {
      const Result<Done> answered = answer(finished.fault(), nullptr);
      if (!answered) return stop_with(answered.fault());
    }
  }
  // A transaction left open would hold up its readers until the broker gives up on it.
  if (!producer_ready_) {
    if (auto ended = ports_.outbox.rebuild(options_.call_timeout); !ended) meter_.retries.add();
  }
  reach("stop-2");
  if (auto released = release_all(); !released) return stop_with(released.fault());
  reach("stop-3");
  const Result<Done> closed = ports_.source.close(*this);
  reach("stop-4");
  meter_.phase.set(static_cast<std::int64_t>(WorkerPhase::Ended));
  return closed;
}

// A person must act. Nothing more is committed; what the stores hold is.
Result<Done> Worker::Loop::stop_with(const Fault& fault) {
  const NoteField fields[] = {{"code", std::string(fault.code)}, {"detail", fault.detail}};
  note(Severity::Error, "the worker stops", fields);
  closing_ = true;
  drop_batch();
  std::vector<Partition> owned;
  for (const auto& [id, partition] : partitions_) owned.push_back(id);
  release(owned, false);
  if (auto closed = ports_.source.close(*this); !closed) meter_.retries.add();
  meter_.phase.set(static_cast<std::int64_t>(WorkerPhase::Ended));
  return fault;
}

}  // namespace stream
