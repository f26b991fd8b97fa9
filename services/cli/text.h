// cli/text.h
//
// Text on a page of fixed width: wrapped, in two columns, in colours if the reader has them.
// Width is counted in columns of a terminal: a wide character of East Asia has two. Pure.
// Must not know: what is printed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

inline constexpr std::size_t kPageWidth = 100;

std::size_t width_of(std::string_view text);

// At most `width` columns; what is cut off ends in "…".
std::string cut(std::string_view text, std::size_t width);

// Filled up with spaces on the right, or on the left.
std::string pad(std::string_view text, std::size_t width);
std::string pad_left(std::string_view text, std::size_t width);

// Lines of at most `width` columns, broken between words where there are any. Line ends stay.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

// The parts with ", " between them, in lines that break between parts only.
std::vector<std::string> wrap_parts(const std::vector<std::string>& parts, std::size_t width);

// The first cells right-aligned in columns of these widths, the others behind them as they are, the
// empty ones left out.
std::string to_row(const std::vector<std::string>& cells, std::span<const std::size_t> widths);

std::string with_commas(std::size_t number);

// Of nothing all is done.
std::uint64_t to_percent(std::uint64_t done, std::uint64_t of);

// "1 dump", "2 dumps".
std::string count_of(std::size_t count, std::string_view one, std::string_view many);

enum class Ink { Plain, Strong, Faint, Good, Warm, Bad };

// Escape sequences around the text, or the text alone.
class Paint final {
 public:
  explicit Paint(bool colors) : colors_(colors) {}
  std::string operator()(Ink ink, std::string_view text) const;

 private:
  bool colors_;
};

}  // namespace cli
