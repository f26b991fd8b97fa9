// What each part of the choice of a body brings: cleans events (JSON lines on stdin) with the
// extractors it was told, and prints what score.py reads. The product has no such switch.
#include <iostream>
#include <string>

#include "base/check.h"
#include "benchmarks/flags.h"
#include "benchmarks/tables.h"
#include "cli/score.h"
#include "news/clean/encoding.h"
#include "news/clean/html.h"
#include "news/decode/event.h"

namespace benchmarks {
namespace {

constexpr base::Timestamp kNow{1'800'000'000'000};

news::clean::Voters voters_of(const Flags& flags) {
  const std::string& names = flags.text("extractors");
  const auto has = [&](const char* name) { return names.find(name) != std::string::npos; };
  news::clean::Voters voters;
  voters.extractors = {has("regions"), has("scoring"), has("blocks")};
  voters.witness = flags.text("witness") == "yes";
  return voters;
}

// Empty for what is no article: it then counts as empty.
std::string clean_event(const news::RawEvent& event, const Tables& tables,
                        news::clean::HtmlScratch& scratch) {
  std::string decoded;
  const auto page = news::clean::decode_bytes(event.html, event.content_type, decoded);
  if (!page) return {};
  const auto place = news::identity::locate(event.url, tables.rules());
  const auto article = news::clean::clean_html(
      page->text, event, {.site = place ? place->site : ""}, tables.cleaning(), scratch);
  return article ? cli::to_score(*article) + "\n" : std::string();
}

int run(const Flags& flags) {
  const Tables tables;
  news::decode::Decoder decoder({});
  news::clean::HtmlScratch scratch;
  scratch.bodies = news::clean::BodyChooser(voters_of(flags));
  for (std::string line; std::getline(std::cin, line);) {
    const auto event = decoder.decode(line, kNow);
    CHECK(event);
    std::cout << clean_event(*event, tables, scratch);
  }
  return 0;
}

}  // namespace
}  // namespace benchmarks

int main(int argc, char** argv) {
  return benchmarks::run(benchmarks::Flags(
      argc, argv, {{"extractors", "regions,scoring,blocks"}, {"witness", "yes"}}));
}
