// cli/replay_feed.h
//
// Where the records of a replay come from, for the run that copies them: a source for its worker,
// in whose name offsets are committed, how far it has come, and what to note down at the end. Two
// kinds: pieces of a topic, and files.
// Must not know: flags, signals, how progress is shown.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/kafka/asker.h"
#include "adapters/kafka/group_offsets.h"
#include "adapters/kafka/range_source.h"
#include "adapters/log/log.h"
#include "replay/file_source.h"
#include "replay/file_wiring.h"
#include "stream/meter.h"

namespace cli {

// How far a replay has come.
struct FeedFigures {
  std::uint64_t planned = 0, done = 0;  // records; committed
  bool is_complete = false;
  // Of the bar: what it counts, and of how many, if that is known.
  std::uint64_t steps = 0;
  std::optional<std::uint64_t> steps_all = {};
  replay::SkipCounts skipped{};
};

class ReplayFeed {
 public:
  virtual ~ReplayFeed() = default;
  // The worker's thread.
  virtual stream::Source& source() = 0;
  virtual const adapters::kafka::OffsetOwner& offsets() const = 0;
  virtual void rest(stream::Millis time) = 0;
  virtual std::size_t partitions() const = 0;  // that its source owns
  // Any thread. All was handed over, and what is committed covers it.
  virtual bool is_done(const stream::MeterSnapshot& meter) const = 0;
  virtual FeedFigures figures(const stream::MeterSnapshot& meter) const = 0;
  virtual std::string_view steps_name() const = 0;  // "replaying"
  // Once the worker has ended and all is done: what says so to whoever asks.
  virtual std::vector<adapters::kafka::NotedOffset> ends() const = 0;
};

// All borrowed; they outlive the feed.
struct FeedParts {
  const replay::Cluster& cluster;
  const std::string& group;
  const stream::Clock& clock;
  adapters::log::Log& log;
};

// Pieces of a topic: of each partition from what is committed up to its frozen end.
class TopicFeed final : public ReplayFeed {
 public:
  // Fault (Stop): kafka_setting.
  static base::Result<std::unique_ptr<ReplayFeed>> make(const FeedParts& parts,
                                                        const std::string& topic,
                                                        std::vector<replay::Progress> progress);
  TopicFeed(const TopicFeed&) = delete;
  TopicFeed& operator=(const TopicFeed&) = delete;

  stream::Source& source() override { return *range_; }
  const adapters::kafka::OffsetOwner& offsets() const override { return *range_; }
  void rest(stream::Millis time) override { range_->rest(time); }
  std::size_t partitions() const override { return progress_.size(); }
  bool is_done(const stream::MeterSnapshot& meter) const override;
  FeedFigures figures(const stream::MeterSnapshot& meter) const override;
  std::string_view steps_name() const override { return "replaying"; }
  std::vector<adapters::kafka::NotedOffset> ends() const override;

 private:
  TopicFeed(std::vector<replay::Progress> progress,
            std::unique_ptr<adapters::kafka::RangeSource> range)
      : progress_(std::move(progress)), range_(std::move(range)) {}

  const std::vector<replay::Progress> progress_;  // as it was when this process began
  const std::unique_ptr<adapters::kafka::RangeSource> range_;
};

// Files, whose place is kept under the lane's first partition.
class FileFeed final : public ReplayFeed {
 public:
  struct Options {
    std::string target;  // the lane
    std::vector<adapters::files::FileState> files;
    replay::FileProgress progress;  // committed
    news::decode::Options decode;
  };

  // Fault (Stop): kafka_setting.
  static base::Result<std::unique_ptr<ReplayFeed>> make(const FeedParts& parts, Options options);
  FileFeed(const FileFeed&) = delete;
  FileFeed& operator=(const FileFeed&) = delete;

  stream::Source& source() override { return *source_; }
  const adapters::kafka::OffsetOwner& offsets() const override { return *offsets_; }
  void rest(stream::Millis time) override { source_->rest(time); }
  std::size_t partitions() const override { return 1; }
  bool is_done(const stream::MeterSnapshot& meter) const override;
  FeedFigures figures(const stream::MeterSnapshot& meter) const override;
  std::string_view steps_name() const override { return "replaying bytes"; }
  std::vector<adapters::kafka::NotedOffset> ends() const override;

 private:
  FileFeed(std::uint64_t size, std::unique_ptr<adapters::kafka::GroupOffsets> offsets,
           std::unique_ptr<replay::FileSource> source)
      : size_(size), offsets_(std::move(offsets)), source_(std::move(source)) {}

  const std::uint64_t size_;  // packed bytes of all; 0: not known
  const std::unique_ptr<adapters::kafka::GroupOffsets> offsets_;
  const std::unique_ptr<replay::FileSource> source_;
};

}  // namespace cli
