// replay/paced_source.h
//
// A Source that hands records over no faster than it may: at a rate, in their original spacing, or
// not at all while something holds the replay up. All else is the inner source's. One worker's
// thread. Must not know: where records come from, who sets the rates.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>

#include "replay/bucket.h"
#include "replay/control.h"
#include "stream/ports.h"

namespace replay {

class PacedSource final : public stream::Source {
 public:
  // Lets time go by; the inner source's prefetch goes on meanwhile.
  using Rest = std::function<void(stream::Millis)>;

  struct Ports {
    stream::Source& inner;
    const Control& control;
    const stream::Clock& clock;
    Rest rest;
  };

  // `pace`: so many times as fast as the records came; 0: spacing does not matter.
  PacedSource(Ports ports, double pace) : ports_(std::move(ports)), pace_(pace) {}
  PacedSource(const PacedSource&) = delete;
  PacedSource& operator=(const PacedSource&) = delete;

  stream::Result<std::optional<stream::Record>> poll(stream::Millis wait,
                                                     stream::Rebalance& rebalance) override;
  stream::Result<std::vector<stream::Committed>> committed(
      std::span<const stream::Partition> partitions, stream::Millis timeout) override {
    return ports_.inner.committed(partitions, timeout);
  }
  stream::Result<stream::Done> place(stream::Partition partition,
                                     stream::InputOffset offset) override;
  stream::Result<stream::Done> pause(std::span<const stream::Partition> partitions) override;
  stream::Result<stream::InputRange> range(stream::Partition partition,
                                           stream::Millis timeout) override {
    return ports_.inner.range(partition, timeout);
  }
  stream::Result<stream::Done> close(stream::Rebalance& rebalance) override {
    return ports_.inner.close(rebalance);
  }

 private:
  struct Pacing {
    stream::Tick began;
    stream::Timestamp first;
  };

  stream::Result<std::optional<stream::Record>> stand_still(stream::Millis wait,
                                                            stream::Rebalance& rebalance);
  stream::Result<stream::Done> go_on();
  stream::Tick left(stream::Tick now);
  stream::Tick left_of_spacing(stream::Tick now) const;

  const Ports ports_;
  const double pace_;
  Bucket records_, bytes_;
  std::optional<Pacing> pacing_;
  bool standing_ = false;
  std::optional<stream::Record> held_;  // valid, because the inner source is not polled meanwhile
  std::map<stream::Partition, stream::InputOffset> next_;  // of those that run
};

}  // namespace replay
