#include <algorithm>
#include <charconv>
#include <utility>

#include "replay/cutter.h"

namespace replay {
namespace {

constexpr std::string_view kMagic = "WARC/";
// What a line is looked at for, when a record is looked for.
constexpr std::size_t kVersionBytesMax = 32;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

char to_small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// "WARC/1.0", "WARC/1.1"
bool is_version(std::string_view line) {
  line = trim(line);
  if (!line.starts_with(kMagic)) return false;
  line.remove_prefix(kMagic.size());
  const std::size_t dot = line.find('.');
  if (dot == 0 || dot == std::string_view::npos || dot + 1 == line.size()) return false;
  return std::all_of(line.begin(), line.end(), [](char c) { return c == '.' || is_digit(c); });
}

// "Name: value" lines, the first of them a version; a line that begins with a space goes on with
// the one before (ISO 28500, 4 and 5).
std::map<std::string, std::string> read_fields(std::string_view head) {
  std::map<std::string, std::string> fields;
  std::string* last = nullptr;
  head.remove_prefix(std::min(head.find('\n') + 1, head.size()));
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find('\n'));
    head.remove_prefix(std::min(line.size() + 1, head.size()));
    if (line.starts_with(' ') || line.starts_with('\t')) {
      if (last != nullptr) *last += " " + std::string(trim(line));
      continue;
    }
    const std::size_t colon = line.find(':');
    last = nullptr;
    if (colon == std::string_view::npos) continue;
    std::string name(trim(line.substr(0, colon)));
    std::transform(name.begin(), name.end(), name.begin(), to_small);
    const auto [place, is_new] = fields.emplace(std::move(name), trim(line.substr(colon + 1)));
    if (is_new) last = &place->second;
  }
  return fields;
}

std::optional<std::uint64_t> read_length(std::string_view text) {
  std::uint64_t length = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), length);
  const bool is_good = read.ec == std::errc() && read.ptr == text.data() + text.size();
  return is_good && !text.empty() ? std::optional(length) : std::nullopt;
}

// Nothing: a response.
std::optional<Skip> skip_of(std::string_view type) {
  constexpr std::pair<std::string_view, Skip> kTypes[] = {
      {"warcinfo", Skip::Warcinfo},        {"request", Skip::Request},
      {"metadata", Skip::Metadata},        {"revisit", Skip::Revisit},
      {"resource", Skip::Resource},        {"conversion", Skip::Conversion},
      {"continuation", Skip::Continuation}};
  if (type == "response") return std::nullopt;
  for (const auto& [name, skip] : kTypes) {
    if (type == name) return skip;
  }
  return Skip::OtherType;
}

class WarcCutter final : public Cutter {
 public:
  explicit WarcCutter(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  std::size_t feed(std::string_view bytes, std::uint64_t at, std::optional<Cut>& cut) override {
    switch (state_) {
      case State::Between:
        return find_begin(bytes, at, cut);
      case State::Head:
        return read_head(bytes, cut);
      case State::Block:
        return read_block(bytes, cut);
      case State::Lost:
        break;
    }
    return search(bytes, at);
  }

  std::optional<Cut> end() override {
    const State state = std::exchange(state_, State::Between);
    if (state == State::Between || state == State::Lost) return std::nullopt;
    const bool is_record = state == State::Block || head_.substr(0, kMagic.size()) == kMagic;
    return Cut{.begin = begin_, .skip = is_record ? Skip::CutEnd : Skip::BadWarc};
  }

  void lose() override {
    state_ = State::Lost;
    head_.clear();
    line_ = 0;
  }

 private:
  enum class State { Between, Head, Block, Lost };

  // Two empty lines end a record; fewer or more do no harm.
  std::size_t find_begin(std::string_view bytes, std::uint64_t at, std::optional<Cut>& cut) {
    const std::size_t blank = std::min(bytes.find_first_not_of("\r\n"), bytes.size());
    if (blank > 0) return blank;
    state_ = State::Head;
    begin_ = at;
    head_.clear();
    line_ = 0;
    return read_head(bytes, cut);
  }

  std::size_t read_head(std::string_view bytes, std::optional<Cut>& cut) {
    const std::size_t taken = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
    head_ += bytes.substr(0, taken);
    if (head_.size() > bytes_max_) {
      cut = spoil();
    } else if (head_.ends_with('\n')) {
      cut = judge_line();
    }
    return taken;
  }

  // A line of the head is whole.
  std::optional<Cut> judge_line() {
    const std::size_t begin = std::exchange(line_, head_.size());
    const std::string_view line = std::string_view(head_).substr(begin);
    if (begin == 0) return is_version(line) ? std::nullopt : std::optional(spoil());
    return trim(line).empty() ? enter_block() : std::nullopt;
  }

  std::optional<Cut> enter_block() {
    record_.fields = read_fields(head_);
    record_.block.clear();
    record_.is_whole = true;
    const auto length = read_length(record_.field("content-length"));
    if (!length) return spoil();
    skip_ = skip_of(record_.field("warc-type"));
    left_ = *length;
    state_ = State::Block;
    return left_ == 0 ? std::optional(take()) : std::nullopt;
  }

  std::size_t read_block(std::string_view bytes, std::optional<Cut>& cut) {
    const std::size_t taken = std::min<std::uint64_t>(left_, bytes.size());
    if (!skip_) {
      const std::size_t kept = std::min(taken, bytes_max_ - record_.block.size());
      record_.block += bytes.substr(0, kept);
      record_.is_whole = record_.is_whole && kept == taken;
    }
    left_ -= taken;
    if (left_ == 0) cut = take();
    return taken;
  }

  // Until a line looks like the first of a record.
  std::size_t search(std::string_view bytes, std::uint64_t at) {
    if (line_ == 0) begin_ = at;
    const std::size_t taken = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
    line_ += taken;
    if (line_ <= kVersionBytesMax) head_ += bytes.substr(0, taken);
    if (bytes[taken - 1] != '\n') return taken;
    const bool is_found = line_ <= kVersionBytesMax && is_version(head_);
    if (is_found) {
      state_ = State::Head;
    } else {
      head_.clear();
    }
    line_ = is_found ? head_.size() : 0;
    return taken;
  }

  Cut take() {
    state_ = State::Between;
    if (skip_) return {.begin = begin_, .skip = skip_};
    return {.begin = begin_, .warc = &record_};
  }

  Cut spoil() {
    lose();
    return {.begin = begin_, .skip = Skip::BadWarc};
  }

  const std::size_t bytes_max_;
  State state_ = State::Between;
  std::string head_;
  std::size_t line_ = 0;  // of the head: where its last line begins; of a search: bytes of the line
  std::uint64_t begin_ = 0, left_ = 0;
  std::optional<Skip> skip_;
  WarcRecord record_;
};

}  // namespace

std::unique_ptr<Cutter> make_warc_cutter(std::size_t record_bytes_max) {
  return std::make_unique<WarcCutter>(record_bytes_max);
}

}  // namespace replay
