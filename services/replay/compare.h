// replay/compare.h
//
// How two tables of articles differ: what is missing, what was added, and in which fields the rest
// is not the same. Counts, and places of a few examples. An article that is still moving (published
// a moment ago on either side) is no difference yet.
// Pure; one thread. Must not know: Kafka, JSON, generations.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "replay/digest.h"

namespace replay {

struct CompareOptions {
  FieldSet ignored = 0;
  std::size_t samples = 3;         // of each kind of difference
  base::Timestamp settled_before;  // what was published since is moving
};

// Where a record stands in its table.
struct Place {
  std::int32_t partition = 0;
  std::int64_t offset = 0;

  auto operator<=>(const Place&) const = default;
};

struct Example {
  enum class Kind : std::uint8_t { Missing, Added, Differs } kind = Kind::Differs;
  std::size_t field = 0;  // Differs
  std::optional<Place> one, other;
};

struct Comparison {
  std::uint64_t one = 0, other = 0;  // articles there, without what was taken down
  std::uint64_t both = 0, equal = 0;
  std::uint64_t missing = 0, missing_withdrawn = 0;  // there in the first one only
  std::uint64_t added = 0, added_withdrawn = 0;      // in the second one only
  std::uint64_t differing = 0;
  std::array<std::uint64_t, kFields.size()> by_field{};  // an article may differ in several
  std::uint64_t moving = 0;                              // in none of the differences
  std::vector<Example> examples;

  bool is_same() const { return missing + added + differing == 0; }
};

class Comparer final {
 public:
  explicit Comparer(CompareOptions options) : options_(options) {}

  // Both by key, each key once; the same part of all keys.
  void add(const std::vector<ArticleDigest>& one, const std::vector<ArticleDigest>& other);
  const Comparison& result() const { return result_; }

 private:
  void add_one_sided(const ArticleDigest& article, Example::Kind kind, bool moving);
  void add_pair(const ArticleDigest& one, const ArticleDigest& other);
  bool is_moving(const ArticleDigest& article) const;
  void keep(const Example& example);

  const CompareOptions options_;
  Comparison result_;
  std::array<std::size_t, kFields.size() + 2> kept_{};
};

}  // namespace replay
