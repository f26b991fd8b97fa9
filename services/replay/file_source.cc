#include "replay/file_source.h"

#include <algorithm>
#include <utility>

namespace replay {
namespace {

namespace files = adapters::files;
using stream::Done;
using stream::Millis;
using stream::Record;
using stream::Result;

constexpr std::string_view kOrigin = "dateline-origin";

}  // namespace

FileSource::FileSource(Options options, AskCommitted ask, TellSkipped tell,
                       const stream::Clock& clock)
    : options_(std::move(options)),
      ask_(std::move(ask)),
      tell_(std::move(tell)),
      clock_(clock),
      file_(options_.note.place.file),
      base_(options_.note.place.base),
      now_(options_.note),
      last_(options_.next),
      noted_(options_.next),
      kept_from_(options_.next),
      kept_note_(options_.note) {
  for (std::uint64_t i = 0; i < file_; ++i) read_before_ += options_.files[i].bytes;
  show(options_.note);
}

Result<std::optional<Record>> FileSource::poll(Millis wait, stream::Rebalance& rebalance) {
  CHECK(!closed_);
  if (!std::exchange(assigned_, true)) rebalance.assigned({&kPartition, 1});
  const bool wants_more = !paused_ && at_ == held_.size();
  if (paused_ || (wants_more && finished_.load() != kUnfinished)) {
    rest(wait);
    return std::optional<Record>();
  }
  if (wants_more) {
    if (auto read = this->read(wait); !read) return read.fault();
  }
  if (at_ == held_.size()) return std::optional<Record>();
  return std::optional(give(held_[at_++]));
}

// One item, or a piece of work on the way to it.
Result<Done> FileSource::read(Millis wait) {
  if (!reader_) return open_next();
  auto item = reader_->next(wait);
  if (!item) return item.fault();
  if (*item) {
    take(**std::move(item));
  } else if (reader_->is_at_end()) {
    close_file();
  }
  return Done{};
}

// As it was when the plan was made, or positions mean something else.
Result<Done> FileSource::open_next() {
  if (file_ == options_.files.size()) {
    finished_.store(last_);
    show_end();
    return Done{};
  }
  const files::FileState& planned = options_.files[file_];
  const auto found = files::look_at(planned.path);
  if (!found) return found.fault();
  if (*found != planned) {
    return base::stop("file_changed", planned.path + " is not what it was when it was planned");
  }
  const FilePlace& place = options_.note.place;
  const bool goes_on = file_ == place.file;
  auto opened = FileReader::open(planned.path, options_.decode, goes_on ? place.at : 0,
                                 goes_on ? place.position : 0);
  if (!opened) return opened.fault();
  reader_ = *std::move(opened);
  if (!goes_on) now_.place = {.file = file_, .at = 0, .base = base_, .position = 0};
  return Done{};
}

void FileSource::close_file() {
  base_ += reader_->position();
  read_before_ += options_.files[file_].bytes;
  reader_.reset();
  ++file_;
}

void FileSource::take(FileItem item) {
  const auto begin = static_cast<std::int64_t>(base_ + item.begin);
  if (item.restart) {
    now_.place = {.file = file_, .at = *item.restart, .base = base_, .position = item.begin};
  }
  if (begin < options_.next) return;  // seen before this process began
  if (!item.skip) return hold(begin, std::move(item));
  ++now_.skipped[static_cast<std::size_t>(*item.skip)];
  if (is_damage(*item.skip)) {
    tell_(*item.skip, options_.files[file_].path + "@" + std::to_string(item.begin));
  }
}

void FileSource::hold(std::int64_t begin, FileItem item) {
  auto& headers = item.event.headers;
  const bool has_origin = std::any_of(headers.begin(), headers.end(),
                                      [](const auto& header) { return header.key == kOrigin; });
  if (!has_origin) {
    headers.push_back(
        {std::string(kOrigin), options_.files[file_].path + "@" + std::to_string(item.begin)});
  }
  ++now_.events;
  now_.read = read_before_ + reader_->packed();
  last_ = begin + 1;
  held_.push_back({begin, std::move(item.event), now_});
}

// A file has no time of its own at which its events came: clocks are judged by ours.
Record FileSource::give(const Held& held) {
  headers_.clear();
  for (const stream::OwnedHeader& header : held.event.headers) {
    headers_.push_back({header.key, header.value});
  }
  return {.partition = kPartition,
          .offset = {held.begin},
          .key = held.event.key,
          .value = held.event.value,
          .headers = headers_,
          .appended_at = clock_.now()};
}

Result<std::vector<stream::Committed>> FileSource::committed(
    std::span<const stream::Partition> partitions, Millis timeout) {
  if (partitions.empty()) return std::vector<stream::Committed>();
  const auto offset = ask_(timeout);
  if (!offset) return offset.fault();
  if (*offset) noted_ = (*offset)->value;
  return std::vector<stream::Committed>{{kPartition, *offset}};
}

// The first that is held at or behind the offset.
std::size_t FileSource::find(std::int64_t offset) const {
  const auto found =
      std::lower_bound(held_.begin(), held_.end(), offset,
                       [](const Held& held, std::int64_t wanted) { return held.begin < wanted; });
  return static_cast<std::size_t>(found - held_.begin());
}

Result<Done> FileSource::place(stream::Partition partition, stream::InputOffset offset) {
  CHECK(partition == kPartition);
  if (offset.value < kept_from_) {
    return base::stop("files_passed", "wanted " + std::to_string(offset.value) + ", kept from " +
                                          std::to_string(kept_from_));
  }
  at_ = find(offset.value);
  paused_ = false;
  return Done{};
}

Result<Done> FileSource::pause(std::span<const stream::Partition> partitions) {
  paused_ = paused_ || !partitions.empty();
  return Done{};
}

Result<stream::InputRange> FileSource::range(stream::Partition, Millis) {
  return stream::InputRange{{0}, {std::max(last_, noted_)}};
}

Result<Done> FileSource::close(stream::Rebalance& rebalance) {
  if (std::exchange(closed_, true) || !assigned_) return Done{};
  rebalance.revoked({&kPartition, 1});
  return Done{};
}

// The offset that was noted before is committed: else committed() would have been asked.
std::string FileSource::note_at(std::int64_t next) {
  trim(noted_);
  const std::size_t behind = find(next);
  const FileNote& note = behind > 0 ? held_[behind - 1].note : kept_note_;
  noted_ = next;
  show(note);
  show_end();
  return to_text(note);
}

// What stands behind the last event is in no note before the last one.
void FileSource::show_end() {
  if (finished_.load() != kUnfinished && noted_ >= last_) show(now_);
}

void FileSource::trim(std::int64_t before) {
  while (!held_.empty() && held_.front().begin < before) {
    CHECK(at_ > 0);
    kept_note_ = std::move(held_.front().note);
    held_.pop_front();
    --at_;
  }
  kept_from_ = std::max(kept_from_, before);
}

bool FileSource::is_done(std::int64_t committed) const {
  const std::int64_t wanted = finished_.load();
  return wanted != kUnfinished && committed >= wanted;
}

void FileSource::show(const FileNote& note) {
  figure_read_.store(note.read, std::memory_order_relaxed);
  figure_events_.store(note.events, std::memory_order_relaxed);
  for (std::size_t i = 0; i < note.skipped.size(); ++i) {
    figure_skipped_[i].store(note.skipped[i], std::memory_order_relaxed);
  }
}

FileSource::Figures FileSource::figures() const {
  Figures figures{.read = figure_read_.load(std::memory_order_relaxed),
                  .events = figure_events_.load(std::memory_order_relaxed),
                  .skipped = {}};
  for (std::size_t i = 0; i < figures.skipped.size(); ++i) {
    figures.skipped[i] = figure_skipped_[i].load(std::memory_order_relaxed);
  }
  return figures;
}

FileNote FileSource::last_note() const {
  FileNote note = now_;
  note.read = note.size;
  note.is_done = true;
  return note;
}

}  // namespace replay
