#include "cli/history.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <vector>

#include "news/encode/ninjs.h"
#include "news/encode/version.h"

namespace cli {
namespace {

using news::JsonValue;

constexpr std::size_t kColumn = (kPageWidth - 5) / 2;  // two of them, an indent and " │ "
constexpr std::size_t kColumns = 9;
// Beyond so many pairs of paragraphs all between the first and the last change counts as changed.
constexpr std::size_t kPairsMax = 4'000'000;

using Cells = std::array<std::string, kColumns>;
constexpr std::size_t kWhyFrom = 6;  // the columns from here on say why

std::string text_of(const JsonValue& value, std::string_view name) {
  return std::string(value.find(name).text());
}

// "2026-03-02T07:02:11Z" without what every line would repeat.
std::string print_time(std::string time) {
  if (time.size() < 20) return time;
  time[10] = ' ';
  return time.substr(0, 19);
}

void add_count(std::vector<std::string>& parts, const JsonValue& counts, std::string_view name) {
  const std::string count = text_of(counts, name);
  if (!count.empty() && count != "0") parts.push_back(count + ' ' + std::string(name));
}

// "2 added, 1 edited; 188 to 197 words"
std::string print_change(const JsonValue& change) {
  std::vector<std::string> parts;
  const JsonValue sentences = change.find("sentences"), words = change.find("words");
  for (const char* name : {"added", "removed", "edited", "moved"})
    add_count(parts, sentences, name);
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  if (const std::string to = text_of(change, "reverts_to"); !to.empty()) text += "back to " + to;
  const std::string before = text_of(words, "before"), after = text_of(words, "after");
  if (before != after) text += (text.empty() ? "" : "; ") + before + " to " + after + " words";
  return text;
}

Cells to_cells(const JsonValue& root) {
  const JsonValue change = root.find("change"), ninjs = root.find("ninjs");
  return {text_of(change, "number"),   print_time(text_of(root.find("source"), "fetched_at")),
          text_of(ninjs, "pubStatus"), text_of(change, "verdict"),
          text_of(change, "class"),    print_change(change),
          text_of(change, "identity"), text_of(change, "guard"),
          text_of(change, "row")};
}

void print_row(std::ostream& out, Paint paint, Ink ink, const Cells& cells, const Cells& widest,
               std::size_t columns) {
  std::string line;
  for (std::size_t i = 0; i < columns; ++i) line += pad(cells[i], width_of(widest[i]) + 2);
  line.erase(line.find_last_not_of(' ') + 1);
  out << paint(ink, line) << '\n';
}

std::string body_of(const JsonValue& root) {
  return text_of(root.find("ninjs").find("bodies").first(), "value");
}

std::string headline_of(const JsonValue& root) {
  return text_of(root.find("ninjs").find("headlines").first(), "value");
}

std::vector<std::string_view> split_paragraphs(std::string_view body) {
  std::vector<std::string_view> paragraphs;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find("\n\n"), body.size());
    paragraphs.push_back(body.substr(0, end));
    body.remove_prefix(std::min(end + 2, body.size()));
  }
  return paragraphs;
}

// Which paragraph of `after` each of `before` is (npos: none), by the longest common subsequence.
class Matching final {
 public:
  static constexpr std::size_t npos = std::string_view::npos;

  Matching(const std::vector<std::string_view>& before, const std::vector<std::string_view>& after)
      : before_(before), after_(after), to_(before.size(), npos), is_old_(after.size()) {
    std::size_t begin = 0, before_end = before.size(), after_end = after.size();
    while (begin < before_end && begin < after_end && before[begin] == after[begin]) {
      to_[begin] = begin;
      ++begin;
    }
    while (before_end > begin && after_end > begin &&
           before[before_end - 1] == after[after_end - 1]) {
      to_[--before_end] = --after_end;
    }
    if ((before_end - begin) * (after_end - begin) <= kPairsMax) {
      match_middle(begin, before_end, after_end);
    }
    for (const std::size_t to : to_) {
      if (to != npos) is_old_[to] = true;
    }
  }

  std::size_t operator[](std::size_t paragraph) const { return to_[paragraph]; }
  // Whether that paragraph of `after` is one of `before`.
  bool has_after(std::size_t paragraph) const { return is_old_[paragraph]; }

 private:
  void match_middle(std::size_t begin, std::size_t before_end, std::size_t after_end) {
    const std::size_t rows = before_end - begin, columns = after_end - begin;
    std::vector<std::uint16_t> longest((rows + 1) * (columns + 1));
    const auto at = [&](std::size_t i, std::size_t j) -> std::uint16_t& {
      return longest[i * (columns + 1) + j];
    };
    for (std::size_t i = rows; i-- > 0;) {
      for (std::size_t j = columns; j-- > 0;) {
        const bool same = before_[begin + i] == after_[begin + j];
        at(i, j) = same ? static_cast<std::uint16_t>(at(i + 1, j + 1) + 1)
                        : std::max(at(i + 1, j), at(i, j + 1));
      }
    }
    for (std::size_t i = 0, j = 0; i < rows && j < columns;) {
      if (before_[begin + i] == after_[begin + j]) {
        to_[begin + i++] = begin + j++;
      } else {
        at(i + 1, j) >= at(i, j + 1) ? ++i : ++j;
      }
    }
  }

