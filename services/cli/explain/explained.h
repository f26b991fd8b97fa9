// cli/explain/explained.h
//
// One event and how it was read, as values to show: the trace, and the article or the reason why
// there is none. What the stable words of a trace mean, in a reader's words. Pure.
// Must not know: how it is shown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "news/article.h"
#include "news/clean/trace.h"

namespace cli::explain {

// Borrowed; outlives no call.
struct Explained {
  std::string_view place;  // "events.jsonl:17"
  const news::clean::Trace& trace;
  const news::Article* article = nullptr;  // null: `fault` says why
  const base::Fault* fault = nullptr;
};

// A field of the article, as a line to read.
struct Field {
  std::string_view name;
  std::string value;
  std::string from;  // the source it was taken from; empty: there is but one
};

// Those that have a value, in the order of an article.
std::vector<Field> fields_of(const news::Article& article);

// "Regions": the elements that the markup names.
struct VoterName {
  char letter;
  std::string_view name, does;
};
VoterName name_of_voter(std::string_view method);

// Of a vote or a block: a word to group by ("links"), and the sentence for it.
std::string_view say_why(std::string_view why);
std::string_view say_part(std::string_view part);
// "heads nothing".
std::string spell(std::string_view word);

// "12.5", "0.964", "37 %".
std::string print_hundredths(std::int64_t hundredths);
std::string print_thousandths(int thousandths);
std::string print_share(int per_mille);

// Blocks that it keeps, and their words.
struct VoterCount {
  std::size_t blocks = 0;
  std::int64_t words = 0;  // hundredths
};
VoterCount count_kept(const news::clean::Trace& trace, std::size_t voter);

// Whether one voter keeps what another drops.
bool is_disputed(const news::clean::TraceBlock& block);

// "High confidence, agreement 0.964, short".
std::string describe_quality(const news::Article& article);

}  // namespace cli::explain
