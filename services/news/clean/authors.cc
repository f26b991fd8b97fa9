#include "news/clean/authors.h"

#include <algorithm>
#include <array>
#include <optional>

#include "news/clean/unicode.h"
#include "news/clean/words.h"

namespace news::clean {

namespace {

constexpr std::size_t kBylineBytes = 4096;
constexpr std::size_t kNameWordsMax = 6;
constexpr std::size_t kNameBytesMax = 120;
constexpr std::size_t kDatelineBytes = 160;

constexpr std::array<std::string_view, 18> kJoins{"and", "und", "et",   "y",    "e",   "i",
                                                  "и",   "та",  "й",    "και",  "en",  "og",
                                                  "och", "ve",  "oraz", "with", "mit", "avec"};
// What follows is where somebody works, not how he is called.
constexpr std::array<std::string_view, 12> kWorks{"of",  "for", "in",  "at",   "from", "on",
                                                  "via", "für", "bei", "pour", "para", "aus"};
// "by" of languages that put it inside of lines.
constexpr std::array<std::string_view, 8> kBys{"by", "von", "par", "por", "door", "av", "af", "da"};
// What follows a name as letters of degrees and of professions; it stays with the name.
constexpr std::array<std::string_view, 46> kPostNominals{
    "md",   "do",   "phd",  "ph d",   "mba",   "ms",   "ma",   "mph", "msc",   "bsc",
    "rn",   "np",   "rd",   "rdn",    "ldn",   "cpa",  "cfp",  "cfa", "jd",    "esq",
    "llm",  "dds",  "dvm",  "vmd",    "dc",    "pt",   "dpt",  "edd", "psyd",  "ed d",
    "lcsw", "lmft", "facp", "faap",   "fand",  "cepf", "cscs", "cpt", "cissp", "cpp",
    "psp",  "pmp",  "ms c", "pharmd", "e ryt", "jr"};
constexpr std::array<std::string_view, 34> kParticles{
    "de",  "da",  "do",  "dos", "das", "del",  "della", "di",  "du",  "des", "la",  "le",
    "el",  "al",  "bin", "ibn", "ben", "bint", "van",   "von", "vom", "der", "den", "den",
    "het", "ten", "ter", "zu",  "zur", "af",   "av",    "st",  "y",   "e"};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t at = pos;
    if (!is_space(decode(text, pos))) continue;
    if (at > begin) words.push_back(text.substr(begin, at - begin));
    begin = pos;
  }
  if (begin < text.size()) words.push_back(text.substr(begin));
  return words;
}

char32_t first_of(std::string_view text) {
  std::size_t pos = 0;
  return text.empty() ? 0 : decode(text, pos);
}

// A letter that is small, in a script that knows small ones.
bool starts_small(std::string_view word) {
  const char32_t code = first_of(word);
  return is_letter(code) && !is_upper(code) && fold(word).compare(0, 1, word, 0, 1) == 0 &&
         (code < 128 || (code >= 0xDF && code < 0x530));
}

bool is_splitter(char32_t code) {
  switch (code) {
    case ';':
    case ',':
    case '&':
    case '|':
    case '/':
    case '+':
    case '\n':
    case 0x2022:
    case 0xB7:
    case 0x60C:
    case 0x3001:
    case 0xFF0C:
    case 0xFF1B:
    case 0x30FB:
      return true;
    default:
      return false;
  }
}

// The parts of a byline between marks and between words that mean "and".
std::vector<std::string_view> split_names(std::string_view byline) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  const auto cut = [&](std::size_t end, std::size_t next) {
    parts.push_back(trim(byline.substr(begin, end - begin)));
    begin = next;
  };
  for (std::size_t pos = 0; pos < byline.size();) {
    const std::size_t at = pos;
    const char32_t code = decode(byline, pos);
    if (is_splitter(code)) {
      cut(at, pos);
    } else if (is_space(code)) {
      const std::size_t end = std::min(byline.find(' ', pos), byline.size());
      if (end < byline.size() && is_one_of(fold(byline.substr(pos, end - pos)), kJoins)) {
        cut(at, end);
        pos = end;
      }
    }
  }
  cut(byline.size(), byline.size());
  return parts;
}

bool is_address(std::string_view word) {
  return word.find('@') != std::string_view::npos || word.find("://") != std::string_view::npos ||
         word.substr(0, 4) == "www." || (word.size() > 4 && word.ends_with(".com"));
}

