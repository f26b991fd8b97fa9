// tests/e2e/heads.h
//
// What readers see of every article of an installation, and what it remembers of it, to be held
// against another installation that met the same crawls in another order. What must be equal then:
// which articles there are, their sightings and values, and what the table of current articles
// shows of them. What need not: numbers, times of publication, which of several crawls with one
// value was published. An article whose last text is not at hand yet waits for it, and one that
// was withdrawn before anybody saw it need not be in the table: both are told by the rows.
// Blocks; the service has stopped. One thread.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "e2e/installation.h"
#include "news/history.h"

namespace e2e {

// The last record of an article in the table of current ones.
struct Shown {
  std::string status, content_hash, headline, body;
  std::string fetched_at;  // of the crawl that it was made from: no part of what must be equal

  bool same_text(const Shown& other) const;
};

struct HeadSeen {
  news::HeadRow row;
  std::optional<Shown> shown;  // nothing: it was never published
};

// By article id.
using Heads = std::map<std::string, HeadSeen>;

// Throws std::runtime_error if a row or a record cannot be read.
Heads read_heads(const Installation& dateline);

// A line for each article that differs; empty: none does.
std::vector<std::string> differences(const Heads& a, const Heads& b);

// A line for each usable record in the table that was fetched before the usable one which it
// replaces.
std::vector<std::string> replaced_by_older(const Installation& dateline);

// Articles that wait for the text of their last value.
std::size_t waiting(const Heads& heads);

}  // namespace e2e
