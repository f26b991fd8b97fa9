// The simulator by hand: `sim SEEDS [FIRST]` runs so many seeds and tells what they have seen;
// `sim --seed N` runs one and tells its story.
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sim/totals.h"

namespace {

// Dies with the seed, whatever it dies of.
char current[64] = "";
void tell_seed(int) {
  (void)!write(STDERR_FILENO, current, sizeof current);
  std::signal(SIGABRT, SIG_DFL);
}

sim::Report run(std::uint64_t seed, std::function<void(const std::string&)> tell) {
  std::snprintf(current, sizeof current, "aborts in seed %llu\n",
                static_cast<unsigned long long>(seed));
  return sim::run_chaos({.seed = seed, .wrap = {}, .tell = std::move(tell)});
}

int run_one(std::uint64_t seed) {
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  const sim::Report report = run(seed, [](const std::string& line) { std::puts(line.c_str()); });
  std::printf("trace %016llx\n%s\n", static_cast<unsigned long long>(report.trace),
              report.failure.empty() ? "nothing is wrong" : report.failure.c_str());
  return report.failure.empty() ? 0 : 1;
}

int run_many(std::uint64_t count, std::uint64_t first) {
  sim::Totals totals;
  std::printf("seeds %llu to %llu\n", static_cast<unsigned long long>(first),
              static_cast<unsigned long long>(first + count - 1));
  std::fflush(stdout);
  for (std::uint64_t seed = first; seed < first + count; ++seed) totals.add(run(seed, {}));
  std::fputs(totals.to_text().c_str(), stdout);
  return totals.is_green() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGABRT, tell_seed);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  const auto number = [&](int at, std::uint64_t otherwise) {
    return argc > at ? std::strtoull(argv[at], nullptr, 10) : otherwise;
  };
  if (argc > 2 && std::string_view(argv[1]) == "--seed") return run_one(number(2, 1));
  return run_many(number(1, 1000), number(2, 1));
}
