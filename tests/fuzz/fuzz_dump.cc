// Any text as a dump: an article that keeps its promises, or a dead letter; the same twice.
#include <algorithm>
#include <cstdint>

#include "news/clean/unicode.h"
#include "tests/fuzz/invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  news::RawEvent event;
  event.url = "https://harbourpost.example/night-ferry";
  event.text = {reinterpret_cast<const char*>(data), size};
  event.text_is_bytes = !news::clean::is_valid_utf8(event.text);
  event.fetched_at = base::Timestamp{1'772'434'931'000};
  const auto article = fuzz::clean_twice(event);
  if (!article) return 0;
  fuzz::check_article(*article, fuzz::tables().limits);
  const news::Flags& flags = article->flags;
  const bool as_it_came = article->charset.used == "utf-8" &&
                          std::find(flags.begin(), flags.end(), "mojibake_repaired") == flags.end();
  if (as_it_came) fuzz::check_in_order(body_text(*article), event.text);
  return 0;
}
