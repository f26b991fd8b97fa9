#include "sim/defects.h"

#include <map>
#include <set>

#include "sim/forward.h"

namespace sim {
namespace {

using stream::ChangelogPosition;
using stream::Destination;
using stream::Done;
using stream::Millis;
using stream::Outgoing;
using stream::Position;
using stream::Result;
using stream::Tick;

// Writes a row into the store when it is sent, not when Kafka has it.
class EagerOutbox final : public ForwardOutbox {
 public:
  explicit EagerOutbox(Engine& engine) : ForwardOutbox(engine.outbox), engine_(engine) {}
  Result<Done> send(const Outgoing& record, Tick deadline) override {
    if (record.destination == Destination::Changelog && record.key.front() != '\0') {
      fakes::Rows& rows = engine_.disk.at(record.partition.value).rows;
      rows.erase(std::string(record.key));
      if (record.value) rows[std::string(record.key)] = std::string(*record.value);
    }
    return to_.send(record, deadline);
  }

 private:
  Engine& engine_;
};

// Commits how far the client has read, not how far the worker has handled.
class ReadAheadOutbox final : public ForwardOutbox {
 public:
  explicit ReadAheadOutbox(Engine& engine) : ForwardOutbox(engine.outbox), engine_(engine) {}
  Result<std::vector<stream::ChangelogEnd>> commit(std::span<const Position> next,
                                                   Tick deadline) override {
    std::vector<Position> read(next.begin(), next.end());
    for (Position& position : read) {
      position.offset.value = engine_.source.fetch_position(position.partition);
    }
    return to_.commit(read, deadline);
  }

 private:
  Engine& engine_;
};

// Sends no offsets: the transaction carries records only.
class ForgetfulOutbox final : public ForwardOutbox {
 public:
  explicit ForgetfulOutbox(Engine& engine) : ForwardOutbox(engine.outbox) {}
  Result<std::vector<stream::ChangelogEnd>> commit(std::span<const Position>,
                                                   Tick deadline) override {
    return to_.commit({}, deadline);
  }
};

// Takes the last stable offset for the end.
class StableEndChangelog final : public ForwardChangelog {
 public:
  explicit StableEndChangelog(Engine& engine)
      : ForwardChangelog(engine.changelog), engine_(engine) {}
  Result<stream::ChangelogRange> range(stream::Partition partition, Millis timeout) override {
    auto range = to_.range(partition, timeout);
    if (!range) return range;
    range->end.value = engine_.kafka.log(topic(), partition.value).stable_end();
    return range;
  }

 private:
  Engine& engine_;
};

// Reads uncommitted: what was aborted comes too.
class DirtyChangelog final : public ForwardChangelog {
 public:
  explicit DirtyChangelog(Engine& engine) : ForwardChangelog(engine.changelog), engine_(engine) {}
  Result<Done> open(stream::Partition partition, ChangelogPosition from) override {
    at_[partition] = from.value;
    return Done{};
  }
  void close(stream::Partition partition) override { at_.erase(partition); }
  Result<std::optional<stream::ChangelogRecord>> next(Millis wait) override {
    for (auto& [partition, at] : at_) {
      const fakes::FakeLog& log = engine_.kafka.log(topic(), partition.value);
      while (at < log.end() && (log.at(at).marker || log.at(at).gone)) ++at;
      stream::ChangelogRecord record;
      record.partition = partition;
      record.position = {at};
      record.end_of_log = at >= log.end();
      if (record.end_of_log && !ended_.insert({partition, at}).second) continue;
      if (record.end_of_log) return std::optional(record);
      const fakes::Message& message = log.at(at++).message;
      record.key = *message.key;
      if (message.value) record.value = *message.value;
      return std::optional(record);
    }
    return to_.next(wait);
  }

 private:
  Engine& engine_;
  std::map<stream::Partition, std::int64_t> at_;
  std::set<std::pair<stream::Partition, std::int64_t>> ended_;
};

// Loses the last row of some writes.
class LeakyStore final : public ForwardStore {
 public:
  LeakyStore(std::unique_ptr<stream::Store> to, Engine&) : ForwardStore(std::move(to)) {}
  Result<Done> apply(std::span<const stream::RowView> rows,
                     const stream::StoreMeta& meta) override {
    const bool loses = !rows.empty() && ++applies_ % 3 == 0;
    return to_->apply(loses ? rows.first(rows.size() - 1) : rows, meta);
  }

