// cli/compare_text.h
//
// How two generations differ, for people and for scripts. Pure.
// Must not know: Kafka, how the difference was found.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "replay/compare.h"

namespace cli {

// How many records of its input a stage has still to read; of many, markers are counted too.
struct StageLag {
  std::string stage;
  std::int64_t records = 0;
};

struct ComparedGeneration {
  std::string name, table;
  std::vector<StageLag> lags;
};

// An example with what the articles say; of one that is not there, nothing.
struct ShownExample {
  replay::Example example;
  std::string urn, one, other;
};

struct ComparisonShown {
  ComparedGeneration one, other;
  const replay::Comparison& result;
  std::vector<ShownExample> examples;
  replay::FieldSet ignored = 0;
};

// Where two texts begin to differ: from each at most so many characters, a little of what is the
// same before them.
struct Excerpts {
  std::string one, other;
};
Excerpts excerpts_of(const std::string& one, const std::string& other, std::size_t width);

void print_table(std::ostream& out, const ComparisonShown& shown);
void print_json(std::ostream& out, const ComparisonShown& shown);

}  // namespace cli
