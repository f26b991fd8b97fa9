#include "news/versions/fold.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <vector>

#include "base/check.h"
#include "base/hash.h"
#include "news/versions/lanes.h"

namespace news::versions {
namespace {

// Bytes behind a text that may be read and written.
constexpr std::size_t kPadding = 8;

// Of the folded bytes [word, word + size); kPadding bytes behind them must be readable.
std::uint64_t word_hash(const char* word, std::size_t size) {
  std::uint64_t hash = size * 0x9e3779b97f4a7c15;
  for (; size > 8; size -= 8, word += 8) {
    hash = (hash ^ load(word)) * 0xff51afd7ed558ccd;
    hash ^= hash >> 29;
  }
  const Lane last = size == 0 ? 0 : load(word) & ~Lane{0} >> (64 - 8 * size);
  hash = (hash ^ last) * 0xc4ceb9fe1a85ec53;
  return hash ^ hash >> 32;
}

std::uint64_t hash_of(std::string word) {
  const std::size_t size = word.size();
  word.append(kPadding, '\0');
  return word_hash(word.data(), size);
}

// Words that turn a sentence round, folded. Contractions (isn't) are known by their ending.
constexpr std::string_view kNegations =
    "no not never none nobody nothing neither nor without cannot "
    "nicht kein keine keinen keinem keiner nie niemals ohne niet geen nooit inte aldrig ikke "
    "ne pas jamais non ni sans aucun aucune nunca jamas sin nao sem mai senza "
    "\xd0\xbd\xd0\xb5 \xd0\xbd\xd0\xb5\xd1\x82 \xd0\xbd\xd0\xb8 "
    "\xd0\xb1\xd0\xb5\xd0\xb7 \xe4\xb8\x8d \xe6\xb2\xa1 \xe6\xb2\x92 \xe6\x9c\xaa "
    "\xe7\x84\xa1 \xe6\x97\xa0 ";

class Negations final {
 public:
  Negations() {
    for (std::string_view rest = kNegations; !rest.empty();) {
      const std::size_t end = rest.find(' ');
      hashes_.push_back(hash_of(std::string(rest.substr(0, end))));
      filter_ |= std::uint64_t{1} << (hashes_.back() & 63);
      rest.remove_prefix(end + 1);
    }
    std::sort(hashes_.begin(), hashes_.end());
  }

  bool has(std::uint64_t hash) const {
    return (filter_ >> (hash & 63) & 1) != 0 &&
           std::binary_search(hashes_.begin(), hashes_.end(), hash);
  }

 private:
  std::uint64_t filter_ = 0;  // most words are told apart by it alone
  std::vector<std::uint64_t> hashes_;
};

const Negations negations;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_letter(char c) {
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'z';
}

// ' between letters (isn't) and . , between digits (3,500) do not end a word.
bool joins_word(std::string_view text, std::size_t at) {
  if (at == 0 || at + 1 >= text.size()) return false;
  if (text[at] == '\'') return is_letter(text[at - 1]) && is_letter(text[at + 1]);
  if (text[at] != '.' && text[at] != ',') return false;
  return is_digit(text[at - 1]) && is_digit(text[at + 1]);
}

// Accents, and the points of Hebrew and Arabic, which writers may leave out.
bool is_accent(UChar32 c) {
  return (c >= 0x300 && c <= 0x36f) || (c >= 0x591 && c <= 0x5bd) || (c >= 0x64b && c <= 0x652);
}

bool belongs_to_word(UChar32 c) {
  constexpr std::uint32_t kMask = U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK;
  return (U_GET_GC_MASK(c) & kMask) != 0;
}

// Case-folded, then NFKD; punctuation and spaces are still there.
void spell(std::string_view text, std::string& out) {
  static const icu::Normalizer2* const nfkd = [] {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKDInstance(error);
    CHECK(U_SUCCESS(error));
    return normalizer;
  }();
  UErrorCode error = U_ZERO_ERROR;
  std::string lower;
  icu::StringByteSink<std::string> lower_sink(&lower);
  const auto size = static_cast<int32_t>(text.size());
  icu::CaseMap::utf8Fold(0, icu::StringPiece(text.data(), size), lower_sink, nullptr, error);
  out.clear();
  icu::StringByteSink<std::string> sink(&out);
  nfkd->normalizeUTF8(0, lower, sink, nullptr, error);
  CHECK(U_SUCCESS(error));
}

void append(std::string& out, UChar32 c) {
  char bytes[U8_MAX_LENGTH];
  int32_t size = 0;
  U8_APPEND_UNSAFE(bytes, size, c);
  out.append(bytes, static_cast<std::size_t>(size));
}

// A closing mark after the end of a sentence still belongs to it.
bool is_closing(char c) { return c == '"' || c == '\'' || c == ')' || c == ']' || c == '}'; }

UChar32 code_point_at(std::string_view text, std::size_t at) {
  auto i = static_cast<int32_t>(at);
  UChar32 c;
  U8_NEXT_OR_FFFD(text.data(), i, static_cast<int32_t>(text.size()), c);
  return c;
}

// After a full stop and its closing marks: does the sentence end here?
bool ends_before(std::string_view text, std::size_t at) {
  if (at >= text.size()) return true;
  if (text[at] != ' ') return is_unspaced(code_point_at(text, at));
  if (at + 1 >= text.size()) return true;
  return u_islower(code_point_at(text, at + 1)) == 0;
}

// The next byte that may end a sentence: .!? or the first of a longer full stop.
std::size_t next_stop(std::string_view text, std::size_t at) {
  for (; at < text.size(); at += 8) {
    const std::size_t left = text.size() - at;
    const Lane lane = left >= 8 ? load(text.data() + at) : load(text.data() + at, left);
    const Lane stops = equal(lane, '.') | equal(lane, '!') | equal(lane, '?') | high_bits(lane);
    if (stops == 0) continue;
    return at + static_cast<std::size_t>(std::countr_zero(stops)) / 8;
  }
  return text.size();
}

// 。 and the full stops of Devanagari and Arabic, which end a sentence wherever they stand.
std::size_t full_stop_size(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first != 0xe3 && first != 0xe0 && first != 0xd8 && first != 0xdb) return 0;
  for (const std::string_view stop : {"\xe3\x80\x82", "\xe0\xa5\xa4", "\xd8\x9f", "\xdb\x94"}) {
    if (text.substr(at, stop.size()) == stop) return stop.size();
  }
  return 0;
}

}  // namespace