 private:
  int applies_ = 0;
};

// Its stores were always whole a moment ago.
class AgelessStore final : public ForwardStore {
 public:
  AgelessStore(std::unique_ptr<stream::Store> to, Engine& engine)
      : ForwardStore(std::move(to)), meta_(to_->meta()) {
    meta_.as_of = engine.clock.now();
  }
  Result<Done> apply(std::span<const stream::RowView> rows,
                     const stream::StoreMeta& meta) override {
    meta_ = meta;
    return to_->apply(rows, meta);
  }
  const stream::StoreMeta& meta() const override { return meta_; }

 private:
  stream::StoreMeta meta_;
};

// Tells each row once, as one that goes on reading where it was.
class ForgetfulFoundation final : public stream::Foundation {
 public:
  explicit ForgetfulFoundation(Engine& engine) : to_(engine.foundation) {}
  Result<std::optional<std::vector<stream::StateWrite>>> rows(stream::Partition partition,
                                                              Millis wait) override {
    auto rows = to_.rows(partition, wait);
    if (rows && *rows && !told_.insert(partition).second) (*rows)->clear();
    return rows;
  }

 private:
  stream::Foundation& to_;
  std::set<stream::Partition> told_;
};

// Opens each store in a wrapping of kind S.
template <class S>
class WrappingStores final : public stream::Stores {
 public:
  explicit WrappingStores(Engine& engine) : engine_(engine) {}
  Result<std::unique_ptr<stream::Store>> open(stream::Partition partition) override {
    auto opened = engine_.disk.open(partition);
    if (!opened) return opened;
    return std::unique_ptr<stream::Store>(std::make_unique<S>(std::move(*opened), engine_));
  }
  Result<Done> wipe(stream::Partition partition) override { return engine_.disk.wipe(partition); }

 private:
  Engine& engine_;
};

template <class T>
Wrap outbox() {
  return [](Engine& engine, Ports& ports) {
    const auto wrapped = std::make_shared<T>(engine);
    ports.outbox = wrapped.get();
    engine.wrappers.push_back(wrapped);
  };
}

template <class T>
Wrap changelog() {
  return [](Engine& engine, Ports& ports) {
    const auto wrapped = std::make_shared<T>(engine);
    ports.changelog = wrapped.get();
    engine.wrappers.push_back(wrapped);
  };
}

template <class T>
Wrap foundation() {
  return [](Engine& engine, Ports& ports) {
    const auto wrapped = std::make_shared<T>(engine);
    ports.foundation = wrapped.get();
    engine.wrappers.push_back(wrapped);
  };
}

template <class T>
Wrap stores() {
  return [](Engine& engine, Ports& ports) {
    const auto wrapped = std::make_shared<WrappingStores<T>>(engine);
    ports.stores = wrapped.get();
    engine.wrappers.push_back(wrapped);
  };
}

Wrap habit(bool fakes::FakeOutbox::Habits::*which, bool value) {
  return [which, value](Engine& engine, Ports&) { engine.outbox.habits.*which = value; };
}

}  // namespace

const std::vector<Defect>& defects() {
  using Habits = fakes::FakeOutbox::Habits;
  static const std::vector<Defect> kAll = {
      {"applies_before_the_commit", outbox<EagerOutbox>()},
      {"commits_what_the_client_has_read", outbox<ReadAheadOutbox>()},
      {"commits_no_offsets", outbox<ForgetfulOutbox>()},
      {"commits_without_a_member_id", habit(&Habits::checks_member, false)},
      {"keeps_its_epoch_after_an_unknown_commit", habit(&Habits::takes_new_epoch, false)},
      {"guesses_that_an_unknown_commit_worked", habit(&Habits::guesses, true)},
      {"takes_the_stable_offset_for_the_target", changelog<StableEndChangelog>()},
      {"restores_what_was_aborted", changelog<DirtyChangelog>()},
      {"loses_a_row", stores<LeakyStore>()},
      {"forgets_its_age", stores<AgelessStore>()},
      {"founds_only_once", foundation<ForgetfulFoundation>()}};
  return kAll;
}

}  // namespace sim
