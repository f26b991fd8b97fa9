// tests/fakes/fake_stage.h
//
// A small stage whose answer depends on everything before it: it counts the records of each key.
// Output: key -> "<key>#<count>". Values: "bad" is a dead letter, "both" a dead letter beside the
// effects, "drop" deletes the key's row and publishes a tombstone, "big:<n>" publishes n bytes,
// "wide:<n>" writes a row of n bytes, "noise:<n>" one of n bytes that do not compress, "poison"
// publishes what a broker may refuse, anything else counts. A key without letters is fine too.
#pragma once

#include <string>

#include "stream/stage.h"

namespace fakes {

// What a FoldStage publishes of "poison".
bool is_poison(const std::optional<std::string_view>& value);

class FoldStage final : public stream::Stage {
 public:
  explicit FoldStage(bool has_state = true);
  const stream::StageSpec& spec() const override { return spec_; }
  stream::Result<stream::Effects> handle(const stream::Record& record,
                                         const stream::StateReader& state,
                                         stream::Timestamp now) override;

  int handled = 0;

 private:
  stream::StageSpec spec_;
};

}  // namespace fakes
