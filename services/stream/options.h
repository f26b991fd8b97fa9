// stream/options.h
//
// Every limit of a worker, by name. A value; made by the wiring from the configuration, checked
// once by the Worker's constructor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "stream/stage.h"

namespace stream {

// Where a partition begins for which the group has committed nothing.
enum class StartAt : std::uint8_t { Earliest, Latest };

// What to do when the input log no longer has the offset we need.
enum class OnCut : std::uint8_t { Stop, Continue };

struct WorkerOptions {
  std::string instance;           // unique among all workers of the group: "<pod>-w0"
  std::string generation = "g1";  // for dead letters
  std::string dead_topic;         // for the metric labels only; the Outbox knows where it sends
  std::string connector;          // Connect's connector.name of dead letters: the group

  std::size_t partitions_shown = 256;  // with figures of their own in the meter

  StartAt start_at = StartAt::Earliest;
  OnCut on_cut = OnCut::Stop;

  // A batch is committed when one of these is reached.
  Millis commit_interval{100};                // commit.interval
  std::size_t commit_records = 20'000;        // commit.records
  std::size_t commit_bytes = 32u << 20;       // commit.bytes: consumed, or to be sent
  std::size_t overlay_bytes_max = 64u << 20;  // limits.overlay_bytes_max: uncommitted rows

  Millis transaction_timeout{10'000};  // as the producer's transaction.timeout.ms
  Millis poll_wait_max{50};            // longest sleep in one poll
  Millis call_timeout{1'000};          // one question to the broker, one step of rebuild()
  Millis ask_wait{100};                // between two questions for unstable offsets
  Millis cut_wait_max{60'000};         // committed beyond the log's end for so long: Stop
  Millis backoff_first{100};           // second rebuild in a row; doubles ...
  Millis backoff_max{10'000};          // ... up to this
  std::uint32_t rebuilds_before_halving = 3;

  Millis restore_slice{50};         // state.restore_slice, beside live partitions
  Millis restore_slice_alone{500};  // when nothing is live
  std::size_t restore_slice_bytes = 8u << 20;
  std::size_t restore_flush_after = 256u << 20;
  std::size_t flush_after = 64u << 20;  // state.flush_after: changelog bytes a partition
  Millis flush_interval{300'000};       // oldest unflushed write
  Millis as_of_interval{300'000};       // an idle live store says again that it is whole
  Millis as_of_age_max{302'400'000};    // half of the changelog's delete.retention.ms
  std::uint32_t store_format = 1;       // state.format

  Millis progress_interval{10'000};    // log lines of a running restore
  Millis retry_note_interval{10'000};  // log lines of what is tried again and again
  Millis measure_interval{1'000};      // lag gauges

  std::size_t dead_detail_bytes_max = 1024;
  bool dead_connect_headers = true;           // dead.connect_headers
  bool dead_bodies = true;                    // dead.bodies: false = no values at all
  std::vector<std::string> dead_skip_bodies;  // dead.skip_bodies: codes without a value
};

}  // namespace stream
