#pragma once
#include "news/article.h"
namespace base {
int answer();
}  // namespace base
