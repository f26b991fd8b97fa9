#include "cli/explain/explained.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace cli::explain {
namespace {

using news::Article;

std::string join(const std::vector<std::string>& parts, std::string_view mark) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += mark;
    text += part;
  }
  return text;
}

std::string source_of(const Article& article, std::string_view field) {
  for (const auto& [name, source] : article.from) {
    if (name == field) return source;
  }
  return {};
}

// As the page has it, and as it was understood.
std::string print_date(const news::DateFound& date) {
  constexpr std::array<std::string_view, 4> kZones{"no zone known", "zone given", "zone derived",
                                                   "zone of the publisher"};
  const base::CivilTime& t = date.local;
  char local[64];
  std::snprintf(local, sizeof local, "%04d-%02d-%02d %02d:%02d", t.year, t.month, t.day, t.hour,
                t.minute);
  std::string text(local, date.precision == news::Precision::Day ? 10 : 16);
  if (date.precision != news::Precision::Day) {
    text += ", " + std::string(kZones.at(static_cast<std::size_t>(date.zone)));
  }
  if (date.instant) text += ": " + base::to_rfc3339(*date.instant);
  return text + " (printed as \"" + date.raw + "\")";
}

class FieldList final {
 public:
  explicit FieldList(const Article& article) : article_(article) {}

  void add(std::string_view name, std::string value, std::string from = {}) {
    if (!value.empty()) fields_.push_back({name, std::move(value), std::move(from)});
  }
  void add_noted(std::string_view name, std::string value) {
    add(name, std::move(value), source_of(article_, name));
  }
  void add_date(std::string_view name, const std::optional<news::DateFound>& date) {
    if (date) add(name, print_date(*date), date->from);
  }
  std::vector<Field> take() { return std::move(fields_); }

 private:
  const Article& article_;
  std::vector<Field> fields_;
};

std::string print_signals(const news::Signals& signals) {
  std::vector<std::string> said;
  if (signals.correction) said.emplace_back("correction");
  if (signals.kill) said.emplace_back("withdrawal");
  if (signals.hold) said.emplace_back("embargo");
  return join(said, ", ") + (signals.note.empty() ? "" : ": " + signals.note);
}

std::string print_images(const std::vector<news::Image>& images) {
  if (images.empty()) return {};
  const auto captions = std::count_if(images.begin(), images.end(),
                                      [](const auto& image) { return !image.caption.empty(); });
  return std::to_string(images.size()) + ", with caption " + std::to_string(captions);
}

struct Meaning {
  std::string_view word, says;
};

constexpr auto kReasons = std::to_array<Meaning>({
    {"outside", "outside of the region that was chosen"},
    {"consent", "in a box that asks for consent"},
    {"apart", "in a box that stands around a story (menu, aside, related ...)"},
    {"after", "behind a heading that ends the story (comments, related articles)"},
    {"boilerplate", "what a site says about itself on every page"},
    {"caption", "belongs to a picture"},
    {"links", "mostly links"},
    {"weak", "says too little to be sure"},
    {"repeat", "stood there before"},
    {"title", "repeats the headline"},
    {"other_h1", "a heading of the first rank, as only the headline is"},
    {"heads_nothing", "a heading with nothing under it"},
    {"limit", "beyond a limit of the output"},
    {"label", "a label, no sentence of the story: byline, date, tags"},
    {"section_head", "heads a list of other stories"},
    {"below_head", "a title under the head of such a list"},
    {"prefix", "the crawler's own first line"},
    {"refused", "the page was refused"},
});

constexpr auto kParts = std::to_array<Meaning>({
    {"body", "part of the story"},
    {"headline", "the headline"},
    {"caption", "caption of a picture"},
});

template <class Meanings>
std::string_view find_meaning(const Meanings& meanings, std::string_view word) {
  const auto found = std::find_if(meanings.begin(), meanings.end(),
                                  [&](const Meaning& meaning) { return meaning.word == word; });
  return found == meanings.end() ? word : found->says;
}

}  // namespace

