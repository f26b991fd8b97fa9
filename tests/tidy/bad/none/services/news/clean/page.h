#pragma once

#include "news/article.h"

namespace news::clean {
inline constexpr const char* kNote = "abort(1) // getenv";
inline constexpr int kMax = 500'000;
}  // namespace news::clean
