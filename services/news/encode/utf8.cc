#include "news/encode/utf8.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>

#include "base/check.h"
#include "news/encode/scan.h"

namespace news::encode {
namespace {

struct CloseIterator {
  void operator()(UBreakIterator* iterator) const { ubrk_close(iterator); }
};
struct CloseText {
  void operator()(UText* text) const { utext_close(text); }
};
using Iterator = std::unique_ptr<UBreakIterator, CloseIterator>;
using Text = std::unique_ptr<UText, CloseText>;

struct Broken {
  std::size_t start, end;
};

// The first sequence at or after `from` that is no UTF-8; none: it starts at the end.
Broken find_broken(std::string_view text, std::size_t from) {
  const auto size = static_cast<std::int64_t>(text.size());
  for (auto at = static_cast<std::int64_t>(from); at < size;) {
    at += static_cast<std::int64_t>(skip_ascii(text, static_cast<std::size_t>(at)));
    if (at == size) break;
    const std::int64_t start = at;
    UChar32 c = 0;
    U8_NEXT(text.data(), at, size, c);
    if (c < 0) return {static_cast<std::size_t>(start), static_cast<std::size_t>(at)};
  }
  return {text.size(), text.size()};
}

// A copy of one iterator that is never moved itself: making one from rules costs much more.
Iterator make_word_iterator() {
  static const Iterator first = [] {
    UErrorCode error = U_ZERO_ERROR;
    Iterator made(ubrk_open(UBRK_WORD, "", nullptr, 0, &error));
    CHECK(U_SUCCESS(error));
    return made;
  }();
  UErrorCode error = U_ZERO_ERROR;
  Iterator copy(ubrk_clone(first.get(), &error));
  CHECK(U_SUCCESS(error));
  return copy;
}

class WordIterator final {
 public:
  std::size_t count(std::string_view text) {
    UErrorCode error = U_ZERO_ERROR;
    const Text utext(
        utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &error));
    ubrk_setUText(iterator_.get(), utext.get(), &error);
    CHECK(U_SUCCESS(error));
    std::size_t count = 0;
    while (ubrk_next(iterator_.get()) != UBRK_DONE) {
      if (ubrk_getRuleStatus(iterator_.get()) >= UBRK_WORD_NONE_LIMIT) ++count;
    }
    return count;
  }

 private:
  const Iterator iterator_ = make_word_iterator();
};

// No word goes over these, and no rule looks over them but for marks, which are no words.
constexpr std::string_view kSpaces = " \n\t";

// What UAX 29 makes of an ASCII byte, where that is simple. Joiners of every kind (_) and what
// releases of ICU judge in different ways (: @) are left to ICU, as is all that is not ASCII.
enum class Kind : std::uint8_t { Icu, Space, Mark, Letter, Digit };

constexpr std::array<Kind, 256> make_kinds() {
  std::array<Kind, 256> kinds{};
  for (int c = '!'; c <= '~'; ++c) kinds[static_cast<std::size_t>(c)] = Kind::Mark;
  for (int c = '0'; c <= '9'; ++c) kinds[static_cast<std::size_t>(c)] = Kind::Digit;
  for (int c = 'a'; c <= 'z'; ++c) {
    kinds[static_cast<std::size_t>(c)] = kinds[static_cast<std::size_t>(c - 'a' + 'A')] =
        Kind::Letter;
  }
  for (const char c : kSpaces) kinds[static_cast<std::size_t>(c)] = Kind::Space;
  for (const char c : {'_', ':', '@'}) kinds[static_cast<std::size_t>(c)] = Kind::Icu;
  return kinds;
}

Kind kind_of(char c) {
  static constexpr std::array<Kind, 256> kKinds = make_kinds();
  return kKinds[static_cast<unsigned char>(c)];
}

// Does a mark between two of a kind keep them together? (UAX 29, WB6, 7, 11, 12)
bool joins(char mark, Kind kind) {
  if (mark == '.' || mark == '\'') return true;
  return (mark == ',' || mark == ';') && kind == Kind::Digit;
}

struct Chunk {
  std::size_t end = 0;    // at the space behind it
  std::size_t words = 0;  // if it is plain
  bool plain = true;
};

// What stands between two spaces.
Chunk read_chunk(std::string_view text, std::size_t begin) {
  Chunk chunk{begin};
  Kind before = Kind::Mark;  // inside a word: of its last letter or digit
  for (std::size_t& at = chunk.end; at < text.size(); ++at) {
    const Kind kind = kind_of(text[at]);
    if (kind == Kind::Letter || kind == Kind::Digit) {
      chunk.words += before == Kind::Mark ? 1 : 0;
      before = kind;
    } else if (kind == Kind::Mark) {
      const bool kept = before != Kind::Mark && at + 1 < text.size() &&
                        kind_of(text[at + 1]) == before && joins(text[at], before);
      if (!kept) before = Kind::Mark;
    } else if (kind == Kind::Space) {
      return chunk;
    } else {
      chunk.plain = false;
    }
  }
  return chunk;
}

}  // namespace

bool is_utf8(std::string_view text) {
  const std::size_t ascii = skip_ascii(text, 0);
  char rest = 0;
  for (std::size_t i = ascii; i < text.size(); ++i) rest = static_cast<char>(rest | text[i]);
  return (rest & 0x80) == 0 || find_broken(text, ascii).start == text.size();
}

std::string to_utf8(std::string_view text) {
  std::string out;
  std::size_t copied = 0;
  for (Broken broken = find_broken(text, 0); broken.start < text.size();
       broken = find_broken(text, copied)) {
    out.append(text.substr(copied, broken.start - copied));
    out += "\xEF\xBF\xBD";
    copied = broken.end;
  }
  return out.append(text.substr(copied));
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

std::size_t count_words(std::string_view text) {
  std::optional<WordIterator> iterator;
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    Chunk chunk = read_chunk(text, at);
    if (chunk.plain) {
      count += chunk.words;
      at = chunk.end + 1;
      continue;
    }
    // Neighbours that need ICU too go with it: to start it costs more than a word.
    std::size_t end = chunk.end;
    while (!chunk.plain && end < text.size()) {
      end = chunk.end;
      if (end < text.size()) chunk = read_chunk(text, end + 1);
    }
    if (!iterator) iterator.emplace();
    count += iterator->count(text.substr(at, end - at));
    at = end + 1;
  }
  return count;
}

}  // namespace news::encode
