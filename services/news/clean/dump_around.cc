// What stands around the story of a dump: above it path, dates, authors and publisher, below it
// agency and tags. Declared in dump_page.h.
#include <algorithm>
#include <array>

#include "news/clean/authors.h"
#include "news/clean/dates.h"
#include "news/clean/dump_page.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

constexpr std::size_t kBelowLinesMax = 10;
constexpr std::size_t kNearLines = 5;
constexpr std::size_t kTagWordsMax = 4;    // of one tag
constexpr std::size_t kDateLinesMax = 64;  // read for dates; a list of stories has thousands
constexpr std::size_t kTagLineBytes = 2048, kNamesBytes = 64u << 10;

void note(Article& article, std::string_view field, std::string_view source) {
  article.from.emplace_back(field, source);
}

std::vector<std::string_view> split(std::string_view text, std::string_view mark) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0;;) {
    const std::size_t at = text.find(mark, begin);
    parts.push_back(trim(text.substr(begin, at - begin)));
    if (at == std::string_view::npos) return parts;
    begin = at + mark.size();
  }
}

// The first bytes of all marks of a path.
bool may_hold_mark(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return c == '>' || c == '/' || c == '\xC2' || c == '\xE2'; });
}

// "Home > National > Coast": the steps without the first. Empty: no path.
std::vector<std::string> read_path(const Line& line) {
  if (line.words > 2000 || line.end == Ending::Sentence) return {};
  if (!may_hold_mark(line.text)) return {};
  for (const std::string_view mark : {" > ", " » ", " › ", " → ", ">", "›", "»", " / "}) {
    if (line.text.find(mark) == std::string_view::npos) continue;
    const std::vector<std::string_view> parts = split(line.text, mark);
    const bool fits = parts.size() >= 2 && parts.size() <= 8 &&
                      std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
                        return !part.empty() && count_words(part) <= 500;
                      });
    if (!fits) continue;
    const bool home = is_in(WordList::Home, fold(parts[0]));
    // A slash parts many things; only a path begins at home.
    if (mark == " / " && !home) continue;
    std::vector<std::string> path;
    for (std::size_t i = home ? 1 : 0; i < parts.size(); ++i) path.emplace_back(parts[i]);
    return path;
  }
  return {};
}

std::optional<std::size_t> find_path(const DumpPage& page, std::size_t end, Article& article) {
  for (std::size_t i = end; i-- > 0;) {
    std::vector<std::string> path = read_path(page.lines[i]);
    if (!path.empty() && fold(path.back()) == fold(article.headline)) path.pop_back();
    if (path.empty()) continue;
    article.section_path = std::move(path);
    if (article.section.empty()) {
      article.section = article.section_path.back();
      note(article, "section", "path");
    }
    return i;
  }
  return std::nullopt;
}

// The line above the path names the site if others say so too.
std::string find_masthead(const DumpPage& page, std::size_t path, const Tables& tables) {
  if (path == 0 || page.lines[path - 1].words > 600) return {};
  const std::string_view name = page.folded[path - 1];
  if (name.empty() || !agency_name(page.texts[path - 1]).empty()) return {};
  if (tables.publishers != nullptr) {
    for (const Publisher& publisher : tables.publishers->all()) {
      if (fold(publisher.name) == name) return std::string(page.texts[path - 1]);
    }
  }
  for (std::size_t i = 0; i < page.size(); ++i) {
    const bool outside = i < page.segment.first || i >= page.segment.end;
    if (outside && i != path - 1 && page.folded[i].find(name) != std::string::npos) {
      return std::string(page.texts[path - 1]);
    }
  }
  return {};
}

void find_publisher(const DumpPage& page, std::optional<std::size_t> path, const RawEvent& event,
                    const Context& context, const Tables& tables, Article& article) {
  std::string_view source = "masthead";
  if (path) article.publisher = find_masthead(page, *path, tables);
  if (article.publisher.empty() && context.publisher != nullptr) {
    article.publisher = context.publisher->name;
    source = "publishers";
  }
  if (article.publisher.empty()) {
    article.publisher = polish(event.hints.publisher);
    source = "hint";
  }
  if (!article.publisher.empty()) note(article, "publisher", source);
}

