// cli/watch/watched_stage.h
//
// A stage as it is, and somebody who looks on: counts sites, and now and then keeps a record with
// what became of it. Nothing that the stage answers is changed. One thread an object.
// Must not know: HTTP, threads.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "clean/stage.h"
#include "cli/watch/samples.h"
#include "cli/watch/sites.h"
#include "stream/stage.h"

namespace cli::watch {

// Between two records of one worker that are kept: good ones, dead letters beside them, and
// versions whose raw record was not seen here.
inline constexpr stream::Millis kSampleInterval{1'000};
inline constexpr stream::Millis kDeadSampleInterval{5'000};
inline constexpr stream::Millis kPublishedSampleInterval{4'000};

// All is borrowed.
class WatchedClean final : public stream::Stage {
 public:
  WatchedClean(clean::CleanStage& stage, Sites& sites, Samples& samples)
      : stage_(stage), sites_(sites), samples_(samples) {}
  WatchedClean(const WatchedClean&) = delete;
  WatchedClean& operator=(const WatchedClean&) = delete;

  const stream::StageSpec& spec() const override { return stage_.spec(); }
  stream::Result<stream::Effects> handle(const stream::Record& record,
                                         const stream::StateReader& state,
                                         stream::Timestamp now) override;

 private:
  void keep_cleaned(const stream::Record& record, const stream::Effects& effects,
                    stream::Timestamp now);
  void keep_dead(const stream::Record& record, const stream::Fault& fault, stream::Timestamp now);
  Sample sample_of(const stream::Record& record, stream::Timestamp now) const;

  clean::CleanStage& stage_;
  Sites& sites_;
  Samples& samples_;
  stream::Timestamp next_at_{0}, next_dead_at_{0};
};

// Says what became of kept records, and keeps published ones that come from elsewhere.
class WatchedVersion final : public stream::Stage {
 public:
  // `published`: the topic of all versions, or else of the current ones.
  WatchedVersion(stream::Stage& stage, Samples& samples, const std::string& published);
  WatchedVersion(const WatchedVersion&) = delete;
  WatchedVersion& operator=(const WatchedVersion&) = delete;

  const stream::StageSpec& spec() const override { return stage_.spec(); }
  stream::Result<stream::Effects> handle(const stream::Record& record,
                                         const stream::StateReader& state,
                                         stream::Timestamp now) override;

 private:
  Judged judged_of(const stream::Effects& effects) const;
  const stream::OutRecord* published_in(const stream::Effects& effects) const;
  void keep_published(const stream::Record& record, const stream::Effects& effects,
                      stream::Timestamp now);

  stream::Stage& stage_;
  Samples& samples_;
  std::size_t published_ = 0;          // index of its output
  std::vector<std::string> verdicts_;  // by counter; empty: it counts something else
  stream::Timestamp next_at_{0};
};

}  // namespace cli::watch
