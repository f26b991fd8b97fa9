#include "news/article.h"
namespace stream {
int answer();
}  // namespace stream
