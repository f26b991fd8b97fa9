// Any UTF-8 as a script of JSON-LD: its values are UTF-8 and within their numbers; and the lenient
// reader under it never holds more than its limits allow.
#include <cstdint>

#include "base/check.h"
#include "news/clean/jsonld.h"
#include "news/clean/unicode.h"
#include "news/lenient_json.h"

namespace {

using news::JsonKind;
using news::JsonValue;

std::size_t count_values(JsonValue root, const news::JsonLimits& limits) {
  std::size_t count = 0;
  std::vector<std::pair<JsonValue, std::size_t>> open{{root, 1}};
  while (!open.empty()) {
    const auto [value, depth] = open.back();
    open.pop_back();
    ++count;
    const bool holds = value.is(JsonKind::Array) || value.is(JsonKind::Object);
    CHECK(!holds || depth <= limits.depth_max);
    CHECK(news::clean::is_valid_utf8(value.text()) && news::clean::is_valid_utf8(value.name()));
    for (JsonValue child = value.first(); child; child = child.next()) {
      open.emplace_back(child, depth + 1);
    }
  }
  return count;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view script(reinterpret_cast<const char*>(data), size);
  if (!news::clean::is_valid_utf8(script)) return 0;
  const news::JsonLimits limits{.values_max = 500, .depth_max = 8};
  news::JsonDocument document;
  if (document.read(script, limits)) {
    CHECK(count_values(document.root(), limits) <= limits.values_max);
    CHECK(document.next_from() <= script.size());
  }
  const news::clean::JsonLdArticle article = news::clean::read_jsonld(
      {&script, 1}, {"https://harbourpost.example/night-ferry", "Night ferry returns"}, {});
  for (const std::string* text :
       {&article.type, &article.headline, &article.description, &article.published,
        &article.modified, &article.section, &article.url, &article.publisher, &article.language,
        &article.body, &article.correction}) {
    CHECK(news::clean::is_valid_utf8(*text));
  }
  CHECK(article.keywords.size() <= 64 && article.images.size() <= 8);
  CHECK(article.breadcrumb.size() <= 8);
  return 0;
}
