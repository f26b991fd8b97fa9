// adapters/status/contract.h
//
// The one table of all metrics: what a scrape may show, of which type and unit, under which labels,
// and what it means. Families shows nothing else, and deploy/prometheus/metrics.md is printed from
// here. A name or a label that changes is a break for whoever has a dashboard.
// Must not know: values, Prometheus' types.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::status {

enum class MetricKind : std::uint8_t { Counter, Gauge, Histogram };

// Where a metric is to be seen: in every process, in one with stage clean, with stage version, with
// any stage that has state, and while `dateline replay` runs.
enum class ShownBy : std::uint8_t { All, Clean, Version, State, Replay };

struct Metric {
  std::string_view name;  // without prefix
  MetricKind kind = MetricKind::Counter;
  std::string_view unit;    // "seconds"; of a gauge that is 0 or 1: "boolean"
  std::string_view labels;  // "stage, topic", as they are shown; "" = none
  std::string_view meaning;
  ShownBy shown_by = ShownBy::All;
};

// What a label stands for. `of`: the only metric for which this holds; "" = all others.
struct Label {
  std::string_view name, of;
  bool is_bounded = true;  // all its values are there from the start
  std::string_view meaning;
};

std::span<const Metric> metrics();
std::span<const Label> labels();

// nullptr: no such metric.
const Metric* find_metric(std::string_view name);
const Label* find_label(std::string_view name, std::string_view metric);

std::vector<std::string_view> label_names(const Metric& metric);

// As a scrape shows it: "dateline_ready". The process's own keep their well-known names.
std::string full_name(std::string_view name);

std::string_view to_text(MetricKind kind);  // "counter"

}  // namespace adapters::status
