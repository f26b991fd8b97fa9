// benchmarks/plot.h
//
// What happens in the canonical workload, and to which story: the mix of what crawlers of news
// really send. Of 1,000 events 650 are stories known at their address, 25 at another one of
// theirs, 5 are sent twice, 260 are new (35 in 100 are copies of other sites' stories), 50 revised,
// 5 older than what is known, 2 reverted, 2 withdrawn, 1 restored. From one seed the same
// everywhere. Remembers some 50 bytes a story. One thread.
// Must not know: how a story is written, Kafka.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "benchmarks/draw.h"
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
inline constexpr std::size_t kEventKinds = 10;
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

struct Happening {
  EventKind kind = EventKind::New;
  EditKind edit = EditKind::Silent;  // Revised
  std::uint32_t site = 0;
  std::uint32_t number = 0;  // of the story, from 1; Broken: in which way
  StorySeed story{};         // as the crawler finds it
  bool is_page = false;
  std::int64_t published_at = 0, fetched_at = 0;
  std::uint64_t drawn = 0;  // decides what stands around the story; a Resent has it again
};

class Plot final {
 public:
  explicit Plot(const WorkloadOptions& options);
  Plot(const Plot&) = delete;
  Plot& operator=(const Plot&) = delete;

  const Happening& next();   // valid until the next one
  const Happening& again();  // the same, of a known story that nothing has happened to

  // From here on so many are new: a store that was filled gets the canonical mix.
  void set_new_per_mille(std::uint32_t per_mille) { options_.new_per_mille = per_mille; }

 private:
  struct Known {
    StorySeed story;
    std::uint32_t site = 0, number = 0;
    std::int64_t published_at = 0, first_at = 0;
    bool is_page = false, withdrawn = false;
  };

  EventKind draw_kind();
  std::size_t draw_known();
  std::size_t add_new();
  bool change(Known& known, Happening& happening);
  std::size_t choose(Happening& happening);
  const Happening& tell(Happening happening, std::size_t story);
  const Happening& break_one();

  WorkloadOptions options_;
  Draw draw_;
  std::vector<Known> known_;
  std::vector<std::size_t> withdrawn_;  // indices into known_
  Happening last_, broken_;
  std::int64_t now_;
};

}  // namespace benchmarks
