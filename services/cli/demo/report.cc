#include "cli/demo/report.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <ostream>

namespace cli::demo {
namespace {

using stream::MeterSnapshot;

constexpr std::string_view kIndent = "  ";

void print_wrapped(std::ostream& out, std::string_view text) {
  for (const std::string& line : wrap(text, kPageWidth - kIndent.size())) {
    out << kIndent << line << '\n';
  }
}

// "verdict="new",published="yes",..." -> "new".
std::string_view verdict_of(std::string_view labels) {
  constexpr std::string_view kName = "verdict=\"";
  const std::size_t from = labels.find(kName) + kName.size();
  return labels.substr(from, labels.find('"', from) - from);
}

std::vector<std::pair<std::string, std::uint64_t>> count_verdicts(
    const adapters::status::StageView& stage) {
  std::vector<std::pair<std::string, std::uint64_t>> counts;
  for (std::size_t i = 0; i < stage.spec.counters.size(); ++i) {
    if (stage.spec.counters[i].metric != "verdicts_total") continue;
    std::uint64_t count = 0;
    for (const MeterSnapshot& worker : stage.workers) count += worker.tallies[i];
    const std::string_view labels = stage.spec.counters[i].labels;
    std::string name(verdict_of(labels));
    // Only what repeats in many articles of the site has changed: no version (versions.silent).
    if (name == "revised" && labels.find("published=\"no\"") != labels.npos) name += " silently";
    if (counts.empty() || counts.back().first != name) counts.emplace_back(name, 0);
    counts.back().second += count;
  }
  std::erase_if(counts, [](const auto& each) { return each.second == 0; });
  std::sort(counts.begin(), counts.end(),
            [](const auto& a, const auto& b) { return a.second > b.second; });
  return counts;
}

struct StageSum {
  std::uint64_t read = 0, nanos = 0, handled = 0;
};

StageSum sum_of(const adapters::status::StageView& stage) {
  StageSum sum;
  for (const MeterSnapshot& worker : stage.workers) {
    sum.read += worker.consumed.records;
    sum.nanos += static_cast<std::uint64_t>(worker.stage_duration.sum);
    for (const std::uint64_t count : worker.stage_duration.counts) sum.handled += count;
  }
  return sum;
}

void print_stage(std::ostream& out, const adapters::status::StageView& stage,
                 std::string_view gave) {
  const StageSum sum = sum_of(stage);
  const double micros =
      sum.handled == 0 ? 0
                       : static_cast<double>(sum.nanos) / 1e3 / static_cast<double>(sum.handled);
  out << kIndent << pad(stage.spec.name, 9) << pad_left(with_commas(sum.read), 8) << " read   "
      << pad(gave, 52) << fmt::format("{:.0f} µs each", micros) << '\n';
}

std::vector<std::string> list_verdicts(const adapters::status::StageView& stage) {
  std::vector<std::string> parts;
  for (const auto& [name, count] : count_verdicts(stage)) {
    parts.push_back(with_commas(count) + " " + name);
  }
  return parts;
}

std::vector<std::string> list_classes(const Outcome& outcome) {
  std::vector<std::pair<std::string, std::size_t>> classes(outcome.classes().begin(),
                                                           outcome.classes().end());
  std::stable_sort(classes.begin(), classes.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> parts;
  parts.reserve(classes.size());
  for (const auto& [name, count] : classes) parts.push_back(with_commas(count) + " " + name);
  return parts;
}

// The parts after what was printed so far in this line.
void print_parts(std::ostream& out, std::size_t indent, const std::vector<std::string>& parts) {
  bool first = true;
  for (const std::string& line : wrap_parts(parts, kPageWidth - indent)) {
    out << (first ? "" : std::string(indent, ' ')) << line << '\n';
    first = false;
  }
}

void print_topic(std::ostream& out, Paint paint, std::string_view topic, std::size_t records,
                 const std::vector<std::string>& what) {
  constexpr std::size_t kBefore = 30;
  out << kIndent << paint(Ink::Strong, pad(topic, 19)) << pad_left(with_commas(records), 7) << "  ";
  print_parts(out, kBefore, what);
}

}  // namespace

void print_heading(std::ostream& out, Paint paint, std::string_view text) {
  out << '\n' << paint(Ink::Strong, text) << "\n\n";
}

void print_published(std::ostream& out, Paint paint, const News& news) {
  print_heading(out, paint, "Dateline demo");
  print_wrapped(out,
                "Invented crawls of four invented sites, a broker inside this process, the real "
                "stages. Nothing leaves this machine, and nothing stays on it.");
  print_heading(
      out, paint,
      fmt::format("Published to articles.raw: {} events, {:.1f} MB",
                  with_commas(news.events.size()), static_cast<double>(news.bytes) / 1e6));
  out << kIndent << paint(Ink::Faint, "stories  pages  dumps  site") << '\n';
  for (std::size_t i = 0; i < kVoices; ++i) {
    const SiteCounts& site = news.sites[i];
    out << kIndent << pad_left(with_commas(site.stories), 7) << pad_left(with_commas(site.pages), 7)
        << pad_left(with_commas(site.dumps), 7) << "  " << pad(kAllVoices[i].name, 23)
        << paint(Ink::Faint, kAllVoices[i].what) << '\n';
  }
  out << '\n';
  out << kIndent << "among them  ";
  print_parts(out, 14,
              {count_of(news.again, "crawl of a known text", "crawls of a known text"),
               count_of(news.changed, "changed text", "changed texts") + " (" +
                   count_of(news.corrected, "correction", "corrections") + ")",
               count_of(news.withdrawn, "withdrawal", "withdrawals"),
               count_of(news.late, "older page that arrives last", "older pages that arrive last"),
               count_of(news.broken, "broken event", "broken events")});
  out.flush();
}

void print_results(std::ostream& out, Paint paint, const Results& results) {
  const Outcome& outcome = results.outcome;
  const auto& stages = results.ran.stages;
  const auto events = static_cast<double>(results.news.events.size());
  print_heading(out, paint,
                fmt::format("What came out: {:.2f} s from the first event to the last article, {} "
                            "events a second",
                            results.ran.seconds,
                            with_commas(static_cast<std::size_t>(events / results.ran.seconds))));
  const std::uint64_t candidates = sum_of(stages[1]).read;
  print_stage(out, stages[0],
              count_of(candidates, "candidate", "candidates") + ", " +
                  count_of(outcome.dead_letters(), "dead letter", "dead letters"));
  print_stage(out, stages[1],
              count_of(outcome.versions(), "version", "versions") + " of " +
                  count_of(outcome.articles(), "article", "articles"));
  out << '\n';
  out << kIndent << "verdicts  ";
  print_parts(out, 12, list_verdicts(stages[1]));
  out << '\n';
  const std::size_t withdrawn = outcome.articles() - outcome.current();
  print_topic(out, paint, "articles.clean", outcome.articles(),
              {count_of(outcome.current(), "current article", "current articles"),
               with_commas(withdrawn) + " withdrawn and without text"});
  print_topic(out, paint, "articles.versions", outcome.versions(), list_classes(outcome));
  print_topic(out, paint, "articles.dead", outcome.dead_letters(),
              {count_of(outcome.dead().size(), "reason", "reasons"),
               "each letter with the original bytes"});
}

void print_dead(std::ostream& out, Paint paint, const Outcome& outcome) {
  print_heading(out, paint, "Dead letters: what could not be read, and why");
  out << kIndent << paint(Ink::Faint, "events  reason          the first one") << '\n';
  for (const auto& [reason, kind] : outcome.dead()) {
    out << kIndent << pad_left(with_commas(kind.count), 6) << "  "
        << paint(Ink::Bad, pad(reason, 16)) << pad(cut(kind.detail, 54), 56)
        << paint(Ink::Faint, kind.origin) << '\n';
  }
}

void print_addresses(std::ostream& out, Paint paint, const Addresses& addresses) {
  print_heading(out, paint, "It goes on with new news, until Ctrl-C");
  const std::string at = "http://localhost:" + std::to_string(addresses.port);
  const std::pair<std::string, std::string_view> all[] = {
      {at + "/", "what goes on, for people"},
      {at + "/metrics", "the same for Prometheus"},
      {"dateline top --url " + at, "the same in a terminal"},
      {addresses.brokers, "the embedded broker, for Kafka's tools"}};
  for (const auto& [address, what] : all) {
    out << kIndent << paint(Ink::Good, pad(address, 52)) << what << '\n';
  }
  out << '\n';
}

void print_farewell(std::ostream& out, Paint paint) {
  print_heading(out, paint, "What this does not show");
  print_wrapped(out,
                "The embedded broker is a stand-in. It forgets committed offsets and shows aborted "
                "records, so nothing here proves exactly-once, and its delays say nothing of "
                "Kafka's. `make test` proves it on a real Apache Kafka, by killing the service.");
  print_heading(out, paint, "Where to go next");
  constexpr std::pair<std::string_view, std::string_view> kNext[] = {
      {"dateline demo --keep", "the same, and on: watch it in a browser"},
      {"dateline clean page.html --url https://...", "clean a page of yours, without Kafka"},
      {"dateline config example > dateline.yaml", "every setting with a comment"},
      {"dateline validate -c dateline.yaml --create-topics", "check all, make missing topics"},
      {"dateline run -c dateline.yaml", "the service; figures at localhost:9464/metrics"}};
  for (const auto& [command, what] : kNext) {
    out << kIndent << paint(Ink::Good, pad(command, 52)) << what << '\n';
  }
  out << '\n';
}

}  // namespace cli::demo
