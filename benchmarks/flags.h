// benchmarks/flags.h
//
// What a benchmark was asked for: `--name value`, nothing else. An unknown name ends the program,
// for a figure under a mistyped option would be believed.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace benchmarks {

class Flags final {
 public:
  // The names that exist, with what they are if they are not given.
  Flags(int argc, char** argv, std::map<std::string, std::string> known);

  std::uint64_t number(const std::string& name) const;
  const std::string& text(const std::string& name) const;

 private:
  std::map<std::string, std::string> values_;
};

}  // namespace benchmarks
