#include "news/clean/html.h"

#include <algorithm>
#include <span>

#include "news/clean/address.h"
#include "news/clean/around.h"
#include "news/clean/figures.h"
#include "news/clean/headline.h"
#include "news/clean/labels.h"
#include "news/clean/language.h"
#include "news/clean/liveblog.h"
#include "news/clean/references.h"
#include "news/clean/signals.h"
#include "news/clean/tokenizer.h"
#include "news/clean/tracing.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

constexpr std::int64_t kShortWords = 2500, kRefusalWords = 6000, kPartialWords = 15000;
constexpr int kUpdateLevel = 3;
constexpr std::uint32_t kSubtitleReach = 1000;   // bytes of text behind the headline's begin
constexpr std::int64_t kHeadingWordsMax = 6000;  // a longer one is a paragraph in disguise
constexpr std::size_t kListingBlocksMin = 8;

// Most of what was kept stands under headings that are links: teasers of other pages.
bool is_listing(const BlockList& list, const Body& body) {
  if (body.kept.size() < kListingBlocksMin) return false;
  std::size_t cards = 0;
  for (std::size_t k = 0; k < body.kept.size(); ++k) {
    const std::uint32_t i = body.kept[k];
    const bool link_above = i > 0 && list.lines[i - 1].link_share > 750;
    const bool link_below = i + 1 < list.lines.size() && list.lines[i + 1].link_share > 750;
    cards += list.lines[i].link_share > 500 || (link_above && link_below);
  }
  return cards * 2 > body.kept.size();
}

// An article may list links too: a roundup, a list of the best.
bool says_article(const PageHead& head) { return head.find({"og:type"}) == "article"; }

// The body's blocks and pictures in page order, within the limits.
class BodyWriter final {
 public:
  BodyWriter(const Limits& limits, const BlockList& list, Article& article, Trace* trace)
      : limits_(limits), list_(list), article_(article), trace_(trace) {}

  void write(const Body& body, std::vector<Figure> figures, const std::string& headline,
             std::span<const Update> updates) {
    const std::string title = fold(headline);
    std::size_t next = 0;
    for (const std::uint32_t i : body.kept) {
      const PageBlock& block = list_.blocks[i];
      for (; next < figures.size() && figures[next].pos <= block.pos; ++next) add(figures[next]);
      while (!updates.empty() && i >= updates.front().end) updates = updates.subspan(1);
      if (!updates.empty() && i >= updates.front().first && i < updates.front().head) {
        if (i == updates.front().first && !add_heading(updates.front())) return;
        continue;
      }
      const bool heading = block.kind == BlockKind::Heading;
      const bool first = heading || article_.blocks.empty();
      const bool repeats = first && fold(list_.lines[i].text) == title;
      if (repeats || (heading && block.level == 1)) {
        note(i, "", repeats ? "title" : "other_h1");
        continue;
      }
      if (!add(i, block)) return;
    }
    for (; next < figures.size(); ++next) add(figures[next]);
    drop_empty_headings();
  }

  // For a page that does not show its text.
  void write(const std::vector<std::string>& paragraphs) {
    for (const std::string& text : paragraphs) {
      if (!add({BlockKind::Paragraph, 0, text}, count_words(text), ending(text))) return;
      sources_.push_back(kNoBlock);
    }
  }

  std::int64_t words() const { return words_; }
  int sentences() const { return sentences_; }

 private:
  bool add(Block block, std::int64_t words, Ending end) {
    if (paragraphs_ >= limits_.paragraphs_max ||
        bytes_ + block.text.size() + 2 > limits_.body_bytes_max) {
      add_flag(article_.flags, "truncated_output");
      return false;
    }
    bytes_ += block.text.size() + 2;
    ++paragraphs_;
    words_ += words;
    sentences_ += end == Ending::Sentence;
    article_.blocks.push_back(std::move(block));
    return true;
  }

  bool add(std::uint32_t i, const PageBlock& block) {
    const Line& line = list_.lines[i];
    Block out{block.kind, block.level, std::string(list_.text_of(block))};
    if (block.kind == BlockKind::Heading) {
      out.level = std::clamp(block.level, 2, 4);
      if (line.words > kHeadingWordsMax) out = {BlockKind::Paragraph, 0, out.text};
    }
    if (!add(std::move(out), line.words, line.end)) return false;
    sources_.push_back(i);
    note(i, "body", "");
    return true;
  }

  void add(Figure& figure) {
    article_.blocks.push_back(
        {BlockKind::Figure, static_cast<int>(article_.images.size()), std::string()});
    article_.images.push_back(std::move(figure.image));
    sources_.push_back(kNoBlock);
  }

  void note(std::uint32_t i, std::string_view part, std::string_view why) {
    if (trace_ != nullptr) trace_->blocks[i].note(part, why);
  }

