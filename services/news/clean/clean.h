// news/clean/clean.h
//
// From a raw event to an article: the one door of this room. Total: any bytes in, an article or
// a dead letter out, in time linear in the bytes. The answer is a function of the inputs only.
// Withdrawals and bad HTTP status never come here; the stage answers them.
// Must not know: Kafka, RocksDB, JSON of events, the clock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/zone_table.h"
#include "news/article.h"
#include "news/clean/trace.h"
#include "news/publishers.h"

namespace news::clean {

struct Limits {
  std::size_t html_nodes_max = 500'000;     // beyond: reading stops, flag limit_nodes
  std::size_t html_depth_max = 256;         // beyond: text goes to the element there, limit_depth
  std::size_t attributes_max = 64;          // of a tag; the rest is skipped
  std::size_t attribute_bytes_max = 4096;   // of a value; the rest is skipped
  std::size_t class_tokens_max = 32;        // of a class, and of an id
  std::size_t jsonld_bytes_max = 1u << 20;  // of a script; larger: ignored
  std::size_t jsonld_values_max = 20'000;
  std::size_t jsonld_depth_max = 32;
  std::size_t dump_lines_max = 50'000;     // rest dropped, flag truncated_input
  std::size_t line_bytes_max = 64u << 10;  // a longer line is split
  std::size_t body_bytes_max = 1u << 20;   // cut at a paragraph, flag truncated_output
  std::size_t paragraphs_max = 5'000;
  std::size_t headline_bytes_max = 1024;  // a longer one is ignored
  std::size_t authors_max = 20;
  std::size_t tags_max = 64;
  std::size_t images_max = 100;
  std::size_t hint_bytes_max = 4096;  // a longer hint or page title is ignored
};

// The versioned inputs of cleaning. What is pointed to outlives the cleaner.
struct Tables {
  const PublisherTable* publishers = nullptr;
  const base::ZoneTable* zones = nullptr;
  std::string text_prefix;  // a crawler's own first line in dumps: "date {date} {title}"
  Limits limits;
  std::string version;  // goes to Article::cleaner
};

// What identity found out about the event's address before cleaning began.
struct Context {
  std::string_view site;                 // registrable domain
  const Publisher* publisher = nullptr;  // may be null
};

// Grows by one whenever equal events clean to another article than before.
inline constexpr std::uint32_t kOutputRevision = 1;

// Keeps scratch memory between calls; one thread.
class Cleaner final {
 public:
  explicit Cleaner(const Tables& tables);
  ~Cleaner();
  Cleaner(const Cleaner&) = delete;
  Cleaner& operator=(const Cleaner&) = delete;

  base::Result<Article> clean(const RawEvent& event, const Context& context);
  // The same, and into `trace` how it came about.
  base::Result<Article> clean(const RawEvent& event, const Context& context, Trace& trace);

 private:
  struct Scratch;
  base::Result<Article> clean_either(const RawEvent& event, const Context& context, Trace* trace);
  base::Result<Article> clean_page(const RawEvent& event, const Context& context, Trace* trace);
  base::Result<Article> clean_text(const RawEvent& event, const Context& context, Trace* trace);

  Tables tables_;
  std::unique_ptr<Scratch> scratch_;
};

}  // namespace news::clean
