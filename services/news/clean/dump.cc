#include "news/clean/dump.h"

#include <algorithm>
#include <array>

#include "news/clean/authors.h"
#include "news/clean/captions.h"
#include "news/clean/dump_page.h"
#include "news/clean/language.h"
#include "news/clean/signals.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

constexpr std::size_t kHeadFollowersMax = 5;
constexpr std::int64_t kFollowerWordsMax = 2500;
constexpr std::int64_t kShortWords = 2500, kRefusalWords = 6000;

// "Related Article" inside a story takes the titles behind it away, never the rest.
void drop_section_heads(DumpPage& page) {
  for (std::size_t i = page.segment.first; i < page.segment.end; ++i) {
    if (!page.is_section_head(i)) continue;
    page.drop(i, "section_head");
    for (std::size_t n = 1; n <= kHeadFollowersMax && i + n < page.segment.end; ++n) {
      const Line& line = page.lines[i + n];
      if (line.end == Ending::Sentence || line.words > kFollowerWordsMax) break;
      page.drop(i + n, "below_head");
    }
  }
}

// Labels that a lone short line between two paragraphs may be, but no heading of the story.
void drop_labels(DumpPage& page) {
  constexpr WordBits kLabels = bit(WordList::Byline) | bit(WordList::DatePublished) |
                               bit(WordList::DateModified) | bit(WordList::TagLabel);
  for (std::size_t i = page.segment.first; i < page.segment.end; ++i) {
    const bool label = page.scores[i] <= 0 && (page.phrases[i] & kLabels) != 0;
    const bool title = page.headline && page.folded[i] == page.folded[*page.headline];
    if (label || title) page.drop(i, title ? "title" : "label");
  }
}

// Short news: no line scores, but under its headline stands a sentence or two.
void keep_short_news(DumpPage& page) {
  if (!page.segment.empty() || !page.headline) return;
  std::size_t end = *page.headline + 1;
  for (std::size_t i = end; i < std::min(page.size(), *page.headline + 6); ++i) {
    if (page.is_section_head(i)) break;
    if (page.lines[i].end != Ending::Sentence || page.lines[i].boilerplate) continue;
    page.kept[i] = 1;
    end = i + 1;
  }
  page.segment.first = *page.headline + 1;
  page.segment.end = end;
}

// A line that a dump repeats at once is alt text and caption of one picture.
bool is_repeated_at_once(const DumpPage& page, std::size_t i) {
  const auto same = [&](std::size_t a, std::size_t b) { return page.folded[a] == page.folded[b]; };
  const bool repeated = (i + 1 < page.size() && same(i, i + 1)) || (i > 0 && same(i - 1, i));
  return repeated && page.lines[i].words <= 8000 && has_letters(page.texts[i], 21);
}

void add_figure(Caption caption, const Limits& limits, Article& article) {
  caption.text = polish(caption.text);
  caption.credit = polish(caption.credit);
  const bool known = std::any_of(article.images.begin(), article.images.end(),
                                 [&](const Image& image) { return image.caption == caption.text; });
  if (known || article.images.size() >= limits.images_max) return;
  article.blocks.push_back(
      {BlockKind::Figure, static_cast<int>(article.images.size()), std::string()});
  article.images.push_back({"", std::move(caption.text), std::move(caption.credit)});
}

// Captions may stand above the first paragraph, where the segment does not reach.
std::size_t first_story_line(const DumpPage& page) {
  constexpr std::size_t kCaptionsAbove = 4;
  const std::size_t first = page.segment.first;
  const std::size_t floor = first > kCaptionsAbove ? first - kCaptionsAbove : 0;
  return page.headline && *page.headline < first ? std::max(floor, *page.headline + 1) : first;
}

struct Body {
  std::int64_t words = 0;
  int sentences = 0;
  std::size_t bytes = 0, paragraphs = 0;
};

// Whether the paragraph still fits.
bool add_paragraph(const DumpPage& page, std::size_t i, const Limits& limits, Article& article,
                   Body& body) {
  const std::string_view text = page.texts[i];
  if (body.paragraphs >= limits.paragraphs_max ||
      body.bytes + text.size() + 2 > limits.body_bytes_max) {
    add_flag(article.flags, "truncated_output");
    return false;
  }
  article.blocks.push_back({BlockKind::Paragraph, 0, std::string(text)});
  body.bytes += text.size() + 2;
  ++body.paragraphs;
  body.words += page.lines[i].words;
  body.sentences += page.lines[i].end == Ending::Sentence ? 1 : 0;
  return true;
}

Body add_blocks(const DumpPage& page, const Limits& limits, Article& article) {
  Body body;
  for (std::size_t i = first_story_line(page); i < page.segment.end; ++i) {
    Caption caption = read_caption(page.texts[i]);
    const bool repeated = is_repeated_at_once(page, i);
    if (!caption.has_credit() && repeated) caption.text = page.texts[i];
    if (caption.has_credit() || repeated) {
      const bool sized = i >= page.segment.first || page.lines[i].words >= 500;
      if (page.headline == i) continue;
      if (sized) add_figure(std::move(caption), limits, article);
      page.note(i, sized ? "caption" : "", sized ? "" : "caption");
      continue;
    }
    if (i < page.segment.first || page.kept[i] == 0) continue;
    if (!add_paragraph(page, i, limits, article, body)) break;
    page.note(i, "body", "");
  }
  return body;
}

