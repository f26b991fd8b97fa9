// The dates of around.h: what a page's markup says, then what is printed around its story.
#include <algorithm>
#include <deque>

#include "news/clean/around.h"
#include "news/clean/dates.h"
#include "news/clean/unicode.h"
#include "news/clean/words.h"

namespace news::clean {

namespace {

constexpr std::size_t kTimesMax = 32;
constexpr std::size_t kLineBytesMax = 400;
constexpr std::uint32_t kGapBlocksMax = 40, kCloseBlocks = 9;  // from headline to story
constexpr std::uint32_t kStoryBlocks = 3;  // bylines pass for a story's first lines
constexpr std::uint32_t kAboveBlocks = 12, kCloseAboveBlocks = 4;
constexpr std::size_t kDatelines = 4;  // paragraphs that may begin with the day
constexpr std::uint32_t kBelowBlocks = 8, kLabelsBelowBlocks = 60;
constexpr std::int16_t kLinkShareMax = 800;  // the byline's name may be one; a teaser is all link
// How much may stand beside a date in its line (hundredths of words).
constexpr std::int64_t kBylineWords = 1500, kLineWords = 800, kBareWords = 300;
constexpr std::int64_t kBareLineWords = 500;  // of the whole line

// Candidates hold views; the texts they point to stay here.
struct DateCollector {
  std::deque<std::string> texts;
  std::vector<DateCandidate> candidates;

  void add(std::string text, DateSource source, DateRole role, bool beside_headline = false) {
    if (text.empty()) return;
    texts.push_back(std::move(text));
    candidates.push_back({texts.back(), source, role, beside_headline});
  }
};

void add_meta_dates(const PageHead& head, DateCollector& dates) {
  const auto add_all = [&](std::initializer_list<std::string_view> names, DateRole role) {
    for (const std::string_view name : names) dates.add(head.find({name}), DateSource::Meta, role);
  };
  add_all({"article:published_time",
           "og:article:published_time",
           "article:published",
           "og:published_time",
           "datepublished",
           "parsely-pub-date",
           "sailthru.date",
           "rnews:datepublished",
           "cxenseparse:recs:publishtime",
           "cxenseparse:publishtime",
           "published_time",
           "publish_date",
           "publish-date",
           "publishdate",
           "publication_date",
           "publication-date",
           "pubdate",
           "article_date_original",
           "originalpublicationdate",
           "article.published",
           "date.published",
           "published_at",
           "og:pubdate",
           "dc.date.issued",
           "dcterms.issued",
           "dcterms.created",
           "dc.date.created",
           "dc.date",
           "dcterms.date",
           "citation_publication_date",
           "citation_date",
           "prism.publicationdate",
           "datecreated",
           "displaydate",
           "release_date",
           "iso-8601-publish-date",
           "article.created",
           "date"},
          DateRole::Published);
  add_all({"article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified",
           "article:modified", "modified_time", "dcterms.modified", "dc.date.modified",
           "last-modified", "lastmod", "revision_date", "article.updated", "og:modified_time"},
          DateRole::Modified);
}

// Names that nobody listed: "w-published-date", "bt:pubDate". A few of them: dates are compared
// with each other.
void add_other_meta_dates(const PageHead& head, DateCollector& dates) {
  std::size_t count = 0;
  for (const PageHead::Meta& meta : head.metas) {
    const bool published = meta.name.find("publish") != std::string::npos ||
                           meta.name.find("pubdate") != std::string::npos;
    if (!published || meta.content.size() > 64) continue;
    if (++count > kTimesMax) return;
    dates.add(std::string(meta.content), DateSource::Meta, DateRole::Published);
  }
}

bool names_one_of(const Page& page, NodeIndex n, std::initializer_list<std::string_view> words) {
  for (const Attr name : {Attr::Class, Attr::Itemprop}) {
    const std::string_view value = page.raw(n, name);
    for (const std::string_view word : words) {
      if (value.find(word) != std::string_view::npos) return true;
    }
  }
  return false;
}

// Themes give one element both classes: "entry-date published updated".
bool says_modified(const Page& page, NodeIndex n) {
  if (names_one_of(page, n, {"ublish", "ubdate"})) return false;
  for (const NodeIndex at : {n, page.nodes[n].parent}) {
    if (names_one_of(page, at, {"updat", "modif", "Updat", "Modif"})) return true;
  }
  return false;
}

// The printed lines around a story, in the order of trust.
class PrintedDates final {
 public:
  PrintedDates(const PageFacts& facts, const StoryPlace& place, std::string_view language,
               DateCollector& dates)
      : facts_(facts), place_(place), language_(language), dates_(dates) {
    const std::vector<PageBlock>& blocks = place.list.blocks;
    count_ = static_cast<std::uint32_t>(blocks.size());
    title_ = std::min(headline_block(place), count_);
    story_ = std::min(place.body.first, count_);
    if (story_ < title_ || story_ > title_ + kGapBlocksMax) {
      story_ = std::min(title_ + kCloseBlocks, count_);
    }
  }

