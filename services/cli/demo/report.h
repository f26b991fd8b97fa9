// cli/demo/report.h
//
// What the demo prints: what it is about to do, and then what came out. At most kPageWidth wide;
// plain without colours. Must not know: how any of it came about.
#pragma once

#include <iosfwd>
#include <vector>

#include "cli/demo/news.h"
#include "cli/demo/outcome.h"
#include "cli/demo/pipeline.h"
#include "cli/text.h"

namespace cli::demo {

void print_published(std::ostream& out, Paint paint, const News& news);

struct Results {
  const News& news;
  const Outcome& outcome;
  const Ran& ran;
};
void print_results(std::ostream& out, Paint paint, const Results& results);

// A raw event beside what it was cleaned to, and the history of that article.
void print_followed(std::ostream& out, Paint paint, const News& news, const Outcome& outcome);

void print_dead(std::ostream& out, Paint paint, const Outcome& outcome);
void print_farewell(std::ostream& out, Paint paint);

// Of a demo that goes on: where it can be looked at.
struct Addresses {
  int port;  // of its HTTP server
  const std::string& brokers;
};
void print_addresses(std::ostream& out, Paint paint, const Addresses& addresses);

void print_heading(std::ostream& out, Paint paint, std::string_view text);

}  // namespace cli::demo