void find_dates(const DumpPage& page, std::size_t begin, std::size_t end, const RawEvent& event,
                const Context& context, const Tables& tables, Article& article) {
  std::vector<DateCandidate> candidates;
  candidates.push_back({event.hints.published_at, DateSource::Hint, DateRole::Published});
  candidates.push_back({event.hints.modified_at, DateSource::Hint, DateRole::Modified});
  candidates.push_back({event.url, DateSource::Url, DateRole::Published});
  std::vector<DateLine> found;
  for (std::size_t i = 0; i < page.size(); ++i) {
    const bool near = i >= begin && i < end;
    const bool below = i >= page.segment.end && i < page.segment.end + kNearLines;
    const bool said =
        (page.phrases[i] & (bit(WordList::DatePublished) | bit(WordList::DateModified))) != 0;
    if (!near && !(said && (i < end || below))) continue;
    if (candidates.size() >= kDateLinesMax) break;
    found.clear();
    read_date_lines(page.texts[i], article.language, event.fetched_at, found);
    for (const DateLine& date : found) {
      const DateSource source = date.labelled ? DateSource::Label : DateSource::Text;
      if (date.labelled || near) candidates.push_back({date.text, source, date.role});
    }
  }
  DateContext dates{event.fetched_at, article.language, "", tables.zones};
  if (context.publisher != nullptr) dates.publisher_zone = context.publisher->zone;
  DatesFound chosen = choose_dates(candidates, dates);
  article.published = std::move(chosen.published);
  article.modified = std::move(chosen.modified);
  if (chosen.order_assumed) add_flag(article.flags, "date_order_assumed");
  if (chosen.zone_conflict) add_flag(article.flags, "zone_conflict");
}

// The agency that a whole line names. Its first word tells whether it may.
std::string_view agency_at(const DumpPage& page, std::size_t i) {
  constexpr WordBits kMay = bit(WordList::Agency) | bit(WordList::Byline);
  return (page.phrases[i] & kMay) != 0 ? find_agency(page.texts[i]) : std::string_view{};
}

void find_authors(const DumpPage& page, std::size_t begin, std::size_t end, const RawEvent& event,
                  const Context& context, const Limits& limits, Article& article) {
  const NotPeople not_people{article.publisher, article.agency, context.site};
  for (const std::string& hint : event.hints.authors) {
    add_authors(hint, not_people, article.authors);
  }
  std::string_view source = "hint";
  for (std::size_t i = begin; i < end && article.authors.empty(); ++i) {
    const Line& line = page.lines[i];
    if (i == page.headline || line.words > 1500 || line.end == Ending::Sentence) continue;
    if ((page.phrases[i] & bit(WordList::Byline)) == 0) continue;
    const std::string_view names = byline_rest(line.text);
    if (names.empty()) continue;
    if (article.agency.empty()) article.agency = find_agency(names);
    add_authors(names, not_people, article.authors);
    source = "byline";
  }
  if (article.authors.size() > limits.authors_max) article.authors.resize(limits.authors_max);
  if (!article.authors.empty()) note(article, "authors", source);
}

// Runs of capitalised words of a text, folded: " north korea ", one after the other.
void add_capital_runs(std::string_view text, std::string& runs) {
  std::string run;
  std::size_t begin = 0;
  const auto take = [&](std::string_view word) {
    std::size_t pos = 0;
    if (!word.empty() && is_upper(decode(word, pos))) {
      run += fold(word) + " ";
      // A mark behind a word ends a name.
      if (ending(word) == Ending::None) return;
    }
    if (!run.empty()) runs += " " + run;
    run.clear();
  };
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t at = pos;
    if (!is_space(decode(text, pos))) continue;
    take(text.substr(begin, at - begin));
    begin = pos;
  }
  take(text.substr(begin));
  take("");
}

