#include <algorithm>
#include <utility>

#include "replay/cutter.h"

namespace replay {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

class LineCutter final : public Cutter {
 public:
  explicit LineCutter(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  std::size_t feed(std::string_view bytes, std::uint64_t at, std::optional<Cut>& cut) override {
    start_afresh(at);
    const std::size_t found = bytes.find('\n');
    const bool is_whole = found != std::string_view::npos;
    add(bytes.substr(0, found));
    if (is_whole) cut = take();
    return is_whole ? found + 1 : bytes.size();
  }

  // The last line may do without an end.
  std::optional<Cut> end() override {
    const bool is_cut = std::exchange(is_lost_, false);
    return is_begun_ && !is_cut ? take() : std::nullopt;
  }

  // Up to the next end of a line it may be anything.
  void lose() override {
    is_begun_ = false;
    is_lost_ = true;
  }

 private:
  void start_afresh(std::uint64_t at) {
    if (is_begun_) return;
    is_begun_ = true;
    is_long_ = false;
    begin_ = at;
    line_.clear();
  }

  void add(std::string_view bytes) {
    is_long_ = is_long_ || line_.size() + bytes.size() > bytes_max_ + 1;  // a '\r' is no part of it
    if (!is_long_) line_ += bytes;
  }

  std::optional<Cut> take() {
    is_begun_ = false;
    if (std::exchange(is_lost_, false)) return std::nullopt;
    std::string_view line = line_;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (begin_ == 0 && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
    if (is_long_ || line.size() > bytes_max_) return Cut{.begin = begin_, .skip = Skip::TooLarge};
    if (is_blank(line)) return std::nullopt;
    return Cut{.begin = begin_, .line = line};
  }

  const std::size_t bytes_max_;
  std::string line_;
  std::uint64_t begin_ = 0;
  bool is_begun_ = false, is_long_ = false, is_lost_ = false;
};

}  // namespace

std::unique_ptr<Cutter> make_line_cutter(std::size_t line_bytes_max) {
  return std::make_unique<LineCutter>(line_bytes_max);
}

}  // namespace replay
