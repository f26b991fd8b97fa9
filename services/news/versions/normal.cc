#include "news/versions/normal.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/check.h"
#include "base/hash.h"
#include "news/versions/fold.h"
#include "news/versions/headline.h"
#include "news/versions/lanes.h"
#include "news/versions/volatile.h"

namespace news::versions {
namespace {

const icu::Normalizer2& nfkc() {
  static const icu::Normalizer2* const normalizer = [] {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* found = icu::Normalizer2::getNFKCInstance(error);
    CHECK(U_SUCCESS(error));
    return found;
  }();
  return *normalizer;
}

bool is_invisible(UChar32 c) {
  return c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x2064) || (c >= 0x2066 && c <= 0x206f) || c == 0xfeff ||
         c == 0x61c || (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0x180b && c <= 0x180f) ||
         (c >= 0xe0100 && c <= 0xe01ef);
}

// Quotes and dashes of one kind; everything else stays.
UChar32 plain(UChar32 c) {
  if ((c >= 0x2018 && c <= 0x201b) || c == 0x2032 || c == 0x2039 || c == 0x203a || c == 0x2bc) {
    return '\'';
  }
  if ((c >= 0x201c && c <= 0x201f) || c == 0xab || c == 0xbb || (c >= 0x300c && c <= 0x300f) ||
      (c >= 0x301d && c <= 0x301f)) {
    return '"';
  }
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) return '-';
  return c;
}

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Words from `at` on that single blanks part; ends before the space that is not one.
std::size_t normal_end(std::string_view text, std::size_t at) {
  std::size_t i = at;
  for (; i + 9 <= text.size(); i += 8) {
    const Lane lane = load(text.data() + i);
    const Lane odd = between(lane, '\t', '\r');
    const Lane two = equal(lane, ' ') & equal(load(text.data() + i + 1), ' ');
    if ((odd | two) != 0) break;
  }
  for (; i < text.size(); ++i) {
    if (!is_space(text[i])) continue;
    const bool last = i + 1 == text.size() || is_space(text[i + 1]);
    if (text[i] != ' ' || last) break;
  }
  return i;
}

// Collects normalised text, one space between words, paragraph after paragraph.
class Text final {
 public:
  explicit Text(std::string& out) : out_(out) {}
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;

  // Where the next word will begin, once the space before it is written.
  void begin_paragraph() { space_ = !out_.empty() && out_.back() != kSeparator; }

  // ASCII only: as much at once as is normal already.
  void add_ascii(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
      if (is_space(text[i])) {
        space_ = true;
        ++i;
        continue;
      }
      const std::size_t end = normal_end(text, i);
      write_space(false);
      out_.append(text, i, end - i);
      unspaced_ = false;
      i = end;
    }
  }

  void add_unicode(std::string_view text) {
    const auto size = static_cast<int32_t>(text.size());
    for (int32_t i = 0; i < size;) {
      UChar32 c;
      U8_NEXT_OR_FFFD(text.data(), i, size, c);
      add(plain(c));
    }
  }

  static constexpr char kSeparator = 0x1e;

 private:
  void add(UChar32 c) {
    if (is_invisible(c)) return;
    if (c < 0x80 ? is_space(static_cast<char>(c)) : u_isUWhiteSpace(c) != 0) {
      space_ = true;
      return;
    }
    const bool unspaced = is_unspaced(c);
    write_space(unspaced);
    char bytes[U8_MAX_LENGTH];
    int32_t size = 0;
    U8_APPEND_UNSAFE(bytes, size, c);
    out_.append(bytes, static_cast<std::size_t>(size));
    unspaced_ = unspaced;
  }

  void write_space(bool unspaced) {
    const bool inside = !out_.empty() && out_.back() != kSeparator;
    if (space_ && inside && !(unspaced && unspaced_)) out_ += ' ';
    space_ = false;
  }

  std::string& out_;
  bool space_ = false, unspaced_ = false;
};