  // Time and title of an update, as one heading.
  bool add_heading(const Update& update) {
    std::string text;
    std::int64_t words = 0;
    for (std::uint32_t i = update.first; i < update.head; ++i) {
      if (!text.empty()) text += ' ';
      text += list_.text_of(list_.blocks[i]);
      words += list_.lines[i].words;
      note(i, "body", "");
    }
    if (!add({BlockKind::Heading, kUpdateLevel, std::move(text)}, words, Ending::None))
      return false;
    sources_.push_back(update.first);
    return true;
  }

  // A heading heads something: the next block that is not another of its rank or above.
  void drop_empty_headings() {
    std::vector<Block>& blocks = article_.blocks;
    bool text_follows = false;
    for (std::size_t i = blocks.size(); i-- > 0;) {
      if (blocks[i].kind == BlockKind::Figure) continue;
      if (blocks[i].kind != BlockKind::Heading) {
        text_follows = true;
      } else if (!text_follows) {
        blocks.erase(blocks.begin() + static_cast<std::ptrdiff_t>(i));
        note(sources_[i], "", "heads_nothing");
      }
    }
  }

  static constexpr std::uint32_t kNoBlock = 0xFFFFFFFF;

  const Limits& limits_;
  const BlockList& list_;
  Article& article_;
  Trace* const trace_;
  std::vector<std::uint32_t> sources_;  // of each block of the article, where it was on the page
  std::size_t bytes_ = 0, paragraphs_ = 0;
  std::int64_t words_ = 0;
  int sentences_ = 0;
};

void copy_event(const RawEvent& event, Article& article) {
  article.url = event.url;
  article.request_url = event.request_url;
  article.guid = event.guid;
  article.event_id = event.id;
  article.fetched_at = event.fetched_at;
  article.status = event.status;
  article.input = Input::Html;
  for (const std::string& flag : event.flags) add_flag(article.flags, flag);
}

void add_language(const PageFacts& facts, Article& article) {
  const std::string lang = facts.page.attribute(0, Attr::Lang);
  const std::string locale = facts.head.find({"og:locale", "content-language", "language"});
  article.language_declared = normalize_language(lang.empty() ? locale : lang);
  const std::string_view declared[] = {lang, locale, facts.jsonld.language,
                                       facts.event.hints.language};
  article.language = find_language(language_sample(article), declared);
}

void add_description(const PageFacts& facts, Article& article) {
  article.description =
      facts.head.find({"og:description", "description", "twitter:description", "dc.description"});
  std::string_view source = "meta";
  if (article.description.empty()) {
    article.description = facts.jsonld.description;
    source = "jsonld";
  }
  if (article.description.empty()) {
    article.description = polish(facts.event.hints.description);
    source = "hint";
  }
  if (!article.description.empty()) note(article, "description", source);
}

// The headline's second half: the page's data says it, or an element close below calls itself so.
void add_subtitle(const PageFacts& facts, const Headline& headline, Article& article) {
  const std::size_t bytes_max = facts.tables.limits.headline_bytes_max;
  const auto take = [&](const std::string& text, std::string_view source) {
    if (text.empty() || text.size() > bytes_max || fold(text) == fold(article.headline)) return;
    article.subtitle = text;
    note(article, "subtitle", source);
  };
  take(polish(facts.jsonld.subtitle), "jsonld");
  if (!headline.verbatim) return;
  for (const NodeIndex n : facts.head.subtitles) {
    const std::uint32_t pos = facts.page.nodes[n].text_begin;
    if (!article.subtitle.empty() || pos > headline.pos + kSubtitleReach) return;
    if (pos < headline.pos || !facts.page.counts(n) || facts.page.bytes_of(n) > bytes_max) continue;
    take(polish(facts.page.visible_text(n)), "element");
  }
}

void add_lead_image(const PageFacts& facts, Article& article) {
  if (!article.images.empty()) return;
  std::string url = resolve(
      facts.event.url, facts.head.find({"og:image", "og:image:url", "twitter:image", "image"}));
  if (url.empty() && !facts.jsonld.images.empty()) {
    url = resolve(facts.event.url, facts.jsonld.images.front());
  }
  if (url.empty()) url = resolve(facts.event.url, facts.event.hints.image_url);
  if (!url.empty()) article.images.push_back({url, "", ""});
}

bool is_refusal(const BlockList& list, const Body& body, const Article& article,
                std::int64_t words) {
  if (words >= kRefusalWords) return false;
  const auto refuses = [](std::string_view text) {
    return (phrases_in(fold(text)) & bit(WordList::Refusal)) != 0;
  };
  if (refuses(article.headline) || refuses(article.page_title)) return true;
  if (!body.empty()) {
    return std::any_of(body.kept.begin(), body.kept.end(),
                       [&](std::uint32_t i) { return refuses(list.lines[i].text); });
  }
  return std::any_of(list.lines.begin(), list.lines.end(), [&](const Line& line) {
    return !line.consent && line.words < kRefusalWords && refuses(line.text);
  });
}

