// version/founding.h
//
// What the state of a new generation begins with: the heads and aliases of all that was ever taken
// down, so that nothing of it is published again, though the order may stand in no log any more
// that this generation reads. No stream time passes, nothing is published.
// One partition, one thread. Must not know: Kafka, how many generations there are.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "news/encode/rows.h"
#include "stream/stage.h"

namespace version {

class Founding final {
 public:
  // Of so many partitions of candidates this one.
  Founding(stream::Partition partition, std::int32_t partitions, news::encode::RowFormat format)
      : partition_(partition), partitions_(partitions), format_(format) {}

  // The value of one record of the takedowns, in their order; those of other partitions are left
  // out. Stop takedown_unreadable: to go on without it would publish it.
  stream::Result<stream::Done> take(std::string_view bytes);

  std::vector<stream::StateWrite> rows() const;  // by key

 private:
  const stream::Partition partition_;
  const std::int32_t partitions_;
  const news::encode::RowFormat format_;
  std::map<std::string, std::string, std::less<>> rows_;
};

}  // namespace version
