// cli/dead_text.h
//
// Dead letters as `dead` prints them: the newest of a selection, and how many by reason or by site.
// Keeps no more than it is to show.
// Must not know: Kafka, which letters are meant.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "base/time.h"

namespace cli {

struct DeadLine {
  std::string place;  // "3/1200": partition and offset in the topic of dead letters
  base::Timestamp died_at;
  std::string reason, stage, site, detail, origin;
  int attempts = 1;
};

// The newest by time of death, at most so many, however they come.
class NewestDead final {
 public:
  explicit NewestDead(std::size_t limit) : limit_(limit) {}
  void take(DeadLine line);
  // Newest first.
  std::vector<DeadLine> lines() const;
  std::uint64_t seen() const { return seen_; }

 private:
  const std::size_t limit_;
  std::uint64_t seen_ = 0;
  std::multimap<std::int64_t, DeadLine> by_time_;
};

using DeadCounts = std::map<std::string, std::uint64_t>;

void print_table(std::ostream& out, const NewestDead& dead);
void print_json(std::ostream& out, const NewestDead& dead);
// The most first.
void print_table(std::ostream& out, const std::string& what, const DeadCounts& counts);
void print_json(std::ostream& out, const std::string& what, const DeadCounts& counts);

}  // namespace cli
