#include "replay/file_reader.h"

#include <algorithm>
#include <utility>

namespace replay {
namespace {

namespace files = adapters::files;
using base::Result;

constexpr std::string_view kWarc = "WARC/";
// Of one call: so many pieces, of a quarter of a MiB at most.
constexpr int kPiecesMax = 16;

Skip to_skip(files::Damage damage) {
  switch (damage) {
    case files::Damage::CutEnd:
      return Skip::CutEnd;
    case files::Damage::Trailing:
      return Skip::Trailing;
    case files::Damage::Broken:
      break;
  }
  return Skip::BadCompression;
}

}  // namespace

std::string_view to_text(FileForm form) {
  constexpr std::string_view kTexts[] = {"empty", "JSON lines", "WARC"};
  return kTexts[static_cast<std::size_t>(form)];
}

Result<std::unique_ptr<FileReader>> FileReader::open(const std::string& path,
                                                     news::decode::Options decode, std::uint64_t at,
                                                     std::uint64_t position) {
  auto input = files::Input::open(path);
  if (!input) return input.fault();
  if (at > 0) {
    if (auto sought = (*input)->seek(at); !sought) return sought.fault();
  }
  return std::unique_ptr<FileReader>(
      new FileReader(std::move(*input), std::move(decode), at, position));
}

FileReader::FileReader(std::unique_ptr<files::Input> input, news::decode::Options decode,
                       std::uint64_t at, std::uint64_t position)
    : input_(std::move(input)),
      unpacker_(*input_, at),
      maker_(decode),
      bytes_max_(decode.limits.event_bytes_max),
      piece_at_(at),
      position_(position),
      member_at_(at),
      member_position_(position) {}

Result<std::optional<FileItem>> FileReader::next(stream::Millis wait) {
  for (int pieces = 0; ready_.empty() && !is_at_end_ && pieces < kPiecesMax; ++pieces) {
    const auto fetched = left_.empty() ? fetch(wait) : Result<bool>(true);
    if (!fetched) return fetched.fault();
    if (!*fetched) break;
    feed();
  }
  if (ready_.empty()) return std::optional<FileItem>();
  std::optional<FileItem> first = std::move(ready_.front());
  ready_.pop_front();
  return first;
}

// False: nothing has come.
Result<bool> FileReader::fetch(stream::Millis wait) {
  piece_at_ = unpacker_.packed();
  const auto piece = unpacker_.next(wait);
  if (!piece) return piece.fault();
  left_ = piece->bytes;
  piece_bytes_ = left_.size();
  ends_member_ = piece->ends_member;
  if (piece->start) {
    member_at_ = *piece->start;
    member_position_ = position_ + head_.size();
  }
  if (piece->damage) lose(*piece->damage);
  if (piece->at_end) finish();
  return !piece->is_idle;
}

std::uint64_t FileReader::packed() const {
  const std::uint64_t of_piece = unpacker_.packed() - piece_at_;
  if (piece_bytes_ == 0 || left_.size() > piece_bytes_) return unpacker_.packed();
  return piece_at_ + of_piece * (piece_bytes_ - left_.size()) / piece_bytes_;
}

// As many bytes as tell it, or all there are.
bool FileReader::find_form(bool is_all) {
  if (form_ != FileForm::Unknown) return true;
  head_ += left_;
  left_ = {};
  const std::size_t begin = std::min(head_.find_first_not_of(" \t\r\n\xef\xbb\xbf"), head_.size());
  if (head_.empty() || (head_.size() < kWarc.size() && !is_all)) return false;
  form_ = head_.starts_with(kWarc) ? FileForm::Warc : FileForm::Lines;
  if (begin < head_.size()) first_ = head_[begin];
  cutter_ = form_ == FileForm::Warc ? make_warc_cutter(bytes_max_) : make_line_cutter(bytes_max_);
  left_ = head_;
  return true;
}

// Until an item is ready, or the piece is used up.
void FileReader::feed() {
  if (!find_form(false)) return;
  while (!left_.empty() && ready_.empty()) feed_once();
  if (!left_.empty()) return;
  head_.clear();
  if (std::exchange(ends_member_, false)) release();
}

void FileReader::feed_once() {
  std::optional<Cut> cut;
  const std::size_t taken = cutter_->feed(left_, position_, cut);
  left_.remove_prefix(taken);
  position_ += taken;
  if (cut) take(*cut);
}

void FileReader::finish() {
  if (find_form(true)) {
    while (!left_.empty()) feed_once();
    if (const auto cut = cutter_->end()) take(*cut);
  }
  release();
  is_at_end_ = true;
}

void FileReader::take(const Cut& cut) {
  if (cut.skip) {
    letter_.reset();
    return hold(to_item(cut.begin, cut.skip));
  }
  if (cut.warc != nullptr) {
    auto made = maker_.from_warc(*cut.warc);
    const Skip* skip = std::get_if<Skip>(&made);
    FileItem item = to_item(cut.begin, skip ? std::optional(*skip) : std::nullopt);
    if (skip == nullptr) item.event = std::get<FileEvent>(std::move(made));
    return hold(std::move(item));
  }
  if (auto letter = read_letter_line(cut.line)) {
    letter_ = std::move(letter);
    letter_begin_ = cut.begin;
    return;
  }
  FileItem item = to_item(letter_ ? letter_begin_ : cut.begin, std::nullopt);
  item.event = maker_.from_line(cut.line, std::exchange(letter_, std::nullopt));
  hold(std::move(item));
}

void FileReader::hold(FileItem item) {
  release();
  held_ = std::move(item);
  if (unpacker_.packing() == files::Packing::Plain) release();
}

void FileReader::release() {
  if (!held_) return;
  ready_.push_back(*std::exchange(held_, std::nullopt));
}

// What came last is damaged too, or may be; of an end that is missing it is not.
void FileReader::lose(files::Damage damage) {
  if (damage == files::Damage::Broken) held_.reset();
  release();
  if (cutter_) cutter_->lose();
  letter_.reset();
  ready_.push_back(to_item(position_, to_skip(damage)));
}

FileItem FileReader::to_item(std::uint64_t begin, std::optional<Skip> skip) const {
  FileItem item{.begin = begin, .skip = skip};
  if (unpacker_.packing() == files::Packing::Plain) item.restart = begin;
  if (begin == member_position_) item.restart = member_at_;
  return item;
}

}  // namespace replay