bool is_unspaced(std::int32_t c) {
  if (c < 0x3000) return false;
  return c <= 0x30ff || (c >= 0x31f0 && c <= 0x31ff) || (c >= 0x3400 && c <= 0x4dbf) ||
         (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) ||
         (c >= 0x20000 && c <= 0x3ffff);
}

std::size_t sentence_length(std::string_view text) {
  for (std::size_t i = next_stop(text, 0); i < text.size(); i = next_stop(text, i + 1)) {
    const char c = text[i];
    const bool latin = c == '.' || c == '!' || c == '?';
    const std::size_t stop = latin ? 1 : full_stop_size(text, i);
    if (stop == 0) continue;
    std::size_t end = i + stop;
    while (end < text.size() && is_closing(text[end])) ++end;
    if (!latin || ends_before(text, end)) return end;
  }
  return text.size();
}

std::string folded(std::string_view text) {
  std::string spelled, out;
  spell(text, spelled);
  const auto size = static_cast<int32_t>(spelled.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT_OR_FFFD(spelled.data(), i, size, c);
    if (!is_accent(c) && belongs_to_word(c)) append(out, c);
  }
  return out;
}

SentenceReader::SentenceReader(ReaderOptions options) : options_(options) {}

SentenceFeature SentenceReader::read(std::string_view sentence) {
  words_ = 0;
  facts_ = 0;
  minima_ = Hashes{} + std::int16_t{0x7fff};
  if (is_ascii(sentence)) {
    read_ascii(sentence);
  } else {
    read_unicode(sentence);
  }
  return feature(folded_.size() - kPadding);
}

// Which bytes are what, one bit each, sixty-four at a time.
struct SentenceReader::Marks {
  std::uint64_t words = 0, digits = 0, capitals = 0, quotes = 0;
};

SentenceReader::Marks SentenceReader::mark(std::string_view text, std::size_t at, char* lower) {
  Marks marks;
  for (int lane_of = 0; lane_of < 64 && at < text.size(); lane_of += 8, at += 8, lower += 8) {
    const std::size_t left = text.size() - at;
    const Lane lane = left >= 8 ? load(text.data() + at) : load(text.data() + at, left);
    const Lane letter = letters(lane), digit = versions::digits(lane);
    const Lane folded = lane | letter >> 2;
    std::memcpy(lower, &folded, sizeof folded);
    marks.words |= to_bits(letter | digit) << lane_of;
    if (digit != 0) marks.digits |= to_bits(digit) << lane_of;
    if (const Lane c = versions::capitals(lane, letter); c != 0) {
      marks.capitals |= to_bits(c) << lane_of;
    }
    if (const Lane q = equal(lane, '"'); q != 0) marks.quotes |= to_bits(q) << lane_of;
  }
  return marks;
}

