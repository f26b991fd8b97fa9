// benchmarks/judge_rows.h
//
// What the state of `version` is made of: rows and bytes by kind, and the bytes that one article
// has of its own. Reads a closed store whole; articles are sampled, so memory stays small.
// Must not know: how a store is filled.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace benchmarks {

struct RowKind {
  std::string name;
  std::uint64_t rows = 0, bytes = 0;  // keys and values
};

struct Holding {
  std::vector<RowKind> kinds;
  std::uint64_t articles = 0;    // heads
  std::uint64_t file_bytes = 0;  // compressed, on disk
  // Of one article: its head, text and aliases, and its part of the calendar.
  std::uint64_t median_bytes = 0;

  std::uint64_t bytes() const;
};

// Of the closed store in `folder`.
Holding count_rows(const std::string& folder);

}  // namespace benchmarks
