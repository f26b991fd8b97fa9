// cli/compare_flags.h
//
// The flags of `replay compare`, and those by which `replay plan` and `run` make a generation.
// Must not know: Kafka, what a comparison does.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "base/time.h"
#include "replay/digest.h"

namespace CLI {
class App;
}

namespace cli {

struct ReplayFlags;

struct CompareFlags {
  std::string one, other;  // generations
  std::vector<std::string> ignored;
  int samples = 3;
  std::string settle = "10s", memory = "256MiB";
};

void add_compare(CLI::App* verb, CompareFlags& flags);

// --generation and --input, after all other flags: with them a record is neither chosen nor copied.
void add_generation(CLI::App* verb, ReplayFlags& flags);

struct CompareWish {
  replay::FieldSet ignored = 0;
  std::size_t samples = 0, bytes_max = 0;
  base::Millis settle{0};
};

// The wish, or what is wrong with a flag.
std::variant<CompareWish, std::string> read_wish(const CompareFlags& flags);

}  // namespace cli
