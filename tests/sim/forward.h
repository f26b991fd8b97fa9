// tests/sim/forward.h
//
// Ports that hand everything on to another, for a test that wants to change one answer.
#pragma once

#include <memory>

#include "stream/ports.h"

namespace sim {

class ForwardOutbox : public stream::Outbox {
 public:
  explicit ForwardOutbox(stream::Outbox& to) : to_(to) {}
  stream::Result<stream::Done> rebuild(stream::Millis timeout) override {
    return to_.rebuild(timeout);
  }
  stream::Result<stream::Done> send(const stream::Outgoing& record,
                                    stream::Tick deadline) override {
    return to_.send(record, deadline);
  }
  stream::Result<std::vector<stream::ChangelogEnd>> commit(std::span<const stream::Position> next,
                                                           stream::Tick deadline) override {
    return to_.commit(next, deadline);
  }
  void listen() override { to_.listen(); }
  std::size_t record_bytes_max() const override { return to_.record_bytes_max(); }

 protected:
  stream::Outbox& to_;
};

class ForwardChangelog : public stream::Changelog {
 public:
  explicit ForwardChangelog(stream::Changelog& to) : to_(to) {}
  stream::Result<stream::ChangelogRange> range(stream::Partition partition,
                                               stream::Millis timeout) override {
    return to_.range(partition, timeout);
  }
  stream::Result<stream::Done> open(stream::Partition partition,
                                    stream::ChangelogPosition from) override {
    return to_.open(partition, from);
  }
  stream::Result<std::optional<stream::ChangelogRecord>> next(stream::Millis wait) override {
    return to_.next(wait);
  }
  void close(stream::Partition partition) override { to_.close(partition); }
  stream::Result<std::string> cluster_id(stream::Millis timeout) override {
    return to_.cluster_id(timeout);
  }
  const std::string& topic() const override { return to_.topic(); }

 protected:
  stream::Changelog& to_;
};

class ForwardStore : public stream::Store {
 public:
  explicit ForwardStore(std::unique_ptr<stream::Store> to) : to_(std::move(to)) {}
  stream::Result<std::optional<std::string>> get(std::string_view key) const override {
    return to_->get(key);
  }
  stream::Result<stream::Done> apply(std::span<const stream::RowView> rows,
                                     const stream::StoreMeta& meta) override {
    return to_->apply(rows, meta);
  }
  stream::Result<stream::Done> flush() override { return to_->flush(); }
  const stream::StoreMeta& meta() const override { return to_->meta(); }

 protected:
  const std::unique_ptr<stream::Store> to_;
};

}  // namespace sim
