// version/judgement.h
//
// From the article that was found to the effects on it: the verdict, what changed, the rows and
// records that follow. Reads rows while judging, writes them while carrying out.
// One record at a time, on the worker's thread. Must not know: how an article is found.
#pragma once

#include <optional>
#include <span>

#include "news/versions/judge.h"
#include "version/find.h"
#include "version/records.h"
#include "version/rows.h"

namespace version {

struct Judgement {
  news::HeadRow before;                 // the article, as it was
  std::optional<news::HeadRow> merged;  // the one that it has swallowed
  news::versions::Placement placement;
  std::optional<news::Difference> difference;  // where there is something to compare
};

// Takes the head out of `found`: that there is one is all that is left.
Result<Judgement> judge(const news::Candidate& candidate, Found& found,
                        std::span<const news::ChangeClass> silent, Rows& rows, Counts& counts);

Result<stream::Effects> carry_out(const news::Candidate& candidate, const Found& found,
                                  Judgement judgement, const Publication& how, Rows& rows,
                                  Counts& counts);

// A record that ends a key: canceled, under the next number.
news::Version to_last_version(const news::HeadRow& head, news::Verdict verdict,
                              Timestamp fetched_at);

}  // namespace version
