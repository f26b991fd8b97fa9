// benchmarks/workload.h
//
// The canonical workload: raw events of invented sites, in the mix that crawlers of news really
// send. Of 1,000 events 650 are stories known at their address, 25 at another one of theirs, 5 are
// sent twice, 260 are new (35 in 100 are copies of other sites' stories), 50 revised, 5 older than
// what is known, 2 reverted, 2 withdrawn, 1 restored. From one seed the same bytes everywhere.
// Remembers some 50 bytes a story. One thread. Must not know: Kafka, how stories are cleaned.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/draw.h"
#include "benchmarks/page.h"
#include "benchmarks/story.h"

namespace benchmarks {

enum class EventKind : std::uint8_t {
  Duplicate,
  OtherAddress,
  Resent,
  New,
  Revised,
  Older,
  Reverted,
  Withdrawn,
  Restored,
  Broken,
};
const char* to_string(EventKind kind);

struct WorkloadOptions {
  std::uint64_t seed = 1;
  std::uint32_t sites = 40;
  std::uint32_t html_per_mille = 0;    // stories that are pages; the others are text dumps
  std::size_t page_bytes = 0;          // pages are filled up to it
  std::uint32_t broken_per_mille = 0;  // besides: no JSON, no address, not UTF-8, twice in one
  std::uint32_t new_per_mille = 260;   // more: to fill a store first
  std::int64_t begin_ms = 1'741'000'000'000;  // fetch time of the first event, ms since 1970
  std::int64_t step_ms = 400;                 // between two fetches
};

struct WorkloadEvent {
  EventKind kind = EventKind::New;
  EditKind edit = EditKind::Silent;  // Revised
  std::string key{};                 // of the raw record: its address
  std::string value{};               // JSON
};

// A raw event with its page as `field`: "text" or "html".
std::string make_event(std::string_view url, std::int64_t fetched_at_ms, std::string_view page,
                       std::string_view field);

class Workload final {
 public:
  explicit Workload(const WorkloadOptions& options);
  Workload(const Workload&) = delete;
  Workload& operator=(const Workload&) = delete;

  WorkloadEvent next();

 private:
  struct Known {
    StorySeed story;
    std::uint32_t site = 0, number = 0;
    std::int64_t published_at = 0, first_at = 0;
    bool is_page = false, withdrawn = false;
  };

  EventKind draw_kind();
  std::size_t draw_known();
  Known& add_new();
  bool change(Known& known, EventKind kind, WorkloadEvent& event);
  WorkloadEvent make_broken();
  std::string url_of(const Known& known) const;
  std::string write(const Known& known, EventKind kind, std::int64_t fetched_at);

  const WorkloadOptions options_;
  Draw draw_;
  std::vector<Site> sites_;
  std::vector<Known> known_;
  std::vector<std::size_t> withdrawn_;  // indices into known_
  WorkloadEvent last_;
  std::int64_t now_;
};

}  // namespace benchmarks
