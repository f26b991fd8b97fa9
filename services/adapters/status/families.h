// adapters/status/families.h
//
// Collects metric families in the order of their first use. Names get the prefix "dateline_" but
// for those of the process. One thread; this room only.
#pragma once

#include <prometheus/metric_family.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "stream/meter_snapshot.h"

namespace adapters::status {

using Labels = std::vector<std::pair<std::string_view, std::string>>;

class Families final {
 public:
  Families() = default;
  Families(const Families&) = delete;
  Families& operator=(const Families&) = delete;

  // A second value for equal labels is added to the first.
  void counter(std::string_view name, const Labels& labels, double value, std::string_view help);
  void gauge(std::string_view name, const Labels& labels, double value, std::string_view help);

  // `unit` is what one of the snapshot's numbers is in the metric's own unit: 1e-9 for nanoseconds
  // that are shown as seconds.
  void histogram(std::string_view name, const Labels& labels,
                 const stream::HistogramSnapshot& snapshot, double unit, std::string_view help);

  const std::vector<prometheus::MetricFamily>& all() const { return families_; }

 private:
  prometheus::ClientMetric& metric(std::string_view name, prometheus::MetricType type,
                                   const Labels& labels, std::string_view help);

  std::vector<prometheus::MetricFamily> families_;
};

}  // namespace adapters::status