// "north coast ferry" -> "north coast", "ferry", by what the page itself writes as a name.
std::vector<std::string> split_bare_tags(std::string_view words, const Article& article) {
  std::string names;
  for (const std::string& step : article.section_path) names += " " + fold(step) + " ";
  add_capital_runs(article.headline, names);
  for (const Block& block : article.blocks) {
    if (names.size() < kNamesBytes) add_capital_runs(block.text.substr(0, kNamesBytes), names);
  }
  const std::vector<std::string_view> all = split(words, " ");
  std::vector<std::string> tags;
  for (std::size_t i = 0; i < all.size();) {
    std::size_t length = std::min(kTagWordsMax, all.size() - i);
    for (; length > 1; --length) {
      const std::string_view last = all[i + length - 1];
      const std::string_view phrase(all[i].data(), last.data() + last.size() - all[i].data());
      if (names.find(" " + fold(phrase) + " ") != std::string::npos) break;
    }
    const std::string_view last = all[i + length - 1];
    tags.emplace_back(all[i].data(), last.data() + last.size() - all[i].data());
    i += length;
  }
  return tags;
}

void add_tag(std::string_view tag, const Limits& limits, Article& article) {
  while (!tag.empty() && tag.front() == '#') tag.remove_prefix(1);
  const std::string folded = fold(tag);
  if (folded.empty() || article.tags.size() >= limits.tags_max) return;
  const bool known = std::any_of(article.tags.begin(), article.tags.end(),
                                 [&](const std::string& other) { return fold(other) == folded; });
  if (!known) article.tags.emplace_back(trim(tag));
}

void read_tags(std::string_view line, const Limits& limits, Article& article) {
  for (const std::string_view mark : {",", "#", ";", "|", "、", "，", "·"}) {
    if (line.find(mark) == std::string_view::npos) continue;
    for (const std::string_view tag : split(line, mark)) add_tag(tag, limits, article);
    note(article, "tags", "line");
    return;
  }
  for (const std::string& tag : split_bare_tags(line, article)) add_tag(tag, limits, article);
  article.tags_inferred = true;
  note(article, "tags", "inferred");
}

}  // namespace

void read_above(const DumpPage& page, const RawEvent& event, const Context& context,
                const Tables& tables, Article& article) {
  const std::size_t end = page.segment.empty() ? page.size() : page.segment.first;
  const std::size_t top = std::min(page.headline.value_or(end), end);
  const std::size_t begin = top > 3 ? top - 3 : 0;
  article.section = polish(event.hints.section);
  if (!article.section.empty()) note(article, "section", "hint");
  const auto path = find_path(page, end, article);
  find_publisher(page, path, event, context, tables, article);
  const std::size_t near_end = std::min(end, top + 1 + kNearLines * 2);
  find_dates(page, begin, near_end, event, context, tables, article);
  for (std::size_t i = begin; i < near_end && article.agency.empty(); ++i) {
    article.agency = agency_at(page, i);
  }
  find_authors(page, begin, near_end, event, context, tables.limits, article);
}

void read_below(const DumpPage& page, const Limits& limits, Article& article) {
  const std::size_t end = std::min(page.size(), page.segment.end + kBelowLinesMax);
  for (std::size_t i = page.segment.end; i < end; ++i) {
    if (page.texts[i].size() > kTagLineBytes) continue;
    // Of a line that was folded it is known how it begins.
    const bool folded = page.folded[i].data() != page.texts[i].data();
    if (folded && page.phrases[i] == 0) continue;
    const auto tags = behind_phrase(page.texts[i], WordList::TagLabel);
    if (tags && !tags->empty() && page.lines[i].end != Ending::Sentence) {
      if (article.tags.empty()) read_tags(*tags, limits, article);
      continue;
    }
    if (page.is_section_head(i)) return;
    if (article.agency.empty()) article.agency = agency_at(page, i);
  }
}

}  // namespace news::clean
