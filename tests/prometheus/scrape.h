// tests/prometheus/scrape.h
//
// A scrape, read back from Prometheus' text format and held against the contract.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/status/contract.h"

namespace tests::prometheus {

// Without a histogram's own label "le".
using SeriesLabels = std::map<std::string, std::string, std::less<>>;

struct Family {
  std::string type, help;
  std::set<SeriesLabels> series;
  std::size_t lines = 0;  // what Prometheus keeps as a series: a histogram has one a bucket
};

using Scrape = std::map<std::string, Family, std::less<>>;

// Throws std::runtime_error where the text is not as it must be, or says a thing twice.
Scrape read_scrape(const std::string& text);

std::size_t count_series(const Scrape& scrape);

// What contradicts the contract, of a process that shows what `shown` names: a family that is not
// in it, one that is missing, another type, meaning or label.
std::vector<std::string> find_differences(const Scrape& scrape,
                                          const std::set<adapters::status::ShownBy>& shown);

// The series of all families whose labels are all bounded: these are the same from the start to
// the end of a process.
std::set<std::string> list_bounded(const Scrape& scrape);

// The values of a label in a family.
std::set<std::string> values_of(const Scrape& scrape, std::string_view family,
                                std::string_view label);

}  // namespace tests::prometheus