  const std::vector<std::string_view>& before_;
  const std::vector<std::string_view>& after_;
  std::vector<std::size_t> to_;
  std::vector<bool> is_old_;
};

void print_pair(std::ostream& out, Paint paint, std::string_view left, std::string_view right) {
  const std::vector<std::string> lefts = wrap(left, kColumn), rights = wrap(right, kColumn);
  for (std::size_t i = 0; i < std::max(lefts.size(), rights.size()); ++i) {
    const std::string l = i < lefts.size() ? lefts[i] : "", r = i < rights.size() ? rights[i] : "";
    out << "  " << paint(Ink::Bad, pad(l, kColumn)) << paint(Ink::Faint, " │ ")
        << paint(Ink::Good, r) << '\n';
  }
}

void print_same(std::ostream& out, Paint paint, std::size_t count) {
  if (count == 0) return;
  out << "  " << paint(Ink::Faint, count_of(count, "paragraph", "paragraphs") + " as before")
      << '\n';
}

void print_changed_headline(std::ostream& out, Paint paint, const JsonValue& before,
                            const JsonValue& after) {
  const std::string was = headline_of(before), is = headline_of(after);
  if (was != is && !is.empty()) print_pair(out, paint, was, is);
}

}  // namespace

base::Result<std::string> to_version_json(std::string_view value) {
  if (value.starts_with('{')) return std::string(value);
  const auto version = news::encode::read_version(value);
  if (!version) return version.fault();
  return news::encode::to_json(*version);
}

void print_side_by_side(std::ostream& out, Paint paint, std::string_view before,
                        std::string_view after) {
  const auto old = split_paragraphs(before), now = split_paragraphs(after);
  const Matching matching(old, now);
  std::size_t same = 0;
  for (std::size_t i = 0, j = 0; i < old.size() || j < now.size();) {
    if (i < old.size() && matching[i] == j) {
      ++same, ++i, ++j;
      continue;
    }
    print_same(out, paint, same);
    same = 0;
    const bool gone = i < old.size() && matching[i] == Matching::npos;
    const bool came = j < now.size() && !matching.has_after(j);
    print_pair(out, paint, gone ? old[i] : "", came ? now[j] : "");
    if (gone) ++i;
    if (came) ++j;
  }
  print_same(out, paint, same);
}

void History::print(std::ostream& out, Paint paint, HistoryLook look) const {
  std::vector<news::JsonDocument> documents(versions_.size());
  std::vector<Cells> rows;
  const Cells titles{"VERSION", "SEEN (UTC)", "STATUS", "VERDICT", "CLASS",
                     "CHANGE",  "KEY",        "GUARD",  "ROW"};
  Cells widest = titles;
  for (std::size_t i = 0; i < versions_.size(); ++i) {
    if (documents[i].read(versions_[i], {})) rows.push_back(to_cells(documents[i].root()));
    if (rows.size() <= i) rows.emplace_back();
    for (std::size_t c = 0; c < kColumns; ++c) {
      if (width_of(rows[i][c]) > width_of(widest[c])) widest[c] = rows[i][c];
    }
  }
  if (versions_.empty()) return;
  const JsonValue newest = documents.back().root();
  std::string headline;
  for (const auto& document : documents) {
    if (std::string text = headline_of(document.root()); !text.empty()) headline = std::move(text);
  }
  out << paint(Ink::Strong, headline) << '\n' << text_of(newest.find("ninjs"), "uri") << "\n\n";
  const std::size_t columns = look.why ? kColumns : kWhyFrom;
  print_row(out, paint, Ink::Faint, titles, widest, columns);
  if (dropped_ != 0 || first_shown() != 0) {
    out << paint(Ink::Faint, with_commas(dropped_ + first_shown()) + " older: --limit") << '\n';
  }
  const news::JsonDocument* before = first_shown() == 0 ? nullptr : &documents.front();
  for (std::size_t i = first_shown(); i < versions_.size(); ++i) {
    const JsonValue root = documents[i].root();
    print_row(out, paint, Ink::Plain, rows[i], widest, columns);
    const std::string body = body_of(root);
    if (look.diff && before != nullptr && !body.empty()) {
      print_changed_headline(out, paint, before->root(), root);
      print_side_by_side(out, paint, body_of(before->root()), body);
    }
    const bool historic = root.find("change").find("historic").text() == "true";
    if (!historic && !body.empty()) before = &documents[i];
  }
}

void History::print_json(std::ostream& out) const {
  for (std::size_t i = first_shown(); i < versions_.size(); ++i) out << versions_[i] << '\n';
}

}  // namespace cli
