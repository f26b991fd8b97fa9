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

namespace news::versions {
namespace {

static_assert(std::endian::native == std::endian::little, "word hashes are read in lanes");

// Bytes that word_hash may read behind a word.
constexpr std::size_t kPadding = 8;

constexpr std::array<std::uint64_t, 8> kSketchMultipliers{
    0x9e3779b97f4a7c15, 0xc2b2ae3d27d4eb4f, 0x165667b19e3779f9, 0xd6e8feb86659fd93,
    0xa0761d6478bd642f, 0xe7037ed1a0b428db, 0x8ebc6af09c88c6e3, 0x589965cc75374cc3};

// Of the folded bytes [word, word + size); kPadding bytes behind them must be readable.
std::uint64_t word_hash(const char* word, std::size_t size) {
  std::uint64_t hash = size * 0x9e3779b97f4a7c15;
  std::uint64_t lane;
  for (; size > 8; size -= 8, word += 8) {
    std::memcpy(&lane, word, 8);
    hash = (hash ^ lane) * 0xff51afd7ed558ccd;
    hash ^= hash >> 29;
  }
  std::memcpy(&lane, word, 8);
  if (size < 8) lane &= (std::uint64_t{1} << (8 * size)) - 1;
  hash = (hash ^ lane) * 0xc4ceb9fe1a85ec53;
  return hash ^ hash >> 32;
}

std::uint64_t hash_of(std::string word) {
  const std::size_t size = word.size();
  word.append(kPadding, '\0');
  return word_hash(word.data(), size);
}

// Words that turn a sentence round, folded. Contractions (isn't) are known by their ending.
const std::vector<std::uint64_t>& negations() {
  static const std::vector<std::uint64_t> table = [] {
    std::vector<std::uint64_t> hashes;
    for (const char* word : {"no",
                             "not",
                             "never",
                             "none",
                             "nobody",
                             "nothing",
                             "neither",
                             "nor",
                             "without",
                             "cannot",
                             "nicht",
                             "kein",
                             "keine",
                             "keinen",
                             "keinem",
                             "keiner",
                             "nie",
                             "niemals",
                             "ohne",
                             "ne",
                             "pas",
                             "jamais",
                             "non",
                             "ni",
                             "sans",
                             "aucun",
                             "aucune",
                             "nunca",
                             "jamas",
                             "sin",
                             "nao",
                             "sem",
                             "mai",
                             "senza",
                             "niet",
                             "geen",
                             "nooit",
                             "inte",
                             "aldrig",
                             "ikke",
                             "nie",
                             "\xd0\xbd\xd0\xb5",
                             "\xd0\xbd\xd0\xb5\xd1\x82",
                             "\xd0\xbd\xd0\xb8",
                             "\xd0\xb1\xd0\xb5\xd0\xb7",
                             "\xe4\xb8\x8d",
                             "\xe6\xb2\xa1",
                             "\xe6\xb2\x92",
                             "\xe6\x9c\xaa",
                             "\xe7\x84\xa1",
                             "\xe6\x97\xa0"}) {
      hashes.push_back(hash_of(word));
    }
    std::sort(hashes.begin(), hashes.end());
    return hashes;
  }();
  return table;
}

bool is_negation(std::uint64_t hash) {
  static const std::vector<std::uint64_t>& table = negations();
  static const std::uint64_t filter = [] {
    std::uint64_t bits = 0;
    for (const std::uint64_t word : table) bits |= std::uint64_t{1} << (word & 63);
    return bits;
  }();
  if ((filter >> (hash & 63) & 1) == 0) return false;
  return std::binary_search(table.begin(), table.end(), hash);
}

enum CharClass : std::uint8_t { kOther, kLetter, kCapital, kDigit, kQuote };

constexpr std::array<std::uint8_t, 128> kClasses = [] {
  std::array<std::uint8_t, 128> classes{};
  for (int c = 'a'; c <= 'z'; ++c) classes[c] = kLetter;
  for (int c = 'A'; c <= 'Z'; ++c) classes[c] = kCapital;
  for (int c = '0'; c <= '9'; ++c) classes[c] = kDigit;
  classes['"'] = kQuote;
  return classes;
}();

std::uint8_t class_of(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 128 ? kClasses[byte] : static_cast<std::uint8_t>(kOther);
}

bool is_letter(char c) {
  const std::uint8_t kind = class_of(c);
  return kind == kLetter || kind == kCapital;
}

// ' between letters (isn't) and . , between digits (3,500) do not end a word.
bool joins_word(std::string_view text, std::size_t at) {
  if (at == 0 || at + 1 >= text.size()) return false;
  if (text[at] == '\'') return is_letter(text[at - 1]) && is_letter(text[at + 1]);
  if (text[at] != '.' && text[at] != ',') return false;
  return class_of(text[at - 1]) == kDigit && class_of(text[at + 1]) == kDigit;
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

bool is_ascii(std::string_view text) {
  std::uint64_t bits = 0, lane;
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::memcpy(&lane, text.data() + i, 8);
    bits |= lane;
  }
  for (; i < text.size(); ++i) bits |= static_cast<unsigned char>(text[i]);
  return (bits & 0x8080808080808080) == 0;
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

// 。 and the full stops of Devanagari and Arabic, which end a sentence wherever they stand.
std::size_t full_stop_size(std::string_view text, std::size_t at) {
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
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '.' || c == '!' || c == '?') {
      std::size_t end = i + 1;
      while (end < text.size() && is_closing(text[end])) ++end;
      if (ends_before(text, end)) return end;
    } else if (static_cast<unsigned char>(c) >= 0xd8) {
      const std::size_t stop = full_stop_size(text, i);
      if (stop == 0) continue;
      std::size_t end = i + stop;
      while (end < text.size() && is_closing(text[end])) ++end;
      return end;
    }
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
  minima_.fill(0xffffffff);
  if (is_ascii(sentence)) {
    read_ascii(sentence);
  } else {
    read_unicode(sentence);
  }
  return feature(folded_.size() - kPadding);
}

void SentenceReader::read_ascii(std::string_view sentence) {
  folded_.resize(sentence.size() + kPadding);
  char* const out = folded_.data();
  std::size_t size = 0;
  Word word;
  bool quoted = false;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    const char c = sentence[i];
    const std::uint8_t kind = kClasses[static_cast<unsigned char>(c)];
    if (kind == kLetter || kind == kCapital || kind == kDigit) {
      if (size == word.begin) word.capital = kind == kCapital;
      word.digit |= kind == kDigit;
      out[size++] = kind == kCapital ? static_cast<char>(c | 0x20) : c;
      continue;
    }
    if (size != word.begin) {
      if (joins_word(sentence, i)) {
        word.negated |= c == '\'' && (sentence[i + 1] | 0x20) == 't' && out[size - 1] == 'n';
        continue;
      }
      end_word(word, size, quoted);
      word = Word{.begin = size};
    }
    if (kind == kQuote) quoted = !quoted;
  }
  if (size != word.begin) end_word(word, size, quoted);
  folded_.resize(size + kPadding);
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
    end_word(word, size, quoted);
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

void SentenceReader::end_word(const Word& word, std::size_t end, bool quoted) {
  const std::uint64_t hash = word_hash(folded_.data() + word.begin, end - word.begin);
  const bool name = options_.capitals_are_names && word.capital && words_ != 0;
  if (word.digit || quoted || name || word.negated || is_negation(hash)) {
    facts_ = (std::rotl(facts_, 7) ^ hash ^ (quoted ? 0x51 : 0)) * 0x9e3779b97f4a7c15;
  }
  add_word(hash);
}

void SentenceReader::add_word(std::uint64_t hash) {
  ++words_;
  for (std::size_t i = 0; i < minima_.size(); ++i) {
    const auto value = static_cast<std::uint32_t>(hash * kSketchMultipliers[i] >> 32);
    minima_[i] = std::min(minima_[i], value);
  }
}

SentenceFeature SentenceReader::feature(std::size_t folded_size) const {
  SentenceFeature feature;
  const std::string_view letters(folded_.data(), folded_size);
  feature.fold = static_cast<std::uint32_t>(base::xxh3_64(letters));
  feature.facts = static_cast<std::uint8_t>(facts_ >> 56);
  if (facts_ != 0 && feature.facts == 0) feature.facts = 1;
  for (std::size_t i = 0; i < minima_.size(); ++i) {
    feature.sketch |= (minima_[i] & 15) << (4 * i);
  }
  feature.words = static_cast<std::uint8_t>(std::min<std::uint32_t>(words_, 255));
  return feature;
}

}  // namespace news::versions