  std::uint32_t title() const { return title_; }

  void read() {
    const bool anchored = place_.headline.verbatim;
    for (std::uint32_t i = title_; i < story_; ++i) read_line(i, {kBylineWords, anchored, true});
    const std::uint32_t begun = std::min(story_ + kStoryBlocks, count_);
    for (std::uint32_t i = story_; i < begun; ++i)
      read_line(i, {kLineWords, anchored && is_bare(i), true});
    const std::uint32_t end = std::max(place_.body.end, begun);
    const std::uint32_t first = std::min(place_.body.first, count_);
    for (std::uint32_t back = std::min(kAboveBlocks, first); back > 0; --back) {
      if (first - back >= begun) read_line(first - back, {kLineWords, false, true});
    }
    const std::uint32_t close = std::min(title_ + kCloseBlocks, end);
    for (std::uint32_t i = begun; i < close; ++i) read_line(i, {kLineWords, false, true});
    read_datelines();
    for (std::uint32_t back = 1; back <= std::min(kAboveBlocks, title_); ++back) {
      const std::int64_t words = back <= kCloseAboveBlocks ? kBylineWords : kBareWords;
      read_line(title_ - back, {words, false, true});
    }
    const bool last_resort = dates_.candidates.empty();
    for (std::uint32_t i = end; i < std::min(end + kLabelsBelowBlocks, count_); ++i) {
      read_line(i, {kLineWords, false, last_resort && i < end + kBelowBlocks});
    }
  }

 private:
  struct Reading {
    std::int64_t words_max = 0;    // beside the date
    bool beside_headline = false;  // between the headline and its story
    bool unlabelled = true;        // a date without a label counts too
  };

  // Hardly more than a date.
  bool is_bare(std::uint32_t i) const { return place_.list.lines[i].words <= kBareLineWords; }

  void read_line(std::uint32_t i, const Reading& how) {
    const Line& line = place_.list.lines[i];
    if (line.text.size() > kLineBytesMax || !has_digit(line.text)) return;
    found_.clear();
    read_date_lines(line.text, language_, facts_.event.fetched_at, found_, how.words_max);
    if (found_.size() == 1 && !found_[0].labelled && is_bare(i) && i > 0) {
      label_from_above(place_.list.lines[i - 1].text, found_[0]);
    }
    for (const DateLine& date : found_) {
      if (!date.labelled && !how.unlabelled) continue;
      const bool beside = how.beside_headline && line.link_share <= kLinkShareMax &&
                          (date.labelled || !has_other_label(line.text, date));
      dates_.add(std::string(date.text), date.labelled ? DateSource::Label : DateSource::Text,
                 date.role, beside);
    }
  }

  // "Opens: 24 May 2025" is a date of something else.
  static bool has_other_label(std::string_view line, const DateLine& date) {
    const auto begin = static_cast<std::size_t>(date.text.data() - line.data());
    return trim(line.substr(0, begin)).ends_with(':');
  }

