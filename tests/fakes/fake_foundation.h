// tests/fakes/fake_foundation.h
//
// A Foundation with fixed rows, which it has read to their end only when it was asked often enough.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "stream/ports.h"

namespace fakes {

class FakeFoundation final : public stream::Foundation {
 public:
  using Rows = std::map<int, std::vector<stream::StateWrite>>;  // by partition

  explicit FakeFoundation(Rows rows) : rows_(std::move(rows)) {}

  stream::Result<std::optional<std::vector<stream::StateWrite>>> rows(stream::Partition partition,
                                                                      stream::Millis) override {
    if (fault) return *fault;
    if (++asked % asks != 0) return std::optional<std::vector<stream::StateWrite>>();
    const auto found = rows_.find(partition.value);
    return std::optional(found == rows_.end() ? std::vector<stream::StateWrite>() : found->second);
  }

  int asks = 1;  // so many, the answer included
  int asked = 0;
  std::optional<stream::Fault> fault;  // as long as it stands

 private:
  const Rows rows_;
};

}  // namespace fakes
