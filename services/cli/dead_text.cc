#include "cli/dead_text.h"

#include <algorithm>
#include <ostream>

#include "adapters/status/json.h"
#include "cli/text.h"

namespace cli {
namespace {

using adapters::status::Json;

constexpr std::size_t kTime = 26, kPlace = 12, kReason = 18, kSite = 26;

std::vector<std::pair<std::string, std::uint64_t>> most_first(const DeadCounts& counts) {
  std::vector<std::pair<std::string, std::uint64_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return sorted;
}

// What strangers wrote moves no cursor.
std::string printable(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  return text;
}

std::string or_dash(const std::string& text) { return text.empty() ? "-" : printable(text); }

std::string column(const std::string& text, std::size_t width) {
  return pad(printable(text), width - 1) + ' ';
}

}  // namespace

void NewestDead::take(DeadLine line) {
  ++seen_;
  const std::int64_t time = line.died_at.value;
  if (by_time_.size() >= limit_ && time < by_time_.begin()->first) return;
  by_time_.emplace(time, std::move(line));
  if (by_time_.size() > limit_) by_time_.erase(by_time_.begin());
}

std::vector<DeadLine> NewestDead::lines() const {
  std::vector<DeadLine> lines;
  for (auto each = by_time_.rbegin(); each != by_time_.rend(); ++each) {
    lines.push_back(each->second);
  }
  return lines;
}

void print_table(std::ostream& out, const NewestDead& dead) {
  const std::vector<DeadLine> lines = dead.lines();
  for (const DeadLine& line : lines) {
    std::string text = column(base::to_rfc3339(line.died_at), kTime) + column(line.place, kPlace) +
                       column(line.reason, kReason) + column(or_dash(line.site), kSite) +
                       printable(line.detail);
    if (line.attempts > 1) text += " (attempt " + std::to_string(line.attempts) + ")";
    text.erase(text.find_last_not_of(' ') + 1);
    out << text << '\n';
  }
  out << with_commas(lines.size()) << " of " << count_of(dead.seen(), "dead letter", "dead letters")
      << '\n';
}

void print_json(std::ostream& out, const NewestDead& dead) {
  for (const DeadLine& line : dead.lines()) {
    Json json;
    json.begin_object();
    json.text("place", line.place);
    json.text("died_at", base::to_rfc3339(line.died_at));
    json.text("reason", line.reason);
    json.text("stage", line.stage);
    json.text("site", line.site);
    json.text("detail", line.detail);
    json.text("origin", line.origin);
    json.number("attempts", std::int64_t{line.attempts});
    json.end_object();
    out << json.str() << '\n';
  }
}

void print_table(std::ostream& out, const std::string& what, const DeadCounts& counts) {
  std::uint64_t total = 0;
  for (const auto& [name, count] : counts) total += count;
  out << pad_left("letters", 12) << "  " << what << '\n';
  for (const auto& [name, count] : most_first(counts)) {
    out << pad_left(with_commas(count), 12) << "  " << or_dash(name) << '\n';
  }
  out << pad_left(with_commas(total), 12) << "  in all\n";
}

void print_json(std::ostream& out, const std::string& what, const DeadCounts& counts) {
  for (const auto& [name, count] : most_first(counts)) {
    Json json;
    json.begin_object();
    json.text(what, name);
    json.number("count", count);
    json.end_object();
    out << json.str() << '\n';
  }
}

}  // namespace cli