// "Ferry returns - Harbour Post" -> "Ferry returns", if the shorter end part is short.
std::string bare_title(std::string_view title) {
  std::string_view best = title;
  for (const std::string_view bar : {" | ", " - ", " – ", " — ", " · ", " » "}) {
    const std::size_t at = title.rfind(bar);
    if (at == std::string_view::npos) continue;
    const std::string_view head = trim(title.substr(0, at));
    if (count_words(title.substr(at + bar.size())) <= 500 && head.size() > title.size() / 2 &&
        head.size() < best.size()) {
      best = head;
    }
  }
  return std::string(best);
}

void set_headline(const DumpPage& page, const Limits& limits, Article& article) {
  if (page.headline) {
    article.headline = page.texts[*page.headline];
    page.note(*page.headline, "headline", "");
    article.verbatim = true;
    article.from.emplace_back("headline", page.anchored ? "title" : "line");
  } else if (!page.page_title.empty()) {
    article.headline = bare_title(page.page_title);
    article.from.emplace_back("headline", "title");
  }
  if (article.headline.size() > limits.headline_bytes_max) article.headline.clear();
}

void copy_event(const RawEvent& event, Article& article) {
  article.url = event.url;
  article.request_url = event.request_url;
  article.guid = event.guid;
  article.event_id = event.id;
  article.fetched_at = event.fetched_at;
  article.status = event.status;
  article.input = Input::Text;
  article.method = "dump";
  for (const std::string& flag : event.flags) add_flag(article.flags, flag);
  article.description = polish(event.hints.description);
  article.canonical_url = event.hints.canonical_url;
  article.language_declared = normalize_language(event.hints.language);
}

void set_language(const RawEvent& event, Article& article) {
  const std::array<std::string_view, 1> declared{event.hints.language};
  article.language = find_language(language_sample(article), declared);
}

// Title, sentences, and most of what scored: three witnesses.
void judge(const DumpPage& page, const Body& body, Article& article) {
  const int missing = (page.anchored ? 0 : 1) + (body.sentences >= 3 ? 0 : 1) +
                      (page.segment.positive * 10 >= page.segment.positive_all * 7 ? 0 : 1);
  article.confidence = missing == 0   ? Confidence::High
                       : missing == 1 ? Confidence::Medium
                                      : Confidence::Low;
  article.review = article.confidence == Confidence::Low;
  if (body.words < kShortWords) add_flag(article.flags, "short");
}

bool is_refusal(const DumpPage& page, const Body& body) {
  if (body.words >= kRefusalWords) return false;
  for (std::size_t i = 0; i < page.size(); ++i) {
    const bool read = page.headline == i || (page.kept[i] != 0);
    if (read && (page.phrases[i] & bit(WordList::Refusal)) != 0) return true;
  }
  return false;
}

void add_hints(const RawEvent& event, const Limits& limits, Article& article) {
  for (const std::string& tag : event.hints.tags) {
    if (article.tags.size() < limits.tags_max) article.tags.push_back(polish(tag));
  }
  if (!article.tags.empty()) article.from.emplace_back("tags", "hint");
}

}  // namespace

base::Result<Article> clean_dump(std::string_view text, const RawEvent& event,
                                 const Context& context, const Tables& tables, Trace* trace) {
  DumpPage page;
  page.trace = trace;
  read_dump(text, tables.text_prefix, tables.limits, page);
  if (page.page_title.empty() && event.hints.title.size() <= tables.limits.headline_bytes_max) {
    page.page_title = polish(event.hints.title);
  }
  score_lines(page);
  find_headline(page);
  keep_lines(page.lines, page.scores, page.segment, {.colon_list_max = kListLinesMax}, page.kept);
  if (trace != nullptr) trace_lines(page);
  drop_section_heads(page);
  drop_labels(page);
  keep_short_news(page);

  Article article;
  copy_event(event, article);
  for (const std::string& flag : page.flags) add_flag(article.flags, flag);
  article.page_title = page.page_title;
  article.crawl_date = page.crawl_date;
  set_headline(page, tables.limits, article);
  const Body body = add_blocks(page, tables.limits, article);
  if ((body.paragraphs == 0 && article.headline.empty()) || is_refusal(page, body)) {
    return base::dead_letter("no_article", "neither body nor headline in the dump");
  }
  set_language(event, article);
  add_hints(event, tables.limits, article);
  const Block* first = nullptr;
  for (const Block& block : article.blocks) {
    if (first == nullptr && block.kind == BlockKind::Paragraph) first = &block;
  }
  const Dateline dateline = first == nullptr ? Dateline{} : read_dateline(first->text);
  article.located = dateline.place;
  read_above(page, event, context, tables, article);
  read_below(page, tables.limits, article);
  if (article.agency.empty()) article.agency = dateline.agency;
  article.signals = find_signals(article);
  judge(page, body, article);
  if (!event.hints.image_url.empty() && article.images.size() < tables.limits.images_max) {
    article.images.push_back({event.hints.image_url, "", ""});
  }
  std::sort(article.from.begin(), article.from.end());
  return article;
}

}  // namespace news::clean
