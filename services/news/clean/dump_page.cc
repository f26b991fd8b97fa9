#include "news/clean/dump_page.h"

#include <algorithm>
#include <array>

#include "news/clean/authors.h"
#include "news/clean/dates.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

// Lines of more bytes are split: at a space if there is one near, never inside a character.
std::size_t split_point(std::string_view line, std::size_t bytes_max) {
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
  const std::size_t space = line.rfind(' ', end);
  return space != std::string_view::npos && space > end / 2 ? space : end;
}

// "date {date} {title}" against a line, its runs of spaces being one.
bool read_prefix(std::string_view line, std::string_view pattern, DumpPage& page) {
  while (!pattern.empty()) {
    const std::size_t open = pattern.find('{');
    const std::string_view literal = pattern.substr(0, open);
    if (line.substr(0, literal.size()) != literal) return false;
    line.remove_prefix(literal.size());
    if (open == std::string_view::npos) return line.empty();
    const std::size_t close = pattern.find('}', open);
    if (close == std::string_view::npos) return false;
    const std::string_view name = pattern.substr(open + 1, close - open - 1);
    pattern.remove_prefix(close + 1);
    const std::size_t next_field = pattern.find('{');
    const std::string_view next = pattern.substr(0, next_field);
    const std::size_t end = next.empty() ? line.size() : line.find(next);
    if (end == std::string_view::npos || end == 0) return false;
    const std::string_view value = line.substr(0, end);
    if (name == "date") {
      const auto date = scan_date(value, "", base::Timestamp{});
      if (!date || date->begin != 0) return false;
      page.crawl_date = value;
    } else if (name == "title") {
      page.page_title = value;
    }
    line.remove_prefix(end);
  }
  return line.empty();
}

// Labels and titles are short; what is longer is only ever compared with its like.
constexpr std::int64_t kFoldWordsMax = 4000;
constexpr std::size_t kFoldBytesMax = 1024;

// Polishes each line into the page's buffer; ends[i] is where line i ends.
class LineSplitter final {
 public:
  LineSplitter(std::string_view prefix, const Limits& limits, DumpPage& page)
      : prefix_(prefix), limits_(limits), page_(page) {}

  // Whether the page takes more lines.
  bool add(std::string_view line) {
    for (line = trim(line); !line.empty();) {
      const bool split = line.size() > limits_.line_bytes_max;
      const std::size_t end = split ? split_point(line, limits_.line_bytes_max) : line.size();
      if (split || count_ == limits_.dump_lines_max) add_flag(page_.flags, "truncated_input");
      if (++count_ > limits_.dump_lines_max) return false;
      add_part(line.substr(0, end));
      line = split ? trim(line.substr(std::max<std::size_t>(end, 1))) : std::string_view{};
    }
    return true;
  }

  void finish() {
    std::size_t begin = 0;
    page_.texts.reserve(ends_.size());
    for (const std::size_t end : ends_) {
      page_.texts.push_back(std::string_view(page_.text_buffer).substr(begin, end - begin));
      begin = end;
    }
  }

 private:
  void add_part(std::string_view part) {
    std::string& buffer = page_.text_buffer;
    const std::size_t begin = buffer.size();
    polish_onto(part, buffer);
    if (buffer.size() == begin) return;
    const bool own = first_ && !prefix_.empty() && read_prefix(buffer, prefix_, page_);
    first_ = false;
    if (own) return buffer.clear();
    ends_.push_back(buffer.size());
  }

  std::string_view prefix_;
  const Limits& limits_;
  DumpPage& page_;
  std::vector<std::size_t> ends_;
  std::size_t count_ = 0;
  bool first_ = true;
};