  // "Published" on a line of its own, its date on the next.
  static void label_from_above(std::string_view above, DateLine& date) {
    if (above.size() > 64) return;
    const WordBits lists = lists_of(fold(above));
    const bool published = (lists & bit(WordList::DatePublished)) != 0;
    const bool modified = (lists & bit(WordList::DateModified)) != 0;
    if (published == modified) return;
    date.labelled = true;
    date.role = modified ? DateRole::Modified : DateRole::Published;
  }

  void read_datelines() {
    const std::vector<std::uint32_t>& kept = place_.body.kept;
    for (std::size_t k = 0; k < std::min<std::size_t>(kept.size(), kDatelines); ++k) {
      const std::string_view text = place_.list.lines[kept[k]].text;
      const std::string_view date = date_before_text(text, language_, facts_.event.fetched_at);
      if (!date.empty()) dates_.add(std::string(date), DateSource::Text, DateRole::Published);
    }
  }

  const PageFacts& facts_;
  const StoryPlace& place_;
  std::string_view language_;
  DateCollector& dates_;
  std::uint32_t count_ = 0, title_ = 0, story_ = 0;
  std::vector<DateLine> found_;
};

// Between a little before the headline and the story's end: others belong to other stories. Those
// from the headline on come first: above it stand today's date and other stories'.
void add_time_elements(const PageFacts& facts, const StoryPlace& place, DateCollector& dates) {
  const std::vector<PageBlock>& blocks = place.list.blocks;
  if (blocks.empty()) return;
  const Range near = near_headline(place);
  const std::uint32_t from = near.begin < blocks.size() ? blocks[near.begin].pos : 0;
  const std::uint32_t last = std::max(near.end, place.body.end);
  const std::uint32_t to =
      last + 1 < blocks.size() ? blocks[last + 1].pos : static_cast<std::uint32_t>(-1);
  std::size_t count = 0;
  for (const bool above : {false, true}) {
    for (const NodeIndex n : facts.head.times) {
      const std::uint32_t pos = facts.page.nodes[n].text_begin;
      if (pos < from || pos > to || (pos < place.headline.pos) != above) continue;
      if (++count > kTimesMax) return;
      std::string value = facts.page.attribute(n, Attr::Datetime);
      if (value.empty()) value = facts.page.visible_text(n);
      dates.add(std::move(value), DateSource::Time,
                says_modified(facts.page, n) ? DateRole::Modified : DateRole::Published);
    }
  }
}

}  // namespace

void add_dates(const PageFacts& facts, const StoryPlace& place, Article& article) {
  DateCollector dates;
  dates.add(facts.jsonld.published, DateSource::JsonLd, DateRole::Published);
  dates.add(facts.jsonld.modified, DateSource::JsonLd, DateRole::Modified);
  add_meta_dates(facts.head, dates);
  add_other_meta_dates(facts.head, dates);
  add_time_elements(facts, place, dates);
  if (scan_url_date(facts.event.url)) {
    dates.add(facts.event.url, DateSource::Url, DateRole::Published);
  }
  dates.add(facts.event.hints.published_at, DateSource::Hint, DateRole::Published);
  dates.add(facts.event.hints.modified_at, DateSource::Hint, DateRole::Modified);
  PrintedDates(facts, place, article.language, dates).read();
  DateContext context{facts.event.fetched_at, article.language, "", facts.tables.zones};
  if (facts.context.publisher != nullptr) context.publisher_zone = facts.context.publisher->zone;
  DatesFound chosen = choose_dates(dates.candidates, context);
  article.published = std::move(chosen.published);
  article.modified = std::move(chosen.modified);
  if (chosen.order_assumed) add_flag(article.flags, "date_order_assumed");
  if (chosen.zone_conflict) add_flag(article.flags, "zone_conflict");
}

}  // namespace news::clean