std::vector<Field> fields_of(const Article& article) {
  FieldList fields(article);
  fields.add_noted("headline", article.headline);
  fields.add("page title", article.page_title);
  fields.add_noted("authors", join(article.authors, ", "));
  fields.add_noted("subtitle", article.subtitle);
  fields.add("agency", article.agency);
  fields.add_noted("publisher", article.publisher);
  fields.add_date("published", article.published);
  fields.add_date("modified", article.modified);
  fields.add("crawled", article.crawl_date);
  const std::string path = join(article.section_path, " > ");
  fields.add_noted("section", article.section + (path.empty() ? "" : " (" + path + ")"));
  fields.add_noted("tags", join(article.tags, ", "));
  fields.add("genres", join(article.genres, ", "));
  fields.add("place", article.located);
  fields.add_noted("description", article.description);
  const std::string& declared = article.language_declared;
  fields.add("language",
             article.language + (declared.empty() ? "" : " (declared: " + declared + ")"));
  fields.add_noted("canonical", article.canonical_url);
  fields.add("other site", article.origin_hint);
  fields.add("images", print_images(article.images));
  fields.add("access", article.access + (article.partial ? ", cut" : ""));
  fields.add("signals", print_signals(article.signals));
  fields.add("charset", article.charset.used, article.charset.how);
  return fields.take();
}

VoterName name_of_voter(std::string_view method) {
  if (method == "regions") return {'A', "regions", "the element that the markup names"};
  if (method == "scoring") return {'B', "scoring", "the element that its paragraphs point to"};
  if (method == "blocks") return {'C', "blocks", "the run of blocks with the largest sum"};
  if (method == "jsonld") return {'D', "jsonld", "the text that the page's data repeats"};
  if (method == "dump") return {'L', "lines", "the run of lines with the largest sum"};
  return {'?', method, ""};
}

std::string_view say_why(std::string_view why) { return find_meaning(kReasons, why); }
std::string_view say_part(std::string_view part) { return find_meaning(kParts, part); }

std::string spell(std::string_view word) {
  std::string spelled(word);
  std::replace(spelled.begin(), spelled.end(), '_', ' ');
  return spelled;
}

std::string print_hundredths(std::int64_t hundredths) {
  char text[32];
  const std::int64_t size = hundredths < 0 ? -hundredths : hundredths;
  std::snprintf(text, sizeof text, "%s%lld.%lld", hundredths < 0 ? "-" : "",
                static_cast<long long>(size / 100), static_cast<long long>(size % 100 / 10));
  return text;
}

std::string print_thousandths(int thousandths) {
  char text[32];
  std::snprintf(text, sizeof text, "%d.%03d", thousandths / 1000, thousandths % 1000);
  return text;
}

std::string print_share(int per_mille) { return std::to_string((per_mille + 5) / 10) + " %"; }

VoterCount count_kept(const news::clean::Trace& trace, std::size_t voter) {
  VoterCount count;
  for (const news::clean::TraceBlock& block : trace.blocks) {
    if (!block.votes.at(voter).kept) continue;
    ++count.blocks;
    count.words += block.words;
  }
  return count;
}

bool is_disputed(const news::clean::TraceBlock& block) {
  return std::any_of(block.votes.begin(), block.votes.end(),
                     [&](const auto& vote) { return vote.kept != block.votes.front().kept; });
}

std::string describe_quality(const Article& article) {
  constexpr std::array<std::string_view, 3> kConfidences{"low", "medium", "high"};
  std::string text =
      std::string(kConfidences.at(static_cast<std::size_t>(article.confidence))) + " confidence";
  if (article.agreement) text += ", agreement " + print_thousandths(*article.agreement);
  for (const std::string& flag : article.flags) text += ", " + flag;
  return text;
}

}  // namespace cli::explain