// The words of a part up to a role, an address, a bracket or the place of work.
std::string_view cut_tail(std::string_view part) {
  for (const std::string_view mark : {"(", "[", "（", "<", " - ", " – ", " — "}) {
    part = part.substr(0, part.find(mark));
  }
  const std::vector<std::string_view> words = split_words(part);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto begin = static_cast<std::size_t>(words[i].data() - part.data());
    const bool role = behind_phrase(part.substr(begin), WordList::Role).has_value();
    const bool works = i > 0 && is_one_of(words[i], kWorks);
    if (is_address(words[i]) || works || (role && i > 0)) return trim(part.substr(0, begin));
  }
  return trim(part);
}

// "Editor Mara Lind", "By Mara Lind": the name alone. Empty if nothing else is there.
std::string_view cut_head(std::string_view part) {
  for (const WordList list : {WordList::Byline, WordList::Role}) {
    if (const auto rest = behind_phrase(part, list)) part = *rest;
  }
  while (!part.empty() && (part.front() == ':' || part.front() == '-' || part.front() == '.')) {
    part = trim(part.substr(1));
  }
  return part;
}

// One word that nobody bears as a name, but that people sign with.
bool is_nickname(std::string_view name) {
  if (name.size() < 3 || name.size() > 24 || !is_letter(first_of(name))) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
  });
}

// "Head of Design", "Trial Attorney": behind a comma what somebody is, if his role is not followed
// by his name.
bool is_role(std::string_view part) {
  if (const auto rest = behind_phrase(part, WordList::Role)) {
    const std::string_view role = trim(part.substr(0, part.size() - rest->size()));
    return rest->empty() || starts_small(*rest) || role.ends_with(" of");
  }
  for (const std::string_view word : split_words(part)) {
    const std::string_view rest = part.substr(static_cast<std::size_t>(word.data() - part.data()));
    if (behind_phrase(rest, WordList::Role)) return true;
  }
  return false;
}

bool is_post_nominal(std::string_view part) {
  const std::string folded = fold(part);
  if (is_one_of(folded, kPostNominals)) return true;
  const std::vector<std::string_view> words = split_words(folded);
  return words.size() > 1 && std::all_of(words.begin(), words.end(), [](std::string_view word) {
           return is_one_of(word, kPostNominals);
         });
}

// "Harbour Post" on harbour-post.example.
bool is_name_of_site(std::string_view folded, std::string_view site) {
  const auto squeezed = [](std::string_view text) {
    std::string out(text);
    std::erase_if(out, [](char c) { return c == ' ' || c == '-'; });
    return out;
  };
  return !site.empty() && squeezed(folded) == squeezed(site.substr(0, site.find('.')));
}

bool is_person(std::string_view name, const NotPeople& not_people) {
  const std::string folded = fold(name);
  if (count_code_points(folded) < 2 || name.size() > kNameBytesMax) return false;
  if ((lists_of(folded) & (bit(WordList::NotPerson) | bit(WordList::Role) | bit(WordList::Byline) |
                           bit(WordList::Home))) != 0) {
    return false;
  }
  if (!agency_name(name).empty()) return false;
  for (const std::string_view other : {not_people.publisher, not_people.agency, not_people.site}) {
    if (!other.empty() && fold(other) == folded) return false;
  }
  if (is_name_of_site(folded, not_people.site)) return false;
  if (not_people.nicknames && is_nickname(name)) return true;
  if (has_digit(name)) return false;
  if (name.find_first_of("@#:?!\"=_") != std::string_view::npos) return false;
  const std::vector<std::string_view> words = split_words(name);
  // "kirstin berg": markup of some systems holds what people typed.
  if (not_people.nicknames && words.size() == 2 && starts_small(words[0])) return true;
  if (words.size() > kNameWordsMax || starts_small(words.front())) {
    if (words.size() > kNameWordsMax || !is_one_of(words.front(), kParticles)) return false;
  }
  // A long run without a space is no name in any script.
  if (words.size() == 1 && count_code_points(name) > 16) return false;
  return std::all_of(words.begin(), words.end(), [](std::string_view word) {
    return !starts_small(word) || is_one_of(word, kParticles);
  });
}

bool is_one_latin_word(std::string_view part) {
  return !part.empty() && part.find(' ') == std::string_view::npos && first_of(part) < 0x250;
}

