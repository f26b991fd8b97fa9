#include "news/article.h"
#include "news/clean/page.h"
#include "stream/stage.h"

namespace version {
int answer();
}  // namespace version
