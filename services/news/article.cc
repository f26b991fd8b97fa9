#include "news/article.h"

#include <algorithm>

namespace news {

void add_flag(Flags& flags, std::string_view flag) {
  const auto at = std::lower_bound(flags.begin(), flags.end(), flag);
  if (at == flags.end() || *at != flag) flags.insert(at, std::string(flag));
}

std::string body_text(const Article& article) {
  std::string text;
  for (const Block& block : article.blocks) {
    if (block.kind == BlockKind::Figure) continue;
    if (!text.empty()) text += "\n\n";
    text += block.text;
  }
  return text;
}

}  // namespace news
