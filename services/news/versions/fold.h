// news/versions/fold.h
//
// From normalised text to what is compared: sentences, and ten bytes about each of them.
// Pure; a reader holds scratch memory only, one thread at a time. O(n).
// Must not know: articles, HTML, languages beyond what is said at construction.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "news/model.h"

namespace news::versions {

// True where writing has no spaces between words: Han, kana and their punctuation.
bool is_unspaced(std::int32_t code_point);

// The length of the first sentence of `text`, closing marks included, the space after it not.
// A sentence ends after .!? before a space that no lower case follows, and after 。！？.
std::size_t sentence_length(std::string_view text);

// Letters and digits only, NFKD, case-folded, without accents: equal for texts that differ in
// case, punctuation, spacing or accents only.
std::string folded(std::string_view text);

struct ReaderOptions {
  // Capital letters inside a sentence mark names. Not in German, where they mark every noun.
  bool capitals_are_names = true;
};

class SentenceReader final {
 public:
  explicit SentenceReader(ReaderOptions options);
  SentenceReader(const SentenceReader&) = delete;
  SentenceReader& operator=(const SentenceReader&) = delete;

  // `sentence` is normalised text.
  SentenceFeature read(std::string_view sentence);
  // Words of the sentence read last, uncapped.
  std::uint32_t words() const { return words_; }

 private:
  struct Word {
    std::size_t begin = 0;  // in folded_
    bool capital = false, digit = false, negated = false, quoted = false;
  };
  struct Marks;
  // Eight independent hashes of a word in one register: the least of each makes the sketch.
  using Hashes [[gnu::vector_size(16)]] = std::int16_t;

  void read_ascii(std::string_view sentence);
  void read_unicode(std::string_view sentence);
  static Marks mark(std::string_view text, std::size_t at, char* lower);
  static bool continues_word(std::string_view text, std::size_t end, Word& word);
  void end_word(const Word& word, std::size_t end);
  SentenceFeature feature(std::size_t folded_size) const;

  const ReaderOptions options_;
  std::string folded_, spelled_;  // scratch
  std::uint32_t words_ = 0;
  std::uint64_t facts_ = 0;
  Hashes minima_{};
};

}  // namespace news::versions
