// adapters/status/families.h
//
// Collects metric families in the order of their first use, type and meaning from the contract. A
// name, a type or a label that is not in it is a bug of ours. One thread; this room only.
#pragma once

#include <prometheus/metric_family.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/status/contract.h"
#include "stream/meter_snapshot.h"

namespace adapters::status {

using Labels = std::vector<std::pair<std::string_view, std::string>>;

class Families final {
 public:
  Families() = default;
  Families(const Families&) = delete;
  Families& operator=(const Families&) = delete;

  // A second value for equal labels is added to the first.
  void counter(std::string_view name, const Labels& labels, double value);
  void gauge(std::string_view name, const Labels& labels, double value);

  // Of the values for equal labels the highest stays.
  void highest(std::string_view name, const Labels& labels, double value);

  // `unit` is what one of the snapshot's numbers is in the metric's own unit: 1e-9 for nanoseconds
  // that are shown as seconds.
  void histogram(std::string_view name, const Labels& labels,
                 const stream::HistogramSnapshot& snapshot, double unit);

  const std::vector<prometheus::MetricFamily>& all() const { return families_; }

 private:
  prometheus::ClientMetric& metric(std::string_view name, MetricKind kind, const Labels& labels);
  prometheus::MetricFamily& family(const Metric& metric);

  std::vector<prometheus::MetricFamily> families_;
};

}  // namespace adapters::status
