#include "tests/prometheus/metrics_page.h"

#include <vector>

namespace tests::prometheus {
namespace {

using adapters::status::find_label;
using adapters::status::full_name;
using adapters::status::Label;
using adapters::status::Metric;
using adapters::status::ShownBy;

constexpr std::string_view kHead = R"(# Metrics

All that `/metrics` shows, printed from the one table in the code
(`services/adapters/status/contract.cc`): `UPDATE_GOLDEN=1` before the test of cli's parts writes
this page again. A scrape of a running service is held against that table too.

- A counter counts committed work: what a batch did shows once its transaction is through.
- Labels whose values are listed are there from the start, at 0. No label holds an address, a site,
  an id or the text of an error.
- Fewer than 2,000 series with 64 partitions. Those of a partition leave with it. Above
  `limits.partition_series_max` partitions there is only their sum.
- A histogram has the series `_bucket`, `_sum` and `_count`.
)";

constexpr std::string_view kLabelsHead = R"(
## Labels

| label | of | values | meaning |
|---|---|---|---|
)";

std::string quote(std::string_view text) { return '`' + std::string(text) + '`'; }

template <class Texts>
std::string quote_all(const Texts& texts) {
  std::string all;
  for (const auto& text : texts) all += (all.empty() ? "" : ", ") + quote(text);
  return all;
}

void add_metrics(std::string& page, ShownBy shown_by, std::string_view title) {
  page += "\n## " + std::string(title) +
          "\n\n| metric | type | unit | labels | meaning |\n|---|---|---|---|---|\n";
  for (const Metric& metric : adapters::status::metrics()) {
    if (metric.shown_by != shown_by) continue;
    page += "| " + quote(full_name(metric.name)) + " | " + std::string(to_text(metric.kind)) +
            " | " + std::string(metric.unit) + " | " + quote_all(label_names(metric)) + " | " +
            std::string(metric.meaning) + " |\n";
  }
}

// One row a label, with all its values.
void add_label(std::string& page, const Label& label, const Scrape& scrape) {
  std::vector<std::string> of;
  std::set<std::string> values;
  for (const Metric& metric : adapters::status::metrics()) {
    for (const std::string_view name : label_names(metric)) {
      if (name != label.name || find_label(name, metric.name) != &label) continue;
      of.push_back(full_name(metric.name));
      if (label.is_bounded) values.merge(values_of(scrape, of.back(), name));
    }
  }
  page += "| " + quote(label.name) + " | " + (of.size() == 1 ? quote(of.front()) : "") + " | " +
          quote_all(values) + " | " + std::string(label.meaning) + " |\n";
}

}  // namespace

std::string print_page(const Scrape& scrape) {
  std::string page(kHead);
  add_metrics(page, ShownBy::All, "Of every process");
  add_metrics(page, ShownBy::Clean, "Of a process with stage clean");
  add_metrics(page, ShownBy::Version, "Of a process with stage version");
  add_metrics(page, ShownBy::State, "Of a process with a stage that has state: version");
  add_metrics(page, ShownBy::Replay, "Of a process that replays");
  page += kLabelsHead;
  for (const Label& label : adapters::status::labels()) add_label(page, label, scrape);
  return page;
}

}  // namespace tests::prometheus
