#include "version/stage.h"

#include <span>
#include <utility>

#include "news/encode/candidate.h"
#include "version/calendar.h"
#include "version/counters.h"
#include "version/find.h"
#include "version/judgement.h"
#include "version/takedown.h"

namespace version {
namespace {

using news::Candidate;
using stream::Effects;

stream::StageSpec make_spec(const StageOptions& options) {
  stream::StageSpec spec{"version", options.input,   {options.articles, options.takedowns},
                         true,      make_counters(), {}};
  spec.dead_reasons = {"bad_address", "kill_unresolved", "no_value", "takedown_unnamed"};
  if (!options.versions.empty()) spec.outputs.push_back(options.versions);
  return spec;
}

// A fast clock's page would stay the head until real time has caught up with it.
bool correct_clock(Candidate& candidate, Timestamp logged_at) {
  const bool is_takedown = candidate.kind == news::CandidateKind::Takedown;
  const Timestamp came =
      is_takedown ? logged_at : candidate.origin_at.value_or(candidate.appended_at);
  if (candidate.fetched_at.value < came.value + kClockAheadMillis) return false;
  candidate.fetched_at = came;
  return true;
}

// An order is of today, and says nothing of how far the news in this log are: a generation that
// reads last month's must not have that month behind it. False: time has not begun to run.
Result<bool> begin(const Candidate& candidate, Rows& rows) {
  if (candidate.kind == news::CandidateKind::Takedown) return rows.begin_still();
  const auto begun = rows.begin(candidate.fetched_at);
  return begun ? Result<bool>(true) : begun.fault();
}

bool is_kill(const Candidate& candidate) {
  return candidate.signals.kill || candidate.status == news::Status::Canceled;
}

// The verdict and what follows from it, but for rows and counts.
Result<Effects> decide(const Candidate& candidate, std::span<const news::ChangeClass> silent,
                       const Publication& how, Rows& rows, Counts& counts) {
  if (candidate.kind == news::CandidateKind::Takedown) {
    return take_down(candidate, how, rows, counts);
  }
  Result<Found> found = find_article(candidate, rows, counts);
  if (!found) return found.fault();
  if (found->flooded) {
    counts.guard(Guard::TextFlood);
    return Effects{};
  }
  if (found->removed) {
    counts.verdict(news::Verdict::Removed, false, candidate.lane);
    return Effects{};
  }
  counts.found(found->by);
  Result<Judgement> judgement = judge(candidate, *found, silent, rows, counts);
  if (!judgement) return judgement.fault();
  Result<Effects> effects = carry_out(candidate, *found, std::move(*judgement), how, rows, counts);
  if (effects && is_kill(candidate) && !found->head) {
    effects->dead = base::dead_letter("kill_unresolved", "no article is known by its keys");
  }
  return effects;
}

}  // namespace

VersionStage::VersionStage(StageOptions options)
    : options_(std::move(options)), spec_(make_spec(options_)) {}

Result<Effects> VersionStage::handle(const stream::Record& record, const stream::StateReader& state,
                                     Timestamp) {
  if (!record.value) return base::dead_letter("no_value");
  auto read = news::encode::read_unopened(*record.value);
  if (!read) return read.fault();
  Candidate& candidate = read->candidate;
  const Publication how{.cause = record,
                        .article = read->article,
                        .generation = options_.generation,
                        .with_versions = !options_.versions.empty(),
                        .encoding = options_.encoding};
  Counts counts;
  if (correct_clock(candidate, record.appended_at)) counts.clock_ahead();
  Rows rows(state, options_.ages, options_.row_format);
  const Result<bool> begun = begin(candidate, rows);
  if (!begun) return begun.fault();
  Result<Effects> effects = decide(candidate, options_.silent, how, rows, counts);
  if (!effects) return effects;
  if (*begun) {
    if (auto kept = keep_calendar(rows, counts); !kept) return kept.fault();
  }
  effects->rows = rows.take();
  effects->tally = counts.take();
  return effects;
}

}  // namespace version
