// adapters/kafka/offset_owner.h
//
// In whose name a transaction commits offsets: a member of a group, or a reader that joins none.
// Must not know: who asks.
#pragma once

#include <string>

#include "adapters/kafka/owners.h"
#include "stream/ports.h"

namespace adapters::kafka {

class OffsetOwner {
 public:
  virtual ~OffsetOwner() = default;
  virtual const std::string& topic() const = 0;
  // What a transaction needs to know of the group, fresh. Fault (Rebuild) "lost": it is no longer
  // ours to commit.
  virtual stream::Result<GroupMetadata> group_metadata() const = 0;
  // Kept with this offset, which is about to be committed, for whoever asks for it; empty: nothing.
  virtual std::string note_at(const stream::Position& next) const = 0;
};

}  // namespace adapters::kafka
