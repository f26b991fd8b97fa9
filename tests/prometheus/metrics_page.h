// tests/prometheus/metrics_page.h
//
// deploy/prometheus/metrics.md as the contract has it, with the values of bounded labels as a
// process shows them when it starts.
#pragma once

#include <string>

#include "tests/prometheus/scrape.h"

namespace tests::prometheus {

std::string print_page(const Scrape& scrape);

}  // namespace tests::prometheus
