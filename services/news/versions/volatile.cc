#include "news/versions/volatile.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/check.h"
#include "news/versions/volatile_words.h"

namespace news::versions {
namespace {

constexpr std::size_t kTokensMax = 24;

struct Entry {
  std::string_view word;
  bool key;
};

const std::vector<Entry>& vocabulary() {
  static const std::vector<Entry> table = [] {
    std::vector<Entry> entries;
    for (const std::string_view word : kVolatileKeys) entries.push_back({word, true});
    for (const std::string_view word : kVolatileFillers) entries.push_back({word, false});
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) { return a.word < b.word; });
    return entries;
  }();
  return table;
}

const Entry* find_word(std::string_view word) {
  const std::vector<Entry>& table = vocabulary();
  const auto at = std::lower_bound(table.begin(), table.end(), word,
                                   [](const Entry& e, std::string_view w) { return e.word < w; });
  return at != table.end() && at->word == word ? &*at : nullptr;
}

bool is_ascii(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; });
}

struct Tokens {
  bool known = true, key = false;

  void add(const Entry* entry) {
    known &= entry != nullptr;
    key |= entry != nullptr && entry->key;
  }
};

// A run of letters: one word, or several that are written without spaces (최종수정, 月日更新).
void read_letters(std::string_view run, Tokens& tokens) {
  if (const Entry* entry = find_word(run); entry != nullptr || is_ascii(run)) {
    return tokens.add(entry);
  }
  while (!run.empty() && tokens.known) {
    const Entry* longest = nullptr;
    for (std::size_t size = run.size(); size > 0 && longest == nullptr; --size) {
      longest = find_word(run.substr(0, size));
    }
    tokens.add(longest);
    if (longest != nullptr) run.remove_prefix(longest->word.size());
  }
}

bool has_digit(std::string_view line) {
  return std::any_of(line.begin(), line.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string lower(std::string_view line) {
  UErrorCode error = U_ZERO_ERROR;
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  const auto size = static_cast<int32_t>(line.size());
  icu::CaseMap::utf8ToLower("", 0, icu::StringPiece(line.data(), size), sink, nullptr, error);
  CHECK(U_SUCCESS(error));
  return out;
}

}  // namespace

bool is_volatile_line(std::string_view line) {
  if (line.empty() || line.size() > kVolatileBytesMax || !has_digit(line)) return false;
  const std::string text = lower(line);
  const auto size = static_cast<int32_t>(text.size());
  Tokens tokens;
  std::size_t count = 0;
  for (int32_t i = 0; i < size && tokens.known;) {
    const int32_t begin = i;
    UChar32 c;
    U8_NEXT_OR_FFFD(text.data(), i, size, c);
    if (!u_isalpha(c)) continue;
    int32_t end = i;
    while (i < size) {
      U8_NEXT_OR_FFFD(text.data(), i, size, c);
      if (!u_isalpha(c) && (U_GET_GC_MASK(c) & U_GC_M_MASK) == 0) break;
      end = i;
    }
    i = end;
    if (++count > kTokensMax) return false;
    read_letters(std::string_view(text).substr(static_cast<std::size_t>(begin),
                                               static_cast<std::size_t>(end - begin)),
                 tokens);
  }
  return tokens.known && tokens.key;
}

}  // namespace news::versions
