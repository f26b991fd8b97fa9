// replay/stage.h
//
// Copies records to the lane of backfills as they are, and says in their headers where they come
// from and when they first came: clocks are judged by that. Without state.
// Must not know: Kafka, how fast it may go, what an event says.
#pragma once

#include <memory>
#include <string>

#include "replay/filter.h"
#include "replay/plan.h"
#include "stream/stage.h"

namespace replay {

struct CopyOptions {
  std::string input, output;  // topics
  std::string id;             // of the replay
  bool of_dead = false;       // what tells of a death stays behind
};

class CopyStage final : public stream::Stage {
 public:
  // Without a filter everything is copied.
  CopyStage(CopyOptions options, std::unique_ptr<Filter> filter);
  CopyStage(const CopyStage&) = delete;
  CopyStage& operator=(const CopyStage&) = delete;

  const stream::StageSpec& spec() const override { return spec_; }
  base::Result<stream::Effects> handle(const stream::Record& record,
                                       const stream::StateReader& state,
                                       base::Timestamp now) override;

 private:
  const std::string id_;
  const bool of_dead_;
  const std::unique_ptr<Filter> filter_;
  const stream::StageSpec spec_;
};

// The stage of a request; the rules outlive it.
std::unique_ptr<CopyStage> make_stage(const Request& request, const std::string& id,
                                      news::decode::Options decode,
                                      news::identity::AddressRules rules);

}  // namespace replay
