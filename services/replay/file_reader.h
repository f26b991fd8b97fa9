// replay/file_reader.h
//
// One file of JSON lines or WARC, packed or not: its events in their order, and beside them what is
// none, with the reason. Begins at the start of the file or at a place where an event has said that
// one can begin. Bounded memory; one call does a bounded piece of work. One thread.
// Must not know: other files, Kafka, how fast it goes.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "adapters/files/input.h"
#include "adapters/files/unpacker.h"
#include "replay/cutter.h"
#include "replay/file_event.h"

namespace replay {

enum class FileForm : std::uint8_t { Unknown, Lines, Warc };

std::string_view to_text(FileForm form);

struct FileItem {
  std::uint64_t begin = 0;        // position in the file, unpacked
  std::optional<Skip> skip = {};  // none: an event
  FileEvent event = {};
  // The packed byte from which a reader would give this item first.
  std::optional<std::uint64_t> restart = {};
};

class FileReader final {
 public:
  // `at`, `position`: a restart of an item and its begin. Faults (Stop): unreadable_file.
  static base::Result<std::unique_ptr<FileReader>> open(const std::string& path,
                                                        news::decode::Options decode,
                                                        std::uint64_t at = 0,
                                                        std::uint64_t position = 0);
  FileReader(const FileReader&) = delete;
  FileReader& operator=(const FileReader&) = delete;

  // Nothing: none within `wait`, or none yet. Of packed files an item comes once its member has
  // proved to be undamaged, or another item follows in it.
  base::Result<std::optional<FileItem>> next(stream::Millis wait);
  bool is_at_end() const { return is_at_end_ && ready_.empty(); }

  std::uint64_t position() const { return position_; }  // unpacked bytes so far
  // Packed bytes that hold what was given so far; about, for one may hold thousands of others.
  std::uint64_t packed() const;
  adapters::files::Packing packing() const { return unpacker_.packing(); }
  FileForm form() const { return form_; }
  // Of lines: the first that is not blank begins like an object.
  bool begins_well() const { return form_ != FileForm::Lines || first_ == '\0' || first_ == '{'; }

 private:
  FileReader(std::unique_ptr<adapters::files::Input> input, news::decode::Options decode,
             std::uint64_t at, std::uint64_t position);
  base::Result<bool> fetch(stream::Millis wait);
  bool find_form(bool is_all);
  void feed();
  void feed_once();
  void finish();
  void take(const Cut& cut);
  void hold(FileItem item);
  void release();
  void lose(adapters::files::Damage damage);
  FileItem to_item(std::uint64_t begin, std::optional<Skip> skip) const;

  const std::unique_ptr<adapters::files::Input> input_;
  adapters::files::Unpacker unpacker_;
  EventMaker maker_;
  const std::size_t bytes_max_;
  std::unique_ptr<Cutter> cutter_;
  FileForm form_ = FileForm::Unknown;
  char first_ = '\0';
  std::string head_;       // until it tells the form
  std::string_view left_;  // of the piece
  std::size_t piece_bytes_ = 0;
  std::uint64_t piece_at_;  // packed
  std::uint64_t position_;  // of left_
  // A member that has begun, and where.
  std::uint64_t member_at_, member_position_;
  // What a line has told of the next one.
  std::optional<LetterLine> letter_;
  std::uint64_t letter_begin_ = 0;
  std::optional<FileItem> held_;  // the last one, until its bytes have proved to be good
  bool ends_member_ = false;      // the piece does
  std::deque<FileItem> ready_;    // few
  bool is_at_end_ = false;
};

}  // namespace replay
