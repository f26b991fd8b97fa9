#include "version/stage.h"

#include <algorithm>
#include <utility>

#include "news/encode/candidate.h"
#include "version/counters.h"
#include "version/find.h"
#include "version/judgement.h"
#include "version/takedown.h"

namespace version {
namespace {

using news::Candidate;
using stream::Effects;

stream::StageSpec make_spec(const StageOptions& options) {
  stream::StageSpec spec{"version", options.input, {options.articles}, true, make_counters(), {}};
  spec.dead_reasons = {"bad_address", "kill_unresolved", "no_value", "takedown_unnamed"};
  if (!options.versions.empty()) spec.outputs.push_back(options.versions);
  return spec;
}

// A fast clock's page would stay the head until real time has caught up with it.
bool correct_clock(Candidate& candidate) {
  const Timestamp came = candidate.origin_at.value_or(candidate.appended_at);
  if (candidate.kind == news::CandidateKind::Takedown) return false;
  if (candidate.fetched_at.value < came.value + kClockAheadMillis) return false;
  candidate.fetched_at = came;
  return true;
}

bool is_kill(const Candidate& candidate) {
  return candidate.signals.kill || candidate.status == news::Status::Canceled;
}

// Nothing but the counts: the candidate is dropped.
Effects nothing(Counts& counts, Rows& rows) {
  Effects effects;
  effects.rows = rows.take();
  effects.tally = counts.take();
  return effects;
}

}  // namespace

VersionStage::VersionStage(StageOptions options)
    : options_(std::move(options)), spec_(make_spec(options_)) {}

Result<Effects> VersionStage::handle(const stream::Record& record, const stream::StateReader& state,
                                     Timestamp) {
  if (!record.value) return base::dead_letter("no_value");
  Result<Candidate> candidate = news::encode::read_candidate(*record.value);
  if (!candidate) return candidate.fault();
  const Publication how{record, options_.generation, !options_.versions.empty(), options_.encoding};
  Counts counts;
  if (correct_clock(*candidate)) counts.clock_ahead();
  Rows rows(state, options_.ages);
  if (auto begun = rows.begin(candidate->fetched_at); !begun) return begun.fault();
  if (candidate->kind == news::CandidateKind::Takedown) {
    return take_down(*candidate, how, rows, counts);
  }

  Result<Found> found = find_article(*candidate, rows, counts);
  if (!found) return found.fault();
  if (found->flooded) {
    counts.guard(Guard::TextFlood);
    return nothing(counts, rows);
  }
  if (found->removed) {
    counts.verdict(news::Verdict::Removed, false, candidate->lane);
    return nothing(counts, rows);
  }
  counts.found(found->by);
  Result<Judgement> judgement = judge(*candidate, *found, options_.silent, rows);
  if (!judgement) return judgement.fault();
  Result<Effects> effects = carry_out(*candidate, *found, std::move(*judgement), how, rows, counts);
  if (effects && is_kill(*candidate) && !found->head) {
    effects->dead = base::dead_letter("kill_unresolved", "no article is known by its keys");
  }
  return effects;
}

}  // namespace version
