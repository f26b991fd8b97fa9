#include "adapters/status/families.h"

#include <algorithm>

namespace adapters::status {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

void Families::counter(std::string_view name, const Labels& labels, double value,
                       std::string_view help) {
  metric(name, MetricType::Counter, labels, help).counter.value += value;
}

void Families::gauge(std::string_view name, const Labels& labels, double value,
                     std::string_view help) {
  metric(name, MetricType::Gauge, labels, help).gauge.value += value;
}

void Families::histogram(std::string_view name, const Labels& labels,
                         const stream::HistogramSnapshot& snapshot, double unit,
                         std::string_view help) {
  ClientMetric::Histogram& sum = metric(name, MetricType::Histogram, labels, help).histogram;
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

ClientMetric& Families::metric(std::string_view name, MetricType type, const Labels& labels,
                               std::string_view help) {
  const std::string full =
      name.starts_with("process_") ? std::string(name) : "dateline_" + std::string(name);
  auto family = std::find_if(families_.begin(), families_.end(),
                             [&full](const MetricFamily& one) { return one.name == full; });
  if (family == families_.end()) {
    families_.push_back({full, std::string(help), type, {}});
    family = families_.end() - 1;
  }
  std::vector<ClientMetric::Label> wanted;
  for (const auto& [key, value] : labels) wanted.push_back({std::string(key), value});
  for (ClientMetric& one : family->metric) {
    if (one.label == wanted) return one;
  }
  family->metric.emplace_back();
  family->metric.back().label = std::move(wanted);
  return family->metric.back();
}

}  // namespace adapters::status
