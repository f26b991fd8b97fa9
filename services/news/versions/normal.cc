#include "news/versions/normal.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/check.h"
#include "base/hash.h"
#include "news/versions/fold.h"
#include "news/versions/headline.h"
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

// Collects normalised text, one space between words, paragraph after paragraph.
class Text final {
 public:
  explicit Text(std::string& out) : out_(out) {}
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;

  // Where the next word will begin, once the space before it is written.
  void begin_paragraph() { space_ = !out_.empty() && out_.back() != kSeparator; }

  // ASCII only: whole words at once.
  void add_ascii(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
      if (is_space(text[i])) {
        space_ = true;
        ++i;
        continue;
      }
      std::size_t end = i + 1;
      while (end < text.size() && !is_space(text[end])) ++end;
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
  static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

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

void add_normalized(std::string_view paragraph, Text& text) {
  std::size_t ascii = 0;
  while (ascii < paragraph.size() && (paragraph[ascii] & 0x80) == 0) ++ascii;
  // From the last ASCII character on, because what follows may combine with it.
  if (ascii != paragraph.size() && ascii != 0) --ascii;
  text.add_ascii(paragraph.substr(0, ascii));
  if (ascii == paragraph.size()) return;
  const std::string_view rest = paragraph.substr(ascii);
  UErrorCode error = U_ZERO_ERROR;
  std::string composed;
  icu::StringByteSink<std::string> sink(&composed);
  nfkc().normalizeUTF8(0, icu::StringPiece(rest.data(), static_cast<int32_t>(rest.size())), sink,
                       nullptr, error);
  CHECK(U_SUCCESS(error));
  text.add_unicode(composed);
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