void add_genres(const PageFacts& facts, bool is_live, Article& article) {
  if (is_live || facts.jsonld.type == "LiveBlogPosting") article.genres.emplace_back("liveblog");
  if (facts.jsonld.type.find("Opinion") == 0) article.genres.emplace_back("opinion");
}

void judge(const BodyChooser& bodies, const Body& body, std::int64_t words, Article& article) {
  const bool only_told = body.empty() && words > 0;
  article.method = only_told ? "jsonld" : std::string(body.method);
  article.agreement = bodies.agreement();
  article.confidence = confidence_of(bodies.agreement().value_or(0));
  article.review = article.confidence == Confidence::Low;
  if (words < kShortWords) add_flag(article.flags, "short");
  if (article.access == "locked" || article.access == "metered") {
    const auto last = std::find_if(article.blocks.rbegin(), article.blocks.rend(),
                                   [](const Block& block) { return !block.text.empty(); });
    const bool cut =
        last != article.blocks.rend() && (last->text.ends_with("…") || last->text.ends_with("..."));
    article.partial = words < kPartialWords || cut;
  }
}

}  // namespace

base::Result<Article> clean_html(std::string_view html, const RawEvent& event,
                                 const Context& context, const Tables& tables, HtmlScratch& scratch,
                                 Trace* trace) {
  if (is_root(event.url)) return base::dead_letter("not_article", "the front page of a site");
  Page& page = scratch.page;
  read_page(html, tables.limits, page);
  read_head(page, scratch.head);
  read_blocks(page, scratch.list);
  std::string page_title;
  if (page.title.size() <= tables.limits.hint_bytes_max) {
    page_title = polish(decode_references(page.title, ReferenceIn::Text));
  }
  const std::string og = scratch.head.find({"og:title", "twitter:title", "parsely-title"});
  const JsonLdArticle jsonld =
      read_jsonld(page.jsonld, {event.url, og.empty() ? page_title : og}, tables.limits);
  const std::vector<Update> updates = find_updates(page, scratch.head, scratch.list, jsonld.type);
  const Body& body = scratch.bodies.choose(page, scratch.list, jsonld.body, updates);
  if (trace != nullptr) trace_choice(page, scratch.list, scratch.bodies, *trace);
  if (!says_article(scratch.head) && is_listing(scratch.list, body)) {
    return base::dead_letter("not_article", "a list of links");
  }

  Article article;
  copy_event(event, article);
  for (const std::string& flag : page.flags) add_flag(article.flags, flag);
  article.page_title = page_title;
  const PageFacts facts{page, scratch.head, jsonld, event, context, tables};
  add_publisher(facts, article);
  const std::string hint = polish(event.hints.title);
  const Headline headline =
      find_headline(page, scratch.head,
                    {jsonld.headline, og, article.page_title, hint, article.publisher, event.url},
                    tables.limits.headline_bytes_max);
  article.headline = headline.text;
  article.verbatim = headline.verbatim;
  if (!headline.text.empty()) note(article, "headline", headline.from);

  const StoryPlace place{scratch.list, body, headline};
  BodyWriter writer(tables.limits, scratch.list, article, trace);
  writer.write(body, read_figures(facts, place), article.headline, updates);
  if (body.empty()) writer.write(read_witness(jsonld.body));
  if (trace != nullptr) trace_headline(headline, scratch.list, *trace);
  const bool news_headline = headline.verbatim && !scratch.list.is_consent(headline.pos);
  const bool nothing = writer.words() == 0 && (article.headline.empty() || !news_headline);
  if (nothing || is_refusal(scratch.list, body, article, writer.words())) {
    return base::dead_letter("no_article", nothing ? "neither body nor headline" : "a refusal");
  }
  add_language(facts, article);
  add_section(facts, article);
  add_tags(facts, article);
  add_addresses(facts, article);
  add_access(facts, article);
  add_subtitle(facts, headline, article);
  add_description(facts, article);
  add_agency(facts, place, article);
  add_dates(facts, place, article);
  add_authors(facts, place, article);
  if (article.authors.size() > tables.limits.authors_max) {
    article.authors.resize(tables.limits.authors_max);
  }
  add_lead_image(facts, article);
  add_genres(facts, !updates.empty(), article);
  article.signals = find_signals(article);
  if (!jsonld.correction.empty()) {
    article.signals.correction = true;
    if (article.signals.note.empty()) article.signals.note = jsonld.correction;
  }
  judge(scratch.bodies, body, writer.words(), article);
  std::sort(article.from.begin(), article.from.end());
  return article;
}

}  // namespace news::clean