// The folded spelling of each line, or the line itself if it is too long for a label.
void fold_lines(DumpPage& page) {
  constexpr std::size_t kUnfolded = static_cast<std::size_t>(-1);
  std::vector<std::size_t> ends;
  ends.reserve(page.size());
  page.folded_buffer.reserve(page.text_buffer.size());
  page.folded.reserve(page.size());
  page.phrases.reserve(page.size());
  std::string folded;
  for (const Line& line : page.lines) {
    const bool label = line.words < kFoldWordsMax && line.text.size() <= kFoldBytesMax;
    if (label) fold_into(line.text, folded);
    if (label) page.folded_buffer += folded;
    ends.push_back(label ? page.folded_buffer.size() : kUnfolded);
  }
  std::size_t begin = 0;
  for (std::size_t i = 0; i < page.size(); ++i) {
    const bool label = ends[i] != kUnfolded;
    page.folded.push_back(label
                              ? std::string_view(page.folded_buffer).substr(begin, ends[i] - begin)
                              : page.texts[i]);
    page.phrases.push_back(label ? phrases_in(page.folded[i]) : 0);
    if (label) begin = ends[i];
  }
}

constexpr std::array<std::string_view, 12> kTitleBars{" | ", " - ", " – ", " — ", " : ",  " · ",
                                                      " • ", " » ", " « ", " › ", " :: ", "_"};

// A byline with names in it.
bool names_people(const DumpPage& page, std::size_t i) {
  if ((page.phrases[i] & bit(WordList::Byline)) == 0 || page.lines[i].words > 1500) return false;
  std::vector<std::string> names;
  add_authors(page.texts[i], NotPeople{}, names);
  return !names.empty();
}

bool is_title_long_enough(std::string_view folded) {
  return count_words(folded) >= 200 || count_code_points(folded) >= 6;
}

}  // namespace

bool DumpPage::is_section_head(std::size_t i) const {
  if ((phrases[i] & bit(WordList::SectionHead)) == 0 || lines[i].words > 800) return false;
  return lines[i].end != Ending::Sentence;
}

std::vector<std::string_view> title_parts(std::string_view title) {
  std::vector<std::string_view> parts;
  for (const std::string_view bar : kTitleBars) {
    for (std::size_t at = title.find(bar); at != std::string_view::npos;
         at = title.find(bar, at + 1)) {
      parts.push_back(trim(title.substr(0, at)));
      parts.push_back(trim(title.substr(at + bar.size())));
    }
  }
  std::stable_sort(parts.begin(), parts.end(),
                   [](std::string_view a, std::string_view b) { return a.size() > b.size(); });
  parts.insert(parts.begin(), title);
  return parts;
}

void read_dump(std::string_view text, std::string_view prefix, const Limits& limits,
               DumpPage& page) {
  page.text_buffer.reserve(text.size());
  LineSplitter splitter(prefix, limits, page);
  LineReader reader(text);
  for (std::string_view line; reader.next(line);) {
    if (!splitter.add(line)) break;
  }
  splitter.finish();
  if (page.page_title.size() > limits.headline_bytes_max) page.page_title.clear();
  page.lines.reserve(page.size());
  for (const std::string_view line : page.texts) page.lines.push_back(make_line(line));
  fold_lines(page);
}

void find_headline(DumpPage& page) {
  const std::size_t above = page.segment.empty() ? page.size() : page.segment.first;
  const auto stands_at = [&](std::string_view wanted) -> std::optional<std::size_t> {
    for (std::size_t i = above; i-- > 0;) {
      if (page.folded[i] == wanted) return i;
    }
    // A headline that reads like a sentence may have joined the story.
    for (std::size_t i = above; i < std::min(page.size(), above + 3); ++i) {
      if (page.folded[i] == wanted) return i;
    }
    return std::nullopt;
  };
  if (!page.page_title.empty()) {
    for (const std::string_view part : title_parts(page.page_title)) {
      const std::string wanted = fold(part);
      if (!is_title_long_enough(wanted)) continue;
      if (const auto found = stands_at(wanted)) {
        page.headline = found;
        page.anchored = true;
        return;
      }
    }
    return;
  }
  constexpr std::size_t kLinesUp = 12;
  for (std::size_t i = above; i-- > 0 && above - i <= kLinesUp;) {
    const Line& line = page.lines[i];
    if (line.words < 400 || line.words > 3000 || line.end == Ending::Sentence) continue;
    if (line.boilerplate || page.is_section_head(i)) continue;
    if (names_people(page, i)) continue;
    std::vector<DateLine> dates;
    read_date_lines(line.text, "", base::Timestamp{253402300799000}, dates);
    if (!dates.empty()) continue;
    page.headline = i;
    return;
  }
}

}  // namespace news::clean
