#include "tests/prometheus/scrape.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace tests::prometheus {
namespace {

using adapters::status::Metric;
using adapters::status::ShownBy;

[[noreturn]] void refuse(const std::string& why, const std::string& line) {
  throw std::runtime_error(why + ": " + line);
}

// `{stage="clean",le="0.1"}` from its bracket on. Values of ours hold no quotes.
SeriesLabels read_labels(const std::string& line, std::size_t open) {
  SeriesLabels labels;
  for (std::size_t at = open + 1; line[at] != '}';) {
    const std::size_t equals = line.find("=\"", at);
    const std::size_t end = equals == std::string::npos ? equals : line.find('"', equals + 2);
    if (end == std::string::npos) refuse("no label", line);
    const std::string name = line.substr(at, equals - at);
    if (!labels.emplace(name, line.substr(equals + 2, end - equals - 2)).second) {
      refuse("a label twice", line);
    }
    at = end + (line[end + 1] == ',' ? 2 : 1);
  }
  return labels;
}

void read_sample(const std::string& line, const std::string& name, Family& family) {
  if (!line.starts_with(name)) refuse("a sample of no family", line);
  const std::size_t open = line.find('{');
  SeriesLabels labels = open == std::string::npos ? SeriesLabels() : read_labels(line, open);
  labels.erase("le");
  ++family.lines;
  const bool is_new = family.series.insert(std::move(labels)).second;
  if (!is_new && family.type != "histogram") refuse("a series twice", line);
}

std::string print(const std::string& name, const SeriesLabels& labels) {
  std::string text = name + "{";
  for (const auto& [key, value] : labels) text += key + "=" + value + ",";
  return text + "}";
}

std::set<std::string, std::less<>> names_of(const SeriesLabels& labels) {
  std::set<std::string, std::less<>> names;
  for (const auto& [key, value] : labels) names.insert(key);
  return names;
}

const Metric* find_row(std::string_view family) {
  const auto all = adapters::status::metrics();
  const auto found = std::find_if(all.begin(), all.end(), [family](const Metric& metric) {
    return adapters::status::full_name(metric.name) == family;
  });
  return found == all.end() ? nullptr : &*found;
}

void compare(const std::string& name, const Family& family, std::vector<std::string>& found) {
  const Metric* const row = find_row(name);
  if (row == nullptr) {
    found.push_back(name + " is not in the contract");
    return;
  }
  if (family.type != to_text(row->kind)) found.push_back(name + " is a " + family.type);
  if (family.help != row->meaning) found.push_back(name + " says of itself: " + family.help);
  const auto wanted = label_names(*row);
  const std::set<std::string, std::less<>> names(wanted.begin(), wanted.end());
  for (const SeriesLabels& labels : family.series) {
    if (names_of(labels) != names) found.push_back(print(name, labels) + " has other labels");
  }
}

bool is_bounded(const Metric& metric) {
  const auto names = label_names(metric);
  return std::all_of(names.begin(), names.end(), [&](std::string_view name) {
    return adapters::status::find_label(name, metric.name)->is_bounded;
  });
}

}  // namespace

Scrape read_scrape(const std::string& text) {
  Scrape scrape;
  std::istringstream lines(text);
  std::string name;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# HELP ")) {
      name = line.substr(7, line.find(' ', 7) - 7);
      if (scrape.contains(name)) refuse("a family twice", line);
      scrape[name].help = line.substr(8 + name.size());
    } else if (line.starts_with("# TYPE ")) {
      scrape[name].type = line.substr(8 + name.size());
    } else {
      read_sample(line, name, scrape[name]);
    }
  }
  return scrape;
}

std::size_t count_series(const Scrape& scrape) {
  std::size_t count = 0;
  for (const auto& [name, family] : scrape) count += family.lines;
  return count;
}

std::vector<std::string> find_differences(const Scrape& scrape, const std::set<ShownBy>& shown) {
  std::vector<std::string> found;
  for (const auto& [name, family] : scrape) compare(name, family, found);
  for (const Metric& metric : adapters::status::metrics()) {
    const std::string name = adapters::status::full_name(metric.name);
    const bool is_there = scrape.contains(name);
    const bool belongs = shown.contains(metric.shown_by);
    if (belongs && !is_there) found.push_back(name + " is missing");
    if (!belongs && is_there) found.push_back(name + " does not belong here");
  }
  return found;
}

std::set<std::string> list_bounded(const Scrape& scrape) {
  std::set<std::string> all;
  for (const auto& [name, family] : scrape) {
    const Metric* const row = find_row(name);
    if (row == nullptr || !is_bounded(*row)) continue;
    for (const SeriesLabels& labels : family.series) all.insert(print(name, labels));
  }
  return all;
}

std::set<std::string> values_of(const Scrape& scrape, std::string_view family,
                                std::string_view label) {
  std::set<std::string> values;
  const auto found = scrape.find(family);
  if (found == scrape.end()) return values;
  for (const SeriesLabels& labels : found->second.series) {
    if (const auto one = labels.find(label); one != labels.end()) values.insert(one->second);
  }
  return values;
}

}  // namespace tests::prometheus