void add_name(std::string_view name, std::vector<std::string>& names) {
  std::string printed = polish(name);
  printed.resize(printed.find_last_not_of(":- ") + 1);  // npos + 1 is 0
  if (printed.empty()) return;
  const std::string folded = fold(printed);
  const bool known = std::any_of(names.begin(), names.end(),
                                 [&](const std::string& other) { return fold(other) == folded; });
  if (!known && names.size() < kAuthorsMax) names.push_back(std::move(printed));
}

}  // namespace

std::string_view byline_rest(std::string_view line) {
  if (const auto rest = behind_phrase(line, WordList::Byline)) return *rest;
  // "By" and the name in two elements without a space between.
  const bool glued =
      line.size() > 3 && line.substr(0, 2) == "By" && line[2] >= 'A' && line[2] <= 'Z';
  return glued ? line.substr(2) : std::string_view{};
}

std::string_view byline_inside(std::string_view line) {
  const std::vector<std::string_view> words = split_words(line);
  // Two words and "von" are a name.
  for (std::size_t i = words.size(); i-- > 3;) {
    if (!is_one_of(words[i - 1], kBys) || starts_small(words[i])) continue;
    if (!is_letter(first_of(words[i]))) continue;
    std::string_view rest = line.substr(static_cast<std::size_t>(words[i].data() - line.data()));
    for (const std::string_view mark : {"|", "•", "·", "—", "–", " - "}) {
      rest = rest.substr(0, rest.find(mark));
    }
    return trim(rest);
  }
  return {};
}

namespace {

bool is_full_name(std::string_view part) {
  constexpr WordBits kOther = bit(WordList::SectionHead) | bit(WordList::Boilerplate) |
                              bit(WordList::DatePublished) | bit(WordList::DateModified) |
                              bit(WordList::TagLabel) | bit(WordList::Credit);
  const std::vector<std::string_view> words = split_words(part);
  if (words.size() < 2 || words.size() > 4 || part.size() > 48) return false;
  const bool capitals = std::all_of(words.begin(), words.end(), [](std::string_view word) {
    return is_upper(first_of(word)) && (word.size() < 4 || !is_upper(first_of(word.substr(1))));
  });
  return capitals && (phrases_in(fold(part)) & kOther) == 0 && is_person(part, {});
}

}  // namespace

std::string_view name_among_parts(std::string_view line) {
  std::string_view found;
  for (std::size_t begin = 0; begin <= line.size();) {
    std::size_t end = line.size(), next = line.size() + 1;
    for (const std::string_view mark : {"|", "•", "·", " - ", " – ", " — ", " / "}) {
      const std::size_t at = line.find(mark, begin);
      if (at < end) end = at, next = at + mark.size();
    }
    const std::string_view part = trim(line.substr(begin, end - begin));
    if (is_full_name(part)) {
      if (!found.empty()) return {};
      found = part;
    }
    begin = next;
  }
  return found;
}

void add_authors(std::string_view byline, const NotPeople& not_people,
                 std::vector<std::string>& names) {
  byline = trim(byline.substr(0, kBylineBytes));
  if (is_in(WordList::NotPerson, fold(byline))) return;
  std::vector<std::string_view> parts = split_names(cut_head(byline));
  const std::size_t known = names.size();
  // "Lind, Mara" is one person: nobody signs with two single words.
  if (parts.size() == 2 && is_one_latin_word(parts[0]) && is_one_latin_word(parts[1]) &&
      byline.find(',') != std::string_view::npos) {
    const std::string turned = std::string(parts[1]) + " " + std::string(parts[0]);
    if (is_person(parts[0], not_people) && is_person(parts[1], not_people)) {
      return add_name(turned, names);
    }
  }
  for (const std::string_view part : parts) {
    if (is_in(WordList::NotPerson, fold(part))) continue;
    if (is_post_nominal(part)) {
      if (known < names.size()) names.back() += ", " + polish(part);
      continue;
    }
    if (part.data() != parts.front().data() && is_role(part)) continue;
    const std::string_view name = cut_tail(cut_head(part));
    if (!name.empty() && is_person(name, not_people)) add_name(name, names);
  }
}

