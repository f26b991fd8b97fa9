#include "adapters/status/families.h"

#include <algorithm>

#include "base/check.h"

namespace adapters::status {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

MetricType to_type(MetricKind kind) {
  switch (kind) {
    case MetricKind::Counter:
      return MetricType::Counter;
    case MetricKind::Gauge:
      return MetricType::Gauge;
    case MetricKind::Histogram:
      break;
  }
  return MetricType::Histogram;
}

bool has_labels(const Metric& metric, const Labels& labels) {
  const auto names = label_names(metric);
  return std::equal(names.begin(), names.end(), labels.begin(), labels.end(),
                    [](std::string_view name, const auto& label) { return name == label.first; });
}

}  // namespace

void Families::counter(std::string_view name, const Labels& labels, double value) {
  metric(name, MetricKind::Counter, labels).counter.value += value;
}

void Families::gauge(std::string_view name, const Labels& labels, double value) {
  metric(name, MetricKind::Gauge, labels).gauge.value += value;
}

void Families::highest(std::string_view name, const Labels& labels, double value) {
  double& shown = metric(name, MetricKind::Gauge, labels).gauge.value;
  shown = std::max(shown, value);
}

void Families::histogram(std::string_view name, const Labels& labels,
                         const stream::HistogramSnapshot& snapshot, double unit) {
  ClientMetric::Histogram& sum = metric(name, MetricKind::Histogram, labels).histogram;
  if (sum.bucket.empty()) {
    // The serializer adds +Inf from sample_count, which is the sum of all buckets.
    for (const std::int64_t bound : snapshot.bounds) {
      sum.bucket.push_back(
          {.cumulative_count = 0, .upper_bound = static_cast<double>(bound) * unit});
    }
  }
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < snapshot.counts.size(); ++i) {
    below += snapshot.counts[i];
    if (i < sum.bucket.size()) sum.bucket[i].cumulative_count += below;
  }
  sum.sample_count += below;
  sum.sample_sum += static_cast<double>(snapshot.sum) * unit;
}

ClientMetric& Families::metric(std::string_view name, MetricKind kind, const Labels& labels) {
  const Metric* const row = find_metric(name);
  CHECK(row != nullptr && row->kind == kind && has_labels(*row, labels));
  std::vector<ClientMetric::Label> wanted;
  for (const auto& [key, value] : labels) wanted.push_back({std::string(key), value});
  MetricFamily& shown = family(*row);
  for (ClientMetric& one : shown.metric) {
    if (one.label == wanted) return one;
  }
  shown.metric.emplace_back();
  shown.metric.back().label = std::move(wanted);
  return shown.metric.back();
}

MetricFamily& Families::family(const Metric& metric) {
  const std::string name = full_name(metric.name);
  const auto found = std::find_if(families_.begin(), families_.end(),
                                  [&name](const MetricFamily& one) { return one.name == name; });
  if (found != families_.end()) return *found;
  families_.push_back({name, std::string(metric.meaning), to_type(metric.kind), {}});
  return families_.back();
}

}  // namespace adapters::status