// The end of the ASCII that begins at `at`, and of what follows it up to the next ASCII.
std::size_t ascii_end(std::string_view text, std::size_t at) {
  for (; at + 8 <= text.size(); at += 8) {
    const Lane high = high_bits(load(text.data() + at));
    if (high != 0) return at + static_cast<std::size_t>(std::countr_zero(high)) / 8;
  }
  while (at < text.size() && (text[at] & 0x80) == 0) ++at;
  return at;
}

std::size_t beyond_ascii_end(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] & 0x80) != 0) ++at;
  return at;
}

// General Punctuation that NFKC leaves alone: most of what English has beyond ASCII.
bool is_plain_punctuation(std::string_view text) {
  if (text.size() != 3 || text[0] != '\xe2' || text[1] != '\x80') return false;
  const auto last = static_cast<unsigned char>(text[2]);
  return last >= 0x92 && last <= 0x9f;  // U+2012 to U+201F
}

void add_composed(std::string_view text, Text& out) {
  UErrorCode error = U_ZERO_ERROR;
  std::string composed;
  icu::StringByteSink<std::string> sink(&composed);
  nfkc().normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())), sink,
                       nullptr, error);
  CHECK(U_SUCCESS(error));
  out.add_unicode(composed);
}

// ASCII never combines with what stands before it, so NFKC can be done piece by piece: from the
// last ASCII character before a run of others to its end.
void add_normalized(std::string_view paragraph, Text& text) {
  for (std::size_t at = 0; at < paragraph.size();) {
    std::size_t end = ascii_end(paragraph, at);
    const std::size_t rest = beyond_ascii_end(paragraph, end);
    const std::string_view beyond = paragraph.substr(end, rest - end);
    const bool plain = beyond.empty() || is_plain_punctuation(beyond);
    if (!plain && end != at) --end;
    text.add_ascii(paragraph.substr(at, end - at));
    if (plain) {
      text.add_unicode(beyond);
    } else {
      add_composed(paragraph.substr(end, rest - end), text);
    }
    at = rest;
  }
}

// Adds up an article's paragraphs: text to hash, sentences, and where paragraphs begin.
class Reading final {
 public:
  Reading(std::string& text, ReaderOptions options) : out_(text), text_(text), reader_(options) {}
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  void add(std::string_view paragraph) {
    const std::size_t before = out_.size();
    text_.begin_paragraph();
    add_normalized(paragraph, text_);
    std::string_view added = std::string_view(out_).substr(before);
    if (!added.empty() && added.front() == ' ') added.remove_prefix(1);
    const bool described = features.sentences.size() < kSentencesMax;
    if (described) {
      features.paragraph_starts.push_back(static_cast<std::uint16_t>(features.sentences.size()));
    }
    if (is_volatile_line(added)) {
      out_.resize(before);
      return;
    }
    while (!added.empty()) add_sentence(added);
  }

  TextFeatures features;

 private:
  void add_sentence(std::string_view& rest) {
    const std::size_t size = sentence_length(rest);
    const SentenceFeature sentence = reader_.read(rest.substr(0, size));
    features.words += reader_.words();
    if (reader_.words() != 0 && features.sentences.size() < kSentencesMax) {
      features.sentences.push_back(sentence);
    }
    rest.remove_prefix(size);
    if (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  }

  std::string& out_;
  Text text_;
  SentenceReader reader_;
};

}  // namespace

std::string normalized(std::string_view paragraph) {
  std::string out;
  Text text(out);
  add_normalized(paragraph, text);
  return out;
}

TextFeatures text_features(const Article& article) {
  std::size_t bytes = article.headline.size() + 8;
  for (const Block& block : article.blocks) bytes += block.text.size() + 1;
  std::string text;
  text.reserve(bytes);
  text = normalized(article.headline);
  const std::uint64_t headline = base::xxh3_64(folded(text));
  const std::uint64_t story = base::xxh3_64(folded(without_markers(text)));
  text += Text::kSeparator;
  Reading reading(text, {.capitals_are_names = article.language.substr(0, 2) != "de"});
  for (const Block& block : article.blocks) {
    if (block.kind != BlockKind::Figure) reading.add(block.text);
  }
  reading.features.content_hash = base::xxh3_128(text);
  reading.features.headline_fold = headline;
  reading.features.story_fold = story;
  return std::move(reading.features);
}

}  // namespace news::versions
