// cli/offline.h
//
// The stages without Kafka: an event goes in, records come out, state is a map in memory or a store
// in a folder, to go on with later. What `clean` runs, and what shows in tests that a stage needs
// no broker.
// One thread. Must not know: flags.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "stream/stage.h"

namespace cli {

class OfflineState : public stream::StateReader {
 public:
  // The rows of one record, the input's position behind it included.
  virtual stream::Result<stream::Done> apply(const std::vector<stream::StateWrite>& rows,
                                             std::int64_t next_offset) = 0;
  virtual stream::Result<stream::Done> close() = 0;  // all that was applied is kept
  virtual std::int64_t next_offset() const = 0;      // where an earlier run ended
};

std::unique_ptr<OfflineState> make_memory_state();

// In a folder that is made if it is not there. One process at a time.
// Faults (Stop): store_locked, store_io, store_corrupt.
stream::Result<std::unique_ptr<OfflineState>> open_state(const std::string& folder);

class OfflineStage final {
 public:
  OfflineStage(std::unique_ptr<stream::Stage> stage, std::unique_ptr<OfflineState> state);
  OfflineStage(const OfflineStage&) = delete;
  OfflineStage& operator=(const OfflineStage&) = delete;

  // Effects are applied before the answer. Faults: DeadLetter, the record is one and nothing
  // changed; Stop, the state cannot be written.
  stream::Result<stream::Effects> handle(std::string_view key, std::string_view value,
                                         stream::Timestamp now);
  stream::Result<stream::Done> close() { return state_->close(); }
  const stream::StageSpec& spec() const { return stage_->spec(); }

 private:
  const std::unique_ptr<stream::Stage> stage_;
  const std::unique_ptr<OfflineState> state_;
  std::int64_t next_offset_;
};

}  // namespace cli
