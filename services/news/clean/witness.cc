#include "news/clean/witness.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "news/clean/prune.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

constexpr std::size_t kTextBytesMax = 256u << 10;
constexpr std::size_t kPieceBytes = 24, kStride = 8;
constexpr std::uint64_t kBits = 1u << 22;  // of one in a hundred at the limit above
constexpr std::int64_t kParagraphsWordsMin = 4200;

bool is_cut(std::string_view text) {
  return text.ends_with("…") || text.ends_with("...") || text.ends_with("[…]") ||
         text.ends_with("[...]");
}

// Some give it with its markup: what stands between tags, a line each.
std::string without_tags(std::string_view text) {
  std::string plain;
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t open = std::min(text.find('<', pos), text.size());
    plain += text.substr(pos, open - pos);
    if (open == text.size()) break;
    const std::size_t close = text.find('>', open);
    const char next = open + 1 < text.size() ? text[open + 1] : ' ';
    const bool tag = next == '/' || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
    if (close == std::string_view::npos) {
      plain += text.substr(open);
      break;
    }
    plain += tag ? "\n" : text.substr(open, close + 1 - open);
    pos = close + 1;
  }
  return plain;
}

std::string_view start_of(std::string_view text) {
  std::size_t size = std::min(text.size(), kTextBytesMax);
  while (size > 0 && size < text.size() && (text[size] & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

std::uint64_t bit_of(std::string_view folded, std::size_t pos) {
  return base::xxh3_64(folded.substr(pos, kPieceBytes)) % kBits;
}

}  // namespace

// Pieces of the text are hashed at every eighth byte, those of a block at each: of a block that
// stands in the text every eighth is found.
bool Witness::holds(std::string_view block) {
  fold_into(block, folded_);
  if (folded_.size() < kPieceBytes) return false;
  std::size_t found = 0;
  const std::size_t pieces = folded_.size() - kPieceBytes + 1;
  for (std::size_t pos = 0; pos < pieces; ++pos) {
    const std::uint64_t bit = bit_of(folded_, pos);
    found += (seen_[bit / 64] >> (bit % 64)) & 1;
  }
  return found > 0 && found * kStride * 2 + kStride >= pieces;
}

bool Witness::hear(const BlockList& list, std::string_view text, std::int64_t words_min) {
  text = trim(text);
  if (text.empty() || is_cut(text)) return false;
  const std::string folded = fold(without_tags(start_of(text)));
  seen_.assign(kBits / 64, 0);
  for (std::size_t pos = 0; pos + kPieceBytes <= folded.size(); pos += kStride) {
    const std::uint64_t bit = bit_of(folded, pos);
    seen_[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
  body_.clear("jsonld", list.blocks.size());
  std::int64_t words = 0;
  for (std::size_t i = 0; i < list.blocks.size(); ++i) {
    const Line& line = list.lines[i];
    if (line.consent || line.readers || !holds(line.text)) continue;
    body_.fates[i] = Fate::Kept;
    words += line.words;
  }
  settle(list, body_);
  return words > 0 && words >= words_min;
}

std::vector<std::string> read_witness(std::string_view text) {
  std::vector<std::string> paragraphs;
  const std::string plain = without_tags(text);
  text = trim(plain);
  if (is_cut(text) || count_words(polish(text)) < kParagraphsWordsMin) return paragraphs;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string paragraph = polish(text.substr(0, end));
    if (!paragraph.empty()) paragraphs.push_back(std::move(paragraph));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return paragraphs;
}

}  // namespace news::clean
