#include "cli/explain/html.h"

#include <algorithm>
#include <map>

#include "cli/explain/style.h"

namespace cli::explain {
namespace {

using news::clean::Trace;
using news::clean::TraceBlock;
using news::clean::TraceVote;
using news::clean::TraceVoter;

// `<name class="of">text</name>`, escaped; `name` and `of` are ours.
std::string element(std::string_view name, std::string_view of, std::string_view text) {
  std::string out = "<" + std::string(name);
  if (!of.empty()) out += " class=\"" + escape_html(of) + '"';
  return out + ">" + escape_html(text) + "</" + std::string(name) + ">";
}

// No longer than `most` bytes, and whole characters.
std::string_view head_of(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

// The word by which a block is coloured and grouped.
std::string_view word_of(const TraceBlock& block) {
  return block.part.empty() ? block.why : block.part;
}

std::string_view meaning_of(const TraceBlock& block) {
  return block.part.empty() ? say_why(block.why) : say_part(block.part);
}

bool is_heading(const TraceBlock& block) {
  const std::size_t last = block.path.rfind(' ');
  const std::string_view tag =
      std::string_view(block.path).substr(last == block.path.npos ? 0 : last + 1);
  return tag.size() >= 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6';
}

std::string describe_facts(const TraceBlock& block) {
  std::string facts =
      print_hundredths(block.words) + " words, " + print_share(block.link_share) + " links";
  if (block.sentence) facts += ", ends like a sentence";
  if (block.in_article) facts += ", in article or main";
  if (block.boxes > 0)
    facts += ", in " + std::to_string(block.boxes) + " of the boxes that stand around a story";
  if (block.in_figure) facts += ", in a figure";
  if (block.consent) facts += ", in a consent box";
  if (block.boilerplate) facts += ", a phrase of sites";
  return facts;
}

class Section final {
 public:
  Section(const Explained& explained, const HtmlLimits& limits)
      : explained_(explained), trace_(explained.trace), limits_(limits) {}

  std::string write() {
    out_ = "<section class=\"event\">\n";
    write_head();
    out_ += "<div class=\"columns\">\n<div class=\"side\">\n";
    write_legend();
    if (trace_.voters.size() > 1) write_voters();
    if (explained_.article != nullptr) write_fields();
    out_ += "</div>\n<ol class=\"blocks\">\n";
    for (std::size_t i = 0; i < std::min(trace_.blocks.size(), limits_.blocks_max); ++i) {
      write_block(trace_.blocks[i]);
    }
    out_ += "</ol>\n</div>\n";
    write_rest();
    return std::move(out_) + "</section>\n";
  }

 private:
  void write_head() {
    out_ += element("p", "place", explained_.place);
    if (explained_.article != nullptr) {
      const news::Article& article = *explained_.article;
      const VoterName voter = name_of_voter(article.method);
      out_ += element("h2", "", article.headline.empty() ? "(no headline)" : article.headline);
      out_ += "<p class=\"quality\">" + element("span", "pill", voter.name) +
              escape_html(describe_quality(article)) + "</p>\n";
    } else if (explained_.fault != nullptr) {
      out_ += element("h2", "", "No article");
      out_ += element("p", "fault",
                      std::string(explained_.fault->code) + ": " + explained_.fault->detail);
    }
  }

  void write_legend() {
    std::map<std::string_view, std::size_t> counts;
    for (const TraceBlock& block : trace_.blocks) ++counts[word_of(block)];
    out_ += "<details class=\"panel\" open><summary>What became of " +
            std::to_string(trace_.blocks.size()) + " blocks</summary>\n<ul class=\"legend\">\n";
    for (const auto& [word, count] : counts) {
      const std::string_view part = say_part(word);
      out_ += "<li class=\"t-" + escape_html(word) + "\"><i></i>" +
              element("span", "", spell(word)) + element("span", "number", std::to_string(count)) +
              element("span", "", part == word ? say_why(word) : part) + "</li>\n";
    }
    out_ +=
        "</ul>\n<p class=\"hint\">Point at a block, tap it, or go there with Tab, and it says "
        "why.</p></details>\n";
  }

  void write_voters() {
    out_ +=
        "<details class=\"panel\" open><summary>Who chose what</summary>\n<table>\n<tr>"
        "<th>extractor</th><th class=\"number\">blocks</th><th class=\"number\">words</th>";
    for (const TraceVoter& voter : trace_.voters) {
      out_ += element("th", "number", std::string(1, name_of_voter(voter.method).letter));
    }
    out_ += "</tr>\n";
    for (std::size_t i = 0; i < trace_.voters.size(); ++i) write_voter(i);
    out_ +=
        "</table>\n<p class=\"hint\">Under the letters: how far two agree, 1 being the same words. "
        "The one that the others "
        "agree with most is believed.</p>"
        "</details>\n";
  }

  void write_voter(std::size_t i) {
    const TraceVoter& voter = trace_.voters[i];
    const VoterName name = name_of_voter(voter.method);
    const VoterCount count = count_kept(trace_, i);
    out_ += voter.won ? "<tr class=\"won\"><th>" : "<tr><th>";
    out_ += escape_html(std::string(1, name.letter) + " " + std::string(name.name)) + "</th>";
    out_ += element("td", "number", std::to_string(count.blocks));
    out_ += element("td", "number", std::to_string(count.words / 100));
    for (const std::optional<int>& with : voter.with) {
      out_ += element("td", "number", with ? print_thousandths(*with) : "–");
    }
    out_ += "</tr>\n<tr class=\"does\"><td colspan=\"" + std::to_string(3 + voter.with.size()) +
            "\">" + escape_html((voter.won ? "chosen: " : "") + std::string(name.does)) +
            "</td></tr>\n";
  }

  void write_fields() {
    out_ +=
        "<details class=\"panel\" open><summary>Where each field came from</summary>\n"
        "<dl class=\"fields\">\n";
    for (const Field& field : fields_of(*explained_.article)) {
      out_ += "<dt>" + escape_html(field.name);
      if (!field.from.empty()) out_ += " " + element("span", "from", "from " + field.from);
      out_ += "</dt><dd dir=\"auto\">" + escape_html(head_of(field.value, limits_.text_bytes_max)) +
              "</dd>\n";
    }
    out_ += "</dl></details>\n";
  }

  void write_block(const TraceBlock& block) {
    const bool kept = !block.part.empty();
    out_ += "<li class=\"b t-" + escape_html(word_of(block));
    if (kept) out_ += " is-kept";
    if (is_disputed(block)) out_ += " is-disputed";
    if (is_heading(block)) out_ += " is-heading";
    out_ +=
        "\" tabindex=\"0\"><span class=\"mark\">" + element("span", "word", spell(word_of(block)));
    if (trace_.voters.size() > 1) write_votes(block);
    out_ += "</span><p class=\"text\" dir=\"auto\">";
    out_ += escape_html(head_of(block.text, limits_.text_bytes_max));
    if (block.text.size() > limits_.text_bytes_max) out_ += " …";
    out_ += "</p>";
    write_card(block);
    out_ += "</li>\n";
  }

  void write_votes(const TraceBlock& block) {
    out_ += "<span class=\"votes\" aria-hidden=\"true\">";
    for (std::size_t i = 0; i < block.votes.size(); ++i) {
      out_ += element("b", block.votes[i].kept ? "on" : "",
                      std::string(1, name_of_voter(trace_.voters[i].method).letter));
    }
    out_ += "</span>";
  }

  void write_card(const TraceBlock& block) {
    out_ += "<div class=\"why\">" +
            element("h3", "",
                    (block.part.empty() ? "Dropped: " : "Kept: ") + std::string(meaning_of(block)));
    out_ += "<table>";
    for (std::size_t i = 0; i < block.votes.size(); ++i) {
      const TraceVote& vote = block.votes[i];
      const VoterName name = name_of_voter(trace_.voters[i].method);
      out_ += "<tr>" +
              element("th", "", std::string(1, name.letter) + " " + std::string(name.name)) +
              element("td", "",
                      vote.kept ? "keeps it" : "drops it: " + std::string(say_why(vote.why))) +
              element("td", "number", print_hundredths(vote.score)) + "</tr>";
    }
    out_ += "</table>" + element("p", "", describe_facts(block));
    if (!block.path.empty()) out_ += element("p", "path", block.path);
    if (block.part.empty()) {
      out_ += "<p class=\"full\" dir=\"auto\">" +
              escape_html(head_of(block.text, limits_.text_bytes_max)) + "</p>";
    }
    out_ += "</div>";
  }

  void write_rest() {
    if (trace_.blocks.size() <= limits_.blocks_max) return;
    out_ += element(
        "p", "hint",
        std::to_string(trace_.blocks.size() - limits_.blocks_max) + " more blocks are not shown.");
  }

  const Explained& explained_;
  const Trace& trace_;
  const HtmlLimits& limits_;
  std::string out_;
};

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (c == '\'') {
      out += "&#39;";
    } else if ((byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F) {
      out += "\xEF\xBF\xBD";
    } else {
      out += c;
    }
  }
  return out;
}

std::string html_head(std::string_view title) {
  std::string out =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n<title>";
  out += escape_html(title);
  out += "</title>\n<style>";
  out += kStyle;
  out += "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#pages\">To the page</a>\n";
  for (const std::string_view id : {"all", "kept", "dropped", "disputed"}) {
    out += "<input class=\"away\" type=\"radio\" name=\"show\" id=\"" + std::string(id) + "\"";
    out += id == "all" ? " checked>\n" : ">\n";
  }
  out +=
      "<div class=\"bar\"><strong>How this was read</strong>\n<div class=\"filter\">"
      "<label for=\"all\">All</label><label for=\"kept\">Kept</label>"
      "<label for=\"dropped\">Dropped</label><label for=\"disputed\">Disputed</label></div></div>\n"
      "<main id=\"pages\">\n";
  return out;
}

std::string html_section(const Explained& explained, const HtmlLimits& limits) {
  return Section(explained, limits).write();
}

std::string html_foot() { return "</main>\n</body>\n</html>\n"; }

}  // namespace cli::explain
