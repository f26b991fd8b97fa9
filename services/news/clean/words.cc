#include "news/clean/words.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <vector>

#include "base/check.h"
#include "base/hash.h"
#include "news/clean/eight_bytes.h"
#include "news/clean/unicode.h"
#include "news/clean/words_data.h"

namespace news::clean {

namespace {

constexpr std::array<std::pair<std::string_view, WordList>, 21> kNames{{
    {"agency", WordList::Agency},
    {"boilerplate", WordList::Boilerplate},
    {"byline", WordList::Byline},
    {"class_bad", WordList::ClassBad},
    {"class_body", WordList::ClassBody},
    {"class_comment", WordList::ClassComment},
    {"class_consent", WordList::ClassConsent},
    {"class_good", WordList::ClassGood},
    {"comment_head", WordList::CommentHead},
    {"correction", WordList::Correction},
    {"credit", WordList::Credit},
    {"date_modified", WordList::DateModified},
    {"date_published", WordList::DatePublished},
    {"hold", WordList::Hold},
    {"home", WordList::Home},
    {"kill", WordList::Kill},
    {"not_person", WordList::NotPerson},
    {"refusal", WordList::Refusal},
    {"role", WordList::Role},
    {"section_head", WordList::SectionHead},
    {"tag_label", WordList::TagLabel},
}};

WordList list_of_file(std::string_view name) {
  const auto* found = std::find_if(kNames.begin(), kNames.end(),
                                   [&](const auto& entry) { return entry.first == name; });
  CHECK(found != kNames.end());
  return found->second;
}

// FNV-1a, byte by byte: phrases are short, and the value never leaves this file.
constexpr std::uint64_t kHashBegin = 0xcbf29ce484222325u;

std::uint64_t hash_on(std::uint64_t hash, std::string_view text) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

struct Phrase {
  std::string folded;
  WordBits lists = 0;     // that hold it
  WordBits anywhere = 0;  // of these, where it counts inside a line too
};

// Open addressing, at most half full. Built once, then only read.
class PhraseTable final {
 public:
  PhraseTable() : slots_(1u << 13) {}

  void add(std::string_view phrase, WordBits list, bool anywhere) {
    std::string folded = fold(phrase);
    if (folded.empty()) return;
    Phrase& slot = slots_[place_of(folded)];
    if (slot.lists == 0) {
      slot.folded = folded;
      CHECK(++count_ * 2 <= slots_.size());
      CHECK(folded.size() < 256);
    }
    starts_.note(folded);
    if (anywhere) inner_starts_.note(folded);
    slot.lists |= list;
    if (anywhere) slot.anywhere |= list;
  }

  const Phrase& find(std::string_view folded) const { return slots_[place_of(folded)]; }
  const Phrase& find(std::string_view folded, std::uint64_t hash) const {
    return slots_[place_of(folded, hash)];
  }
  // The length of the longest phrase that may stand here; nearly always 0.
  std::size_t bytes_at_start(std::string_view folded) const { return starts_.bytes_at(folded); }
  std::size_t bytes_inside(std::string_view folded) const { return inner_starts_.bytes_at(folded); }

 private:
  std::size_t place_of(std::string_view folded) const {
    return place_of(folded, hash_on(kHashBegin, folded));
  }
  std::size_t place_of(std::string_view folded, std::uint64_t hash) const {
    std::size_t place = hash & (slots_.size() - 1);
    while (slots_[place].lists != 0 && slots_[place].folded != folded) {
      place = (place + 1) & (slots_.size() - 1);
    }
    return place;
  }
  // The longest phrase by its first three bytes: enough to skip nearly all words without a look-up.
  // Small, so that it stays in the first cache.
  template <unsigned kBits>
  class Starts final {
   public:
    void note(std::string_view folded) {
      std::uint8_t& longest = longest_[place_of(folded)];
      longest = std::max(longest, static_cast<std::uint8_t>(folded.size()));
    }
    std::size_t bytes_at(std::string_view folded) const { return longest_[place_of(folded)]; }

