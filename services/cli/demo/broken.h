// cli/demo/broken.h
//
// Events that no article can be made of, one of each kind that crawlers really send. Pure.
// Must not know: the codes that they die of.
#pragma once

#include <cstddef>
#include <vector>

#include "base/time.h"
#include "cli/demo/news.h"

namespace cli::demo {

std::vector<Event> make_broken(std::size_t round, base::Timestamp when);

}  // namespace cli::demo
