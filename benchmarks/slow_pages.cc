// The slowest pages of a folder: each file (.html, .htm as page, .txt as dump) is cleaned some
// times, and its best CPU time counts. Prints the slowest, and all of them together.
//
//   slow_pages --folder PAGES [--rounds 5] [--top 20]
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

#include "base/check.h"
#include "benchmarks/flags.h"
#include "benchmarks/tables.h"

namespace {

struct Timed {
  std::string name;
  std::size_t bytes = 0;
  double ms = 0;
  std::string answer;  // "article", or the dead letter's code
};

double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

std::vector<std::filesystem::path> pages_of(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string kind = entry.path().extension();
    if (kind == ".html" || kind == ".htm" || kind == ".txt") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// Each round must answer the same.
Timed time_page(news::clean::Cleaner& cleaner, const std::filesystem::path& path,
                std::uint64_t rounds) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  news::RawEvent event;
  event.url = "https://harbourpost.example/story/" + path.stem().string();
  (path.extension() == ".txt" ? event.text : event.html) = bytes;
  event.html_is_bytes = event.text_is_bytes = true;
  event.fetched_at = base::Timestamp{1'800'000'000'000};
  const auto first = cleaner.clean(event, {.site = "harbourpost.example"});
  Timed timed{path.filename(), bytes.size(), std::numeric_limits<double>::max(),
              first ? "article" : std::string(first.fault().code)};
  for (std::uint64_t i = 0; i < rounds; ++i) {
    const double begin = cpu_ms();
    const auto again = cleaner.clean(event, {.site = "harbourpost.example"});
    timed.ms = std::min(timed.ms, cpu_ms() - begin);
    CHECK(first ? again && *again == *first : !again && again.fault() == first.fault());
  }
  return timed;
}

void print(std::vector<Timed>& pages, std::uint64_t top) {
  std::sort(pages.begin(), pages.end(), [](const Timed& a, const Timed& b) { return a.ms > b.ms; });
  double ms = 0, bytes = 0;
  for (const Timed& page : pages) {
    ms += page.ms;
    bytes += static_cast<double>(page.bytes);
  }
  std::printf("%10s %10s %8s  %-12s %s\n", "CPU ms", "bytes", "MB/s", "answer", "page");
  for (std::size_t i = 0; i < std::min<std::size_t>(top, pages.size()); ++i) {
    const Timed& page = pages[i];
    std::printf("%10.3f %10zu %8.1f  %-12s %s\n", page.ms, page.bytes,
                static_cast<double>(page.bytes) / 1e3 / page.ms, page.answer.c_str(),
                page.name.c_str());
  }
  std::printf("%zu pages, %.1f MB, %.3f ms each, %.1f MB/s\n", pages.size(), bytes / 1e6,
              ms / static_cast<double>(pages.size()), bytes / 1e3 / ms);
}

}  // namespace

int main(int argc, char** argv) {
  const benchmarks::Flags flags(argc, argv, {{"folder", ""}, {"rounds", "5"}, {"top", "20"}});
  const benchmarks::Tables tables;
  news::clean::Cleaner cleaner(tables.cleaning());
  std::vector<Timed> pages;
  for (const auto& path : pages_of(flags.text("folder"))) {
    pages.push_back(time_page(cleaner, path, flags.number("rounds")));
  }
  if (pages.empty()) {
    std::fprintf(stderr, "no pages there\n");
    return 1;
  }
  print(pages, flags.number("top"));
  return 0;
}