std::string_view find_agency(std::string_view line) {
  line = trim(line);
  while (!line.empty() && std::string_view("([-").find(line.front()) != std::string_view::npos) {
    line = trim(line.substr(1));
  }
  while (!line.empty() && std::string_view(")].").find(line.back()) != std::string_view::npos) {
    line = trim(line.substr(0, line.size() - 1));
  }
  if (line.empty() || line.size() > kNameBytesMax) return {};
  if (const std::string_view name = agency_name(line); !name.empty()) return name;
  if (const std::string_view rest = byline_rest(line); !rest.empty() && rest != line) {
    if (const std::string_view name = agency_name(rest); !name.empty()) return name;
  }
  // "AFP/Reuters", "AP, Reuters": all parts must be agencies; the first is named.
  std::string_view first;
  for (const std::string_view part : split_names(line)) {
    const std::string_view name = agency_name(part);
    if (name.empty()) return {};
    if (first.empty()) first = name;
  }
  return first;
}

namespace {

// What follows "©", "(c)" or "Copyright" and a year; empty if the line claims no right.
std::string_view behind_copyright(std::string_view line) {
  std::string_view rest;
  for (const std::string_view mark : {"©", "(c)", "(C)", "Copyright", "copyright", "COPYRIGHT"}) {
    while (line.starts_with(mark)) rest = line = trim(line.substr(mark.size()));
  }
  while (!rest.empty() && !is_letter(first_of(rest))) {
    std::size_t pos = 0;
    decode(rest, pos);
    rest = rest.substr(pos);
  }
  return rest.starts_with("by ") ? rest.substr(3) : rest;
}

}  // namespace

std::string_view find_agency_at_end(std::string_view line) {
  line = trim(line);
  if (line.ends_with(')')) {
    const std::size_t open = line.rfind('(');
    if (open == std::string_view::npos || open == 0) return {};
    return find_agency(line.substr(open));
  }
  const std::string_view rest = behind_copyright(line.substr(0, kNameBytesMax));
  return rest.empty() ? std::string_view()
                      : agency_name(trim(rest.substr(0, rest.find_first_of(",.;|:"))));
}

namespace {

// "SEOUL", "NEW YORK": capitals of a cased script, at most five words.
bool is_place_in_capitals(std::string_view text) {
  std::size_t letters = 0;
  for (std::size_t pos = 0; pos < text.size();) {
    const char32_t code = decode(text, pos);
    if (!is_letter(code)) continue;
    if (!is_upper(code)) return false;
    ++letters;
  }
  return letters >= 3 && count_words(text) <= 500 && !has_digit(text);
}

// "(서울=연합뉴스)" and "(서울＝聯合ニュース)".
std::optional<Dateline> equals_dateline(std::string_view head) {
  if (head.empty() || head.front() != '(') return std::nullopt;
  const std::size_t close = head.find(')');
  const std::size_t equals = head.find('=');
  if (close == std::string_view::npos || equals >= close) return std::nullopt;
  const std::string_view agency = agency_name(head.substr(equals + 1, close - equals - 1));
  if (agency.empty()) return std::nullopt;
  return Dateline{polish(head.substr(1, equals - 1)), agency};
}

}  // namespace

Dateline read_dateline(std::string_view paragraph) {
  const std::string_view head = paragraph.substr(0, kDatelineBytes);
  if (const auto found = equals_dateline(head)) return *found;
  std::size_t dash = std::string_view::npos;
  for (const std::string_view mark : {" - ", " -- ", " — ", " – ", ") -", ")—", ") —"}) {
    dash = std::min(dash, head.find(mark));
  }
  if (dash == std::string_view::npos) return {};
  if (head[dash] == ')') ++dash;
  std::string_view place = head.substr(0, dash);
  std::string_view agency;
  const std::size_t open = place.find('(');
  if (open != std::string_view::npos) {
    const std::size_t close = place.find(')', open);
    if (close == std::string_view::npos) return {};
    agency = agency_name(place.substr(open + 1, close - open - 1));
    if (agency.empty()) return {};
    place = place.substr(0, open);
  }
  place = trim(place.substr(0, place.find(',')));
  const bool capital = is_upper(first_of(place)) || is_cjk(first_of(place)) ||
                       (first_of(place) >= 0xAC00 && first_of(place) <= 0xD7A3);
  const bool fits = agency.empty() ? is_place_in_capitals(place)
                                   : capital && count_words(place) <= 400 && !has_digit(place);
  if (!fits) return {};
  return {polish(place), agency};
}

}  // namespace news::clean
