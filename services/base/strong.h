// base/strong.h
//
// Numbers with names: an input offset is not a changelog position, and nothing converts one into
// the other unseen. Values; any thread.
#pragma once

#include <compare>

namespace base {

template <class Tag, class Rep>
struct Strong {
  Rep value{};

  auto operator<=>(const Strong&) const = default;
};

}  // namespace base
