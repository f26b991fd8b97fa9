// adapters/config/problem.h
//
// What is wrong with a configuration, and where. Problems are collected, never thrown, so that a
// person sees all of them at once. Values; any thread.
#pragma once

#include <string>
#include <vector>

namespace adapters::config {

// Lines and columns count from 1; 0 = the source has no lines (a flag, a variable).
struct Place {
  std::string source{};  // file name, "--set", or the name of a variable
  int line = 0, column = 0;

  bool operator==(const Place&) const = default;
};

struct Problem {
  Place place;
  std::string text;

  bool operator==(const Problem&) const = default;
};

// "dateline.yaml:14:5: kafka.brokerz: unknown key"
std::string to_string(const Problem& problem);

// By line and column; problems of one place keep their order.
void sort_by_place(std::vector<Problem>& problems);

}  // namespace adapters::config
