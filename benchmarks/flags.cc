#include "benchmarks/flags.h"

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace benchmarks {
namespace {

[[noreturn]] void refuse(const std::string& what, const std::map<std::string, std::string>& known) {
  std::fprintf(stderr, "%s\noptions:", what.c_str());
  for (const auto& [name, value] : known) {
    std::fprintf(stderr, " --%s %s", name.c_str(), value.empty() ? "..." : value.c_str());
  }
  std::fprintf(stderr, "\n");
  std::exit(64);
}

}  // namespace

Flags::Flags(int argc, char** argv, std::map<std::string, std::string> known)
    : values_(std::move(known)) {
  for (int i = 1; i < argc; i += 2) {
    const std::string name = argv[i];
    const bool is_known = name.starts_with("--") && values_.contains(name.substr(2));
    if (!is_known || i + 1 == argc) refuse("not understood: " + name, values_);
    values_[name.substr(2)] = argv[i + 1];
  }
}

std::uint64_t Flags::number(const std::string& name) const {
  const std::string& digits = values_.at(name);
  std::uint64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) {
    refuse("not a number: --" + name + " " + digits, values_);
  }
  return value;
}

const std::string& Flags::text(const std::string& name) const { return values_.at(name); }

}  // namespace benchmarks
