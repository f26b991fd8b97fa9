// replay/file_source.h
//
// Files as the engine's Source: one partition, and in it the events of all files, one behind the
// other. An event's offset is its first byte's position in the stream of all files unpacked: it is
// the same whatever a release takes for an event, and whatever the libraries do between. What was
// handed over is kept until it is committed, so that going back reads no file again. One worker's
// thread, but for what says otherwise. Must not know: Kafka, stages, how fast it goes.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "replay/file_note.h"
#include "replay/file_reader.h"
#include "stream/ports.h"

namespace replay {

class FileSource final : public stream::Source {
 public:
  static constexpr stream::Partition kPartition{0};

  // The offset that is committed, if any. Faults: Retry, Stop.
  using AskCommitted =
      std::function<stream::Result<std::optional<stream::InputOffset>>(stream::Millis)>;
  // Something is no event; `place` is "a.warc.gz@8812".
  using TellSkipped = std::function<void(Skip, const std::string& place)>;

  struct Options {
    std::vector<adapters::files::FileState> files;
    FileNote note;          // committed with `next`; a new replay's says where it begins
    std::int64_t next = 0;  // as committed
    news::decode::Options decode;
  };

  // What came of it up to the last offset that was noted; any thread.
  struct Figures {
    std::uint64_t read = 0, events = 0;
    SkipCounts skipped{};
  };

  // The clock outlives the source.
  FileSource(Options options, AskCommitted ask, TellSkipped tell, const stream::Clock& clock);
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  // Faults (Stop): unreadable_file, file_changed.
  stream::Result<std::optional<stream::Record>> poll(stream::Millis wait,
                                                     stream::Rebalance& rebalance) override;
  stream::Result<std::vector<stream::Committed>> committed(
      std::span<const stream::Partition> partitions, stream::Millis timeout) override;
  stream::Result<stream::Done> place(stream::Partition partition,
                                     stream::InputOffset offset) override;
  stream::Result<stream::Done> pause(std::span<const stream::Partition> partitions) override;
  // The end is as far as has been read: nobody knows more before.
  stream::Result<stream::InputRange> range(stream::Partition partition,
                                           stream::Millis timeout) override;
  stream::Result<stream::Done> close(stream::Rebalance& rebalance) override;

  // What goes with the offset that is about to be committed.
  std::string note_at(std::int64_t next);
  // Lets time go by.
  void rest(stream::Millis time) { adapters::files::rest(time); }

  // Any thread: all was handed over, and this commit covers it.
  bool is_done(std::int64_t committed) const;
  Figures figures() const;

  // Once the thread has ended and all is done: the last offset, and the note that says so.
  std::int64_t end() const { return static_cast<std::int64_t>(base_); }
  FileNote last_note() const;

 private:
  static constexpr std::int64_t kUnfinished = -1;

  struct Held {
    std::int64_t begin = 0;
    FileEvent event;
    FileNote note;  // to commit with begin + 1
  };

  stream::Result<stream::Done> read(stream::Millis wait);
  stream::Result<stream::Done> open_next();
  void close_file();
  void take(FileItem item);
  void hold(std::int64_t begin, FileItem item);
  stream::Record give(const Held& held);
  std::size_t find(std::int64_t offset) const;
  void trim(std::int64_t before);
  void show(const FileNote& note);
  void show_end();

  const Options options_;
  const AskCommitted ask_;
  const TellSkipped tell_;
  const stream::Clock& clock_;
  std::unique_ptr<FileReader> reader_;
  std::uint64_t file_, base_;      // of the reader, or of the next one
  std::uint64_t read_before_ = 0;  // packed bytes of the files before
  FileNote now_;                   // as of the last item
  std::int64_t last_;              // to commit for the last event
  std::int64_t noted_;             // last; who asks for another note has committed it
  // Events that may be asked for again, from an offset on, and the note of that offset.
  std::int64_t kept_from_;
  FileNote kept_note_;
  std::deque<Held> held_;
  std::size_t at_ = 0;  // of held_: what is handed over next
  std::vector<stream::Header> headers_;
  bool assigned_ = false, paused_ = true, closed_ = false;
  std::atomic<std::int64_t> finished_{kUnfinished};
  std::atomic<std::uint64_t> figure_read_{0}, figure_events_{0};
  std::array<std::atomic<std::uint64_t>, kSkipTexts.size()> figure_skipped_{};
};

}  // namespace replay
