#include <algorithm>
#include <ostream>

#include "cli/demo/report.h"
#include "news/lenient_json.h"

namespace cli::demo {
namespace {

using news::JsonDocument;
using news::JsonValue;

constexpr std::size_t kColumn = 47;  // two of them, two spaces and a line between
constexpr std::string_view kIndent = "  ";

struct Line {
  Ink ink = Ink::Plain;
  std::string text;
};

void add(std::vector<Line>& lines, Ink ink, std::string_view text) {
  for (std::string& line : wrap(text, kColumn)) lines.push_back({ink, std::move(line)});
}

std::string text_of(const JsonValue& value, std::string_view name) {
  return std::string(value.find(name).text());
}

// The members of the raw event, the page last and as the lines that it has.
std::vector<Line> raw_lines(const std::string& json) {
  JsonDocument document;
  std::vector<Line> lines;
  if (!document.read(json, {})) return lines;
  for (JsonValue v = document.root().first(); v; v = v.next()) {
    const std::string name(v.name());
    if (name == "html") {
      add(lines, Ink::Plain, name + ": " + count_of(v.text().size(), "byte", "bytes"));
      add(lines, Ink::Faint, v.text());
    } else {
      add(lines, Ink::Plain, name + ": " + std::string(v.text()));
    }
  }
  return lines;
}

std::vector<Line> clean_lines(const std::string& json) {
  JsonDocument document;
  std::vector<Line> lines;
  if (!document.read(json, {})) return lines;
  const JsonValue ninjs = document.root().find("ninjs");
  add(lines, Ink::Strong, text_of(ninjs.find("headlines").first(), "value"));
  add(lines, Ink::Warm, "by " + text_of(ninjs, "by"));
  add(lines, Ink::Warm, "published " + text_of(ninjs, "contentCreated"));
  add(lines, Ink::Warm,
      text_of(ninjs.find("subjects").first(), "name") + ", " + text_of(ninjs, "language") +
          ", version " + text_of(ninjs, "version") + ", " +
          text_of(ninjs.find("bodies").first(), "wordCount") + " words");
  const std::string body = text_of(ninjs.find("bodies").first(), "value");
  for (const std::string& line : wrap(body, kColumn)) lines.push_back({Ink::Plain, line});
  lines.push_back({});
  add(lines, Ink::Faint, text_of(ninjs, "uri"));
  return lines;
}

void print_beside(std::ostream& out, Paint paint, std::vector<Line> left,
                  const std::vector<Line>& right) {
  if (left.size() > right.size()) {
    const std::size_t more = left.size() - right.size() + 1;
    left.resize(right.size() - 1);
    left.push_back({Ink::Plain, "… and " + with_commas(more) + " lines like these"});
  }
  left.resize(right.size());
  for (std::size_t i = 0; i < right.size(); ++i) {
    out << kIndent << paint(left[i].ink, pad(left[i].text, kColumn)) << paint(Ink::Faint, " │ ")
        << paint(right[i].ink, right[i].text) << '\n';
  }
}

// The event that the newest version was made of.
const Event* find_event(const News& news, const std::string& newest) {
  JsonDocument document;
  if (!document.read(newest, {})) return nullptr;
  const JsonValue source = document.root().find("source");
  const std::string id = "\"id\":\"" + text_of(source, "event_id") + "\"";
  const auto found = std::find_if(news.events.begin(), news.events.end(), [&](const Event& event) {
    return event.json.find(id) != std::string::npos;
  });
  return found == news.events.end() ? nullptr : &*found;
}

std::string spell_operations(const JsonValue& change) {
  std::string spelled;
  for (JsonValue v = change.find("operations").first(); v; v = v.next()) {
    spelled += (spelled.empty() ? "paragraph " : ", ") + text_of(v, "paragraph") + " " +
               text_of(v, "op") + (v.find("facts") ? " in its facts" : "");
  }
  const JsonValue words = change.find("words");
  if (words && text_of(words, "before") != text_of(words, "after")) {
    spelled += "; " + text_of(words, "before") + " words become " + text_of(words, "after");
  }
  return spelled;
}

// What a reader of the history wants to know of one version.
std::string spell_change(const JsonValue& root, const std::string& headline_before) {
  const JsonValue change = root.find("change");
  const std::string headline = text_of(root.find("ninjs").find("headlines").first(), "value");
  if (change.find("historic").text() == "true") {
    return "arrived last, fetched first: recorded, and articles.clean keeps its version";
  }
  std::string spelled = spell_operations(change);
  if (headline != headline_before) {
    spelled = "\"" + headline + "\"" + (spelled.empty() ? "" : "; ") + spelled;
  }
  return spelled;
}

struct Row {
  std::string number, fetched, kind, what;
};

std::vector<Row> history_rows(const Outcome& outcome) {
  std::vector<Row> rows;
  JsonDocument document;
  std::string headline;
  for (const std::string& json : outcome.followed_versions()) {
    if (!document.read(json, {})) continue;
    const JsonValue root = document.root();
    const JsonValue change = root.find("change");
    const JsonValue name = change.find("class");
    std::string fetched = text_of(root.find("source"), "fetched_at").substr(0, 16);
    std::replace(fetched.begin(), fetched.end(), 'T', ' ');
    rows.push_back({text_of(change, "number"), std::move(fetched),
                    std::string(name ? name.text() : change.find("verdict").text()),
                    spell_change(root, headline)});
    headline = text_of(root.find("ninjs").find("headlines").first(), "value");
  }
  return rows;
}

void print_history(std::ostream& out, Paint paint, const std::vector<Row>& rows) {
  constexpr std::size_t kBefore = 2 + 9 + 18 + 12;
  out << kIndent << paint(Ink::Faint, "version  fetched           change      what changed")
      << '\n';
  for (const Row& row : rows) {
    out << kIndent << paint(Ink::Strong, pad(row.number, 9)) << pad(row.fetched, 18)
        << paint(Ink::Good, pad(row.kind, 12));
    bool first = true;
    for (const std::string& line : wrap(row.what, kPageWidth - kBefore)) {
      out << (first ? "" : std::string(kBefore, ' ')) << line << '\n';
      first = false;
    }
  }
}

}  // namespace

void print_followed(std::ostream& out, Paint paint, const News& news, const Outcome& outcome) {
  if (const Event* event = find_event(news, outcome.followed_newest())) {
    print_heading(out, paint, "One raw event, and the article that it became");
    print_beside(out, paint, raw_lines(event->json), clean_lines(outcome.followed_newest()));
  }
  print_heading(out, paint, "The history of that article, from articles.versions");
  print_history(out, paint, history_rows(outcome));
}

}  // namespace cli::demo
