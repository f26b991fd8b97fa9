// cli/expectation.h
//
// What `clean` should say, as JSON lines: the n-th line of output must hold all that the n-th line
// here holds, and may hold more. So a test of one's own configuration names the fields that matter
// and outlives releases.
// Must not know: where lines come from.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cli {

class Expectation final {
 public:
  // Fault (Stop): unreadable_file, or bad_expectation with the line that is no JSON.
  static base::Result<Expectation> read(const std::string& path);

  void take(std::string_view output);
  // After the last line of output: what is missing, too.
  std::vector<std::string> finish();

 private:
  explicit Expectation(std::string name) : name_(std::move(name)) {}

  struct Line {
    std::size_t number;  // in the file
    std::string json;
  };

  std::string name_;
  std::vector<Line> lines_;
  std::size_t taken_ = 0;
  std::vector<std::string> differences_;
};

// Of every value in `wanted` that `found` lacks or has otherwise: "ninjs.language is "de", wanted
// "en"". Lists must be as long as wanted. Both are JSON.
std::vector<std::string> find_differences(const std::string& wanted, const std::string& found);

}  // namespace cli
