#include "cli/replay_feed.h"

#include <algorithm>

namespace cli {
namespace {

namespace kafka = adapters::kafka;
using adapters::log::Level;
using adapters::log::NoteField;
using base::Result;
using replay::FileSource;

std::int64_t committed_of(const stream::MeterSnapshot& meter, stream::Partition partition) {
  for (const stream::PartitionSnapshot& each : meter.partitions) {
    if (each.partition == partition) return each.committed.value;
  }
  return -1;
}

}  // namespace

Result<std::unique_ptr<ReplayFeed>> TopicFeed::make(const FeedParts& parts,
                                                    const std::string& topic,
                                                    std::vector<replay::Progress> progress) {
  kafka::RangeOptions options{
      .topic = topic, .group_id = parts.group, .client_id = parts.cluster.client_id, .ranges = {}};
  for (const replay::Progress& each : progress) {
    options.ranges.push_back({{each.partition}, each.note.to, to_text(each.note)});
  }
  auto range = kafka::RangeSource::make(parts.cluster.connection, std::move(options),
                                        parts.cluster.events, parts.clock);
  if (!range) return range.fault();
  return std::unique_ptr<ReplayFeed>(new TopicFeed(std::move(progress), std::move(*range)));
}

bool TopicFeed::is_done(const stream::MeterSnapshot& meter) const {
  std::vector<kafka::Reached> reached;
  for (const stream::PartitionSnapshot& each : meter.partitions) {
    reached.push_back({each.partition, each.committed.value});
  }
  return range_->is_done(reached);
}

FeedFigures TopicFeed::figures(const stream::MeterSnapshot& meter) const {
  FeedFigures figures;
  for (const replay::Progress& each : progress_) {
    const std::int64_t next = std::max(each.next, committed_of(meter, {each.partition}));
    figures.planned += static_cast<std::uint64_t>(each.note.to - each.note.from);
    figures.done += static_cast<std::uint64_t>(next - each.note.from);
  }
  figures.is_complete = figures.done == figures.planned;
  figures.steps = figures.done;
  figures.steps_all = figures.planned;
  return figures;
}

// Behind the last record may stand markers, which nobody is given: their offsets are noted too.
std::vector<kafka::NotedOffset> TopicFeed::ends() const {
  std::vector<kafka::NotedOffset> ends;
  for (const replay::Progress& each : progress_) {
    ends.push_back({each.partition, each.note.to, to_text(each.note)});
  }
  return ends;
}

Result<std::unique_ptr<ReplayFeed>> FileFeed::make(const FeedParts& parts, Options options) {
  auto offsets = kafka::GroupOffsets::make(parts.cluster.connection,
                                           {.topic = options.target,
                                            .group_id = parts.group,
                                            .client_id = parts.cluster.client_id + "-offsets"},
                                           parts.cluster.events);
  if (!offsets) return offsets.fault();
  kafka::GroupOffsets& asked = **offsets;
  const std::uint64_t size = options.progress.note.size;
  adapters::log::Log& log = parts.log;
  auto source = std::make_unique<FileSource>(
      FileSource::Options{.files = std::move(options.files),
                          .note = std::move(options.progress.note),
                          .next = options.progress.next,
                          .decode = std::move(options.decode)},
      [&asked](stream::Millis timeout) { return asked.committed(FileSource::kPartition, timeout); },
      [&log](replay::Skip skip, const std::string& place) {
        const NoteField fields[] = {{"reason", std::string(to_text(skip))}, {"place", place}};
        log.write(Level::Warning, "cli", "a file is not as it should be", fields);
      },
      parts.clock);
  asked.set_notes([&files = *source](std::int64_t next) { return files.note_at(next); });
  return std::unique_ptr<ReplayFeed>(new FileFeed(size, std::move(*offsets), std::move(source)));
}

bool FileFeed::is_done(const stream::MeterSnapshot& meter) const {
  return source_->is_done(committed_of(meter, FileSource::kPartition));
}

// How many events are left nobody knows: as many as the bytes so far lead to expect.
FeedFigures FileFeed::figures(const stream::MeterSnapshot& meter) const {
  const FileSource::Figures now = source_->figures();
  FeedFigures figures{.done = now.events, .skipped = now.skipped};
  figures.is_complete = is_done(meter);
  figures.steps = figures.is_complete ? size_ : now.read;
  if (size_ > 0) figures.steps_all = size_;
  figures.planned = now.events;
  if (figures.is_complete) return figures;
  if (now.read > 0 && size_ > 0) {
    figures.planned =
        static_cast<std::uint64_t>(static_cast<double>(now.events) / static_cast<double>(now.read) *
                                   static_cast<double>(size_));
  }
  figures.planned = std::max(figures.planned, now.events + 1);
  return figures;
}

std::vector<kafka::NotedOffset> FileFeed::ends() const {
  return {{FileSource::kPartition.value, source_->end(), to_text(source_->last_note())}};
}

}  // namespace cli
