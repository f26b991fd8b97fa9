#include "benchmarks/judge_rows.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string_view>
#include <utility>

#include "adapters/rocks/stores.h"
#include "base/check.h"
#include "news/encode/rows.h"

namespace benchmarks {
namespace {

// One article of so many is looked at; ids are hashes, so these are like all others.
constexpr unsigned kArticlesSampled = 16;

std::string name_of(char letter) {
  switch (letter) {
    case 'a':
      return "alias";
    case 'h':
      return "head";
    case 'x':
      return "text";
    case 'e':
      return "calendar";
    case 's':
      return "site";
    case 'l':
      return "line";
    case 'f':
      return "flood";
    default:
      return "stream";
  }
}

class Census final {
 public:
  Census() = default;
  Census(const Census&) = delete;
  Census& operator=(const Census&) = delete;

  void add(std::string_view key, std::string_view value) {
    const std::uint64_t bytes = key.size() + value.size();
    RowKind& kind = kinds_[key.front()];
    ++kind.rows;
    kind.bytes += bytes;
    if (key.front() == 'h' || key.front() == 'x') add_to(key.substr(1), bytes);
    if (key.front() == 'a') add_alias(value, bytes);
    if (key.front() == 'e') add_calendar(value, bytes);
  }

  Holding holding() {
    Holding holding;
    for (auto& [letter, kind] : kinds_) {
      kind.name = name_of(letter);
      holding.kinds.push_back(kind);
    }
    holding.articles = kinds_['h'].rows;
    std::vector<std::uint64_t> bytes;
    for (const auto& [id, of_one] : articles_) bytes.push_back(of_one);
    const auto middle = bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2);
    std::nth_element(bytes.begin(), middle, bytes.end());
    if (!bytes.empty()) holding.median_bytes = *middle;
    return holding;
  }

 private:
  void add_to(std::string_view id, std::uint64_t bytes) {
    if (static_cast<unsigned char>(id.front()) % kArticlesSampled != 0) return;
    articles_[std::string(id)] += bytes;
  }

  void add_alias(std::string_view value, std::uint64_t bytes) {
    const auto row = news::encode::read_alias_row(value);
    CHECK(row);
    add_to({reinterpret_cast<const char*>(row->id.bytes.data()), row->id.bytes.size()}, bytes);
  }

  void add_calendar(std::string_view value, std::uint64_t bytes) {
    const auto row = news::encode::read_calendar_row(value);
    CHECK(row);
    for (const std::string& due : row->due) {
      if (due.front() == 'h') add_to(std::string_view(due).substr(1), bytes / row->due.size());
    }
  }

  std::map<char, RowKind> kinds_;
  std::map<std::string, std::uint64_t> articles_;  // by id, of those that are sampled
};

}  // namespace

std::uint64_t Holding::bytes() const {
  std::uint64_t bytes = 0;
  for (const RowKind& kind : kinds) bytes += kind.bytes;
  return bytes;
}

Holding count_rows(const std::string& folder) {
  Census census;
  const auto read = adapters::rocks::read_all(
      folder, [&](std::string_view key, std::string_view value) { census.add(key, value); });
  CHECK(read);
  Holding holding = census.holding();
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() == ".sst") holding.file_bytes += file.file_size();
  }
  return holding;
}

}  // namespace benchmarks
