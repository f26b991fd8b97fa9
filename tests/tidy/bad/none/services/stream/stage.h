#pragma once

#include <string>

namespace stream {
// Words in comments do not count: std::hash, abort(), <mutex>.
}  // namespace stream