   private:
    static std::size_t place_of(std::string_view folded) {
      const auto byte = [&](std::size_t i) -> std::uint32_t {
        return i < folded.size() ? static_cast<unsigned char>(folded[i]) : ' ';
      };
      std::uint32_t bytes = 0;
      if (folded.size() >= sizeof bytes) {
        std::memcpy(&bytes, folded.data(), sizeof bytes);
        bytes &= 0xFFFFFF;
      } else {
        bytes = byte(0) | byte(1) << 8 | byte(2) << 16;
      }
      return (bytes * 2654435761u) >> (32 - kBits);
    }

    std::array<std::uint8_t, 1u << kBits> longest_{};
  };

  std::vector<Phrase> slots_;
  Starts<14> starts_;
  Starts<12> inner_starts_;
  std::size_t count_ = 0;
};

struct AgencyName {
  std::string folded, name;
  bool capitals = false;
};

struct Words {
  PhraseTable phrases;
  std::vector<AgencyName> agencies;  // sorted by folded
  std::uint64_t hash = 0;
};

bool is_short_and_capital(std::string_view text) {
  return text.size() <= 4 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

void add_agency(std::string_view line, Words& words) {
  const std::size_t equals = line.find('=');
  const std::string name(trim(line.substr(0, equals)));
  std::string_view rest = equals == std::string_view::npos ? "" : line.substr(equals + 1);
  std::string_view spelling = name;
  for (;;) {
    words.phrases.add(spelling, bit(WordList::Agency), false);
    words.agencies.push_back({fold(spelling), name, is_short_and_capital(spelling)});
    if (rest.empty()) return;
    const std::size_t comma = rest.find(',');
    spelling = trim(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? "" : rest.substr(comma + 1);
  }
}

void add_line(std::string_view line, WordList list, Words& words) {
  if (list == WordList::Agency) return add_agency(line, words);
  const bool anywhere = line.front() == '*';
  words.phrases.add(anywhere ? line.substr(1) : line, bit(list), anywhere);
}

Words read_words() {
  Words words;
  base::Xxh3Stream hash;
  for (std::size_t i = 0; i < kWordFileCount; ++i) {
    const WordFile& file = kWordFiles[i];
    hash.add(file.name);
    hash.add(file.content);
    const WordList list = list_of_file(file.name);
    LineReader lines(file.content);
    for (std::string_view line; lines.next(line);) {
      line = trim(line);
      if (!line.empty() && line.front() != '#') add_line(line, list, words);
    }
  }
  CHECK(kWordFileCount == kNames.size());
  words.hash = hash.digest_64();
  std::stable_sort(words.agencies.begin(), words.agencies.end(),
                   [](const auto& a, const auto& b) { return a.folded < b.folded; });
  return words;
}

const Words& words() {
  static const Words kWords = read_words();
  return kWords;
}

// Scripts in which one word follows the other without a space, or labels stick to what follows.
bool sticks(char32_t code) { return is_cjk(code) || (code >= 0xAC00 && code <= 0xD7A3); }

// Calls `found` for every phrase of at most `bytes_max` bytes that starts `folded` and ends at a
// word's end, short to long.
template <class Found>
void each_phrase(std::string_view folded, std::size_t bytes_max, const PhraseTable& table,
                 Found found) {
  const std::size_t last = std::min(folded.size(), bytes_max);
  std::uint64_t hash = kHashBegin;
  for (std::size_t pos = 0; pos < last;) {
    const std::size_t begin = pos;
    const char32_t code = decode(folded, pos);
    hash = hash_on(hash, folded.substr(begin, pos - begin));
    bool ends = pos == folded.size() || folded[pos] == ' ' || sticks(code);
    if (!ends) {
      std::size_t after = pos;
      ends = sticks(decode(folded, after));
    }
    if (!ends) continue;
    const Phrase& phrase = table.find(folded.substr(0, pos), hash);
    if (phrase.lists != 0) found(phrase, pos);
  }
}

}  // namespace

std::string_view without_count(std::string_view folded) {
  const auto is_count = [](char c) { return c == ' ' || (c >= '0' && c <= '9'); };
  while (!folded.empty() && is_count(folded.front())) folded.remove_prefix(1);
  while (!folded.empty() && is_count(folded.back())) folded.remove_suffix(1);
  return folded;
}

WordBits lists_of(std::string_view folded) { return words().phrases.find(folded).lists; }

PhraseMatch phrase_at_start(std::string_view folded, WordList list) {
  PhraseMatch match;
  const PhraseTable& table = words().phrases;
  each_phrase(folded, table.bytes_at_start(folded), table,
              [&](const Phrase& phrase, std::size_t bytes) {
                if ((phrase.lists & bit(list)) != 0) match = {bytes, phrase.lists};
              });
  return match;
}

std::optional<std::string_view> behind_phrase(std::string_view line, WordList list) {
  constexpr std::size_t kLabelBytes = 256;
  const std::string folded = fold(line.substr(0, kLabelBytes));
  const PhraseMatch match = phrase_at_start(folded, list);
  if (!match) return std::nullopt;
  // Folding keeps no map of places; a label is short, so its end is found by folding again.
  std::string prefix;
  for (std::size_t pos = 0; pos < std::min(line.size(), kLabelBytes);) {
    decode(line, pos);
    fold_into(line.substr(0, pos), prefix);
    if (prefix.size() < match.bytes) continue;
    while (pos < line.size()) {
      std::size_t after = pos;
      const char32_t code = decode(line, after);
      if (is_letter(code) || digit_value(code) >= 0 || code == '(' || code == '[') break;
      pos = after;
    }
    return line.substr(pos);
  }
  return std::nullopt;
}

WordBits lists_at_start(std::string_view folded) {
  const PhraseTable& table = words().phrases;
  WordBits bits = 0;
  each_phrase(folded, table.bytes_at_start(folded), table,
              [&](const Phrase& phrase, std::size_t) { bits |= phrase.lists; });
  return bits;
}

namespace {

// Of the phrases that may stand anywhere, those at one place.
WordBits lists_inside(std::string_view rest, const PhraseTable& table) {
  WordBits bits = 0;
  const std::size_t bytes_max = table.bytes_inside(rest);
  if (bytes_max == 0) return bits;
  each_phrase(rest, bytes_max, table,
              [&](const Phrase& phrase, std::size_t) { bits |= phrase.anywhere; });
  return bits;
}

// At each word behind a space.
WordBits lists_inside_ascii(std::string_view folded, const PhraseTable& table) {
  WordBits bits = 0;
  std::size_t pos = 0;
  for (; pos + 8 <= folded.size(); pos += 8) {
    std::uint64_t spaces = not_spaces(eight_bytes(folded.data() + pos)) ^ kHighBits;
    for (; spaces != 0; spaces &= spaces - 1) {
      const auto behind = static_cast<std::size_t>(std::countr_zero(spaces)) / 8 + 1;
      bits |= lists_inside(folded.substr(pos + behind), table);
    }
  }
  for (; pos < folded.size(); ++pos) {
    if (folded[pos] == ' ') bits |= lists_inside(folded.substr(pos + 1), table);
  }
  return bits;
}

}  // namespace

WordBits phrases_in(std::string_view folded) {
  const PhraseTable& table = words().phrases;
  WordBits bits = lists_at_start(folded);
  if (is_ascii(folded)) return bits | lists_inside_ascii(folded, table);
  bool at_start = false;
  for (std::size_t pos = 0; pos < folded.size();) {
    const std::size_t begin = pos;
    const char32_t code = decode(folded, pos);
    if (!at_start && code < 128) {
      at_start = code == ' ';
      continue;
    }
    if (at_start || sticks(code)) bits |= lists_inside(folded.substr(begin), table);
    at_start = code == ' ';
  }
  return bits;
}

std::string_view agency_name(std::string_view printed) {
  const std::string folded = fold(printed);
  const std::vector<AgencyName>& all = words().agencies;
  auto found = std::lower_bound(all.begin(), all.end(), folded,
                                [](const auto& a, const auto& b) { return a.folded < b; });
  for (; found != all.end() && found->folded == folded; ++found) {
    if (!found->capitals || is_short_and_capital(trim(printed))) return found->name;
  }
  return {};
}

std::uint64_t word_lists_hash() { return words().hash; }

}  // namespace news::clean