// Words are runs of bits, so that the loop turns once a word and not once a byte.
void SentenceReader::read_ascii(std::string_view sentence) {
  folded_.resize(sentence.size() + kPadding);
  spelled_.resize(sentence.size() + 64 + kPadding);
  Word word;
  bool quoted = false;
  std::size_t size = 0;
  for (std::size_t block = 0; block < sentence.size(); block += 64) {
    char* const lower = spelled_.data() + block;
    const Marks marks = mark(sentence, block, lower);
    for (std::uint64_t left = marks.words; left != 0;) {
      const int begin = std::countr_zero(left);
      const int length = std::countr_one(left >> begin);
      const std::uint64_t run = (length == 64 ? ~0ull : (1ull << length) - 1) << begin;
      left &= ~run;
      if (size == word.begin) {
        word.capital = (marks.capitals >> begin & 1) != 0;
        const std::uint64_t before = marks.quotes & ((1ull << begin) - 1);
        word.quoted = quoted != (std::popcount(before) % 2 != 0);
      }
      word.digit |= (marks.digits & run) != 0;
      for (int i = 0; i < length; i += 8) {
        std::memcpy(folded_.data() + size + static_cast<std::size_t>(i), lower + begin + i, 8);
      }
      size += static_cast<std::size_t>(length);
      const std::size_t end = block + static_cast<std::size_t>(begin + length);
      if (continues_word(sentence, end, word)) continue;
      end_word(word, size);
      word = Word{.begin = size};
    }
    quoted = quoted != (std::popcount(marks.quotes) % 2 != 0);
  }
  folded_.resize(size + kPadding);
}

// At the end of a run: the next sixty-four bytes may go on with it, and some marks join two runs.
bool SentenceReader::continues_word(std::string_view text, std::size_t end, Word& word) {
  if (end >= text.size()) return false;
  if (end % 64 == 0 && (is_letter(text[end]) || is_digit(text[end]))) return true;
  const char c = text[end];
  if (c != '\'' && c != '.' && c != ',') return false;
  if (!joins_word(text, end)) return false;
  word.negated |= c == '\'' && (text[end + 1] | 0x20) == 't' && (text[end - 1] | 0x20) == 'n';
  return true;
}

// Names are not looked for here: after folding, capitals are gone. Numbers, quotes and negations
// are, and each ideograph counts as a word, in pairs for the sketch.
void SentenceReader::read_unicode(std::string_view sentence) {
  spell(sentence, spelled_);
  folded_.clear();
  Word word;
  bool quoted = false;
  std::size_t previous = std::string::npos;  // begin of the ideograph before, in folded_
  const auto close = [&] {
    const std::size_t size = folded_.size();
    if (size == word.begin) return;
    folded_.append(kPadding, '\0');
    word.quoted = quoted;
    end_word(word, size);
    folded_.resize(size);
    word = Word{.begin = size};
  };
  const auto size = static_cast<int32_t>(spelled_.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT_OR_FFFD(spelled_.data(), i, size, c);
    if (is_accent(c)) continue;
    const bool in_word = belongs_to_word(c);
    if (in_word && is_unspaced(c)) {
      close();
      const std::size_t begin = folded_.size();
      append(folded_, c);
      word.begin = previous == std::string::npos ? begin : previous;
      close();
      previous = begin;
      continue;
    }
    previous = std::string::npos;
    if (in_word) {
      word.digit |= u_isdigit(c) != 0;
      append(folded_, c);
    } else if (i >= size || i < 2 || !joins_word(spelled_, static_cast<std::size_t>(i) - 1)) {
      close();
      if (c == '"') quoted = !quoted;
    }
  }
  close();
  folded_.append(kPadding, '\0');
}

void SentenceReader::end_word(const Word& word, std::size_t end) {
  const std::uint64_t hash = word_hash(folded_.data() + word.begin, end - word.begin);
  const bool name = options_.capitals_are_names && word.capital && words_ != 0;
  if (word.digit || word.quoted || name || word.negated || negations.has(hash)) {
    facts_ = (std::rotl(facts_, 7) ^ hash ^ (word.quoted ? 0x51 : 0)) * 0x9e3779b97f4a7c15;
  }
  ++words_;
  const std::uint64_t more = hash * 0xd6e8feb86659fd93;
  const Hashes lanes = std::bit_cast<Hashes>(std::array<std::uint64_t, 2>{hash, more ^ more >> 32});
  minima_ = lanes < minima_ ? lanes : minima_;
}

SentenceFeature SentenceReader::feature(std::size_t folded_size) const {
  SentenceFeature feature;
  const std::string_view letters(folded_.data(), folded_size);
  feature.fold = static_cast<std::uint32_t>(base::xxh3_64(letters));
  feature.facts = static_cast<std::uint8_t>(facts_ >> 56);
  if (facts_ != 0 && feature.facts == 0) feature.facts = 1;
  for (int i = 0; i < 8; ++i) {
    feature.sketch |= static_cast<std::uint32_t>(minima_[i] & 15) << (4 * i);
  }
  feature.words = static_cast<std::uint8_t>(std::min<std::uint32_t>(words_, 255));
  return feature;
}

}  // namespace news::versions
