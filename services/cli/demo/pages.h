// cli/demo/pages.h
//
// A story as its site serves it: an HTML page in the site's own make, or the text dump that a
// crawler took of it, with everything around the story that no reader of news wants. The furniture
// differs from crawl to crawl, as it does on real sites. Pure.
// Must not know: events, Kafka.
#pragma once

#include <cstdint>
#include <string>

#include "cli/demo/story.h"

namespace cli::demo {

std::string to_page(const Story& story, const Edition& edition, std::uint64_t crawl);
std::string to_dump(const Story& story, const Edition& edition, std::uint64_t crawl);

// A page that is no article: asks for consent before it shows one.
std::string make_consent_page(const Voice& voice);

}  // namespace cli::demo
