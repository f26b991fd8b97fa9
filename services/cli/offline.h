// cli/offline.h
//
// The stages without Kafka: an event goes in, records come out, state is a map in memory. What
// `clean` runs, and what shows in tests that a stage needs no broker.
// One thread. Must not know: files, flags.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "stream/stage.h"

namespace cli {

class MemoryState final : public stream::StateReader {
 public:
  MemoryState() = default;
  MemoryState(const MemoryState&) = delete;
  MemoryState& operator=(const MemoryState&) = delete;

  stream::Result<std::optional<std::string>> get(std::string_view key) const override;
  void apply(const std::vector<stream::StateWrite>& rows);

 private:
  std::map<std::string, std::string, std::less<>> rows_;
};

// A record that a stage gave out, or a dead letter, with the input that caused it.
class OfflineStage final {
 public:
  explicit OfflineStage(std::unique_ptr<stream::Stage> stage);
  OfflineStage(const OfflineStage&) = delete;
  OfflineStage& operator=(const OfflineStage&) = delete;

  // Effects are applied before the answer. A Fault: the record is a dead letter, nothing changed.
  stream::Result<stream::Effects> handle(std::string_view key, std::string_view value,
                                         stream::Timestamp now);
  const stream::StageSpec& spec() const { return stage_->spec(); }

 private:
  const std::unique_ptr<stream::Stage> stage_;
  MemoryState state_;
  std::int64_t next_offset_ = 0;
};

}  // namespace cli
