// Any bytes as a page: an article that keeps its promises, or a dead letter; the same twice.
#include <cstdint>

#include "news/clean/encoding.h"
#include "news/clean/tokenizer.h"
#include "news/clean/unicode.h"
#include "tests/fuzz/invariants.h"

namespace {

// The body's text stands on the page, in the page's order.
void check_body(const news::Article& article, std::string_view html, const std::string& type) {
  std::string buffer;
  const auto decoded = news::clean::decode_bytes(html, type, buffer);
  CHECK(decoded);
  news::clean::Page page;
  news::clean::read_page(decoded->text, fuzz::tables().limits, page);
  fuzz::check_in_order(body_text(article), page.text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view html(reinterpret_cast<const char*>(data), size);
  news::RawEvent event;
  event.url = "https://harbourpost.example/2026/03/02/night-ferry";
  event.html = html;
  event.html_is_bytes = true;
  event.fetched_at = base::Timestamp{1'772'434'931'000};
  event.content_type = "text/html";
  const auto article = fuzz::clean_twice(event);
  if (!article) return 0;
  fuzz::check_article(*article, fuzz::tables().limits);
  if (article->method != "jsonld") check_body(*article, html, event.content_type);
  return 0;
}
