// cli/watch/samples.h
//
// Some of the records that went through the process lately, whole: what came, what was made of it,
// what the judge said. Bounded in number and bytes; the oldest go first. A record is looked at
// before its transaction is committed. Any thread.
// Must not know: HTTP, how a record is shown.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/status/view.h"
#include "clean/stage.h"
#include "stream/stage.h"
#include "stream/threads.h"

namespace cli::watch {

struct SampleLimits {
  std::size_t count_max = 24;        // http.samples; 0: nothing is ever kept
  std::size_t bytes_max = 4u << 20;  // http.sample_bytes, of all together
};

// Bytes are shared, so a copy is cheap.
using SharedBytes = std::shared_ptr<const std::string>;

struct Sample {
  std::uint64_t id = 0;  // 1, 2, ...: given by Samples
  stream::Timestamp at;  // when it was looked at
  std::string place;     // "articles.raw/3/1209"
  std::string site, url, headline;
  // The raw record; null: another process has cleaned it.
  SharedBytes event;
  clean::Arrival arrival;
  // Why it is a dead letter; empty: it is none.
  std::string reason, detail;
  // What the judge made of it; empty: not judged here, or not yet.
  std::string verdict, number;
  SharedBytes version;  // JSON of the record in articles.versions; null: none came of it

  std::size_t bytes() const;
};

struct Judged {
  std::string verdict, number;
  SharedBytes version;
};

class Samples final {
 public:
  explicit Samples(SampleLimits limits) : limits_(limits) {}
  Samples(const Samples&) = delete;
  Samples& operator=(const Samples&) = delete;

  bool is_on() const { return limits_.count_max > 0; }
  // More than a quarter of all bytes is too much for one.
  bool has_room_for(std::size_t bytes) const { return is_on() && bytes <= limits_.bytes_max / 4; }

  // `candidate`: the bytes by which the judge will know it again; empty: it will not come there.
  void add(Sample sample, std::string_view candidate = {});
  // Whether this candidate is one of them. On the path of every record: no lock, no hash but for
  // a candidate of the same size.
  bool knows(std::string_view candidate) const;
  void judge(std::string_view candidate, Judged judged);

  std::vector<adapters::status::ArticleLine> lines() const;  // newest first
  std::optional<Sample> find(std::uint64_t id) const;

 private:
  static constexpr std::size_t kAwaitedMax = 32;  // beyond, the oldest is not awaited any more
  struct Kept {
    Sample sample;
    std::uint64_t tag = 0;  // of its candidate; 0: none
  };
  struct Ring {
    std::deque<Kept> all;  // oldest first
    std::size_t bytes = 0;
    std::uint64_t last_id = 0, awaited = 0;
  };
  void make_room(Ring& ring) const;

  const SampleLimits limits_;
  stream::Guarded<Ring> ring_;
  std::array<std::atomic<std::uint64_t>, kAwaitedMax> awaited_{};  // tags; 0: free
};

}  // namespace cli::watch
