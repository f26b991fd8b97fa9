#include "benchmarks/plot.h"

#include <array>
#include <utility>

namespace benchmarks {
namespace {

struct Share {
  EventKind kind;
  std::uint32_t per_mille;
};
// New is what is left of a thousand.
constexpr std::array<Share, 8> kShares{{{EventKind::Duplicate, 650},
                                        {EventKind::OtherAddress, 25},
                                        {EventKind::Resent, 5},
                                        {EventKind::Revised, 50},
                                        {EventKind::Older, 5},
                                        {EventKind::Reverted, 2},
                                        {EventKind::Withdrawn, 2},
                                        {EventKind::Restored, 1}}};
constexpr std::uint32_t kCanonicalRest = 740;

struct EditShare {
  EditKind kind;
  std::uint32_t of_fifty;
};
constexpr std::array<EditShare, 9> kEdits{{{EditKind::Addition, 16},
                                           {EditKind::Edit, 11},
                                           {EditKind::Factual, 8},
                                           {EditKind::Headline, 7},
                                           {EditKind::Removal, 3},
                                           {EditKind::Cosmetic, 2},
                                           {EditKind::Rewrite, 1},
                                           {EditKind::Correction, 1},
                                           {EditKind::Silent, 1}}};

constexpr std::uint32_t kCopiesPercent = 35;
constexpr std::int64_t kOlderByMs = 3'600'000;
constexpr std::uint32_t kWaysToBreak = 4;

EditKind draw_edit(Draw& draw) {
  std::uint64_t left = draw.below(50);
  for (const EditShare& share : kEdits) {
    if (left < share.of_fifty) return share.kind;
    left -= share.of_fifty;
  }
  return EditKind::Edit;
}

}  // namespace

const char* to_string(EventKind kind) {
  static constexpr std::array<const char*, kEventKinds> kNames{
      "duplicate", "other_address", "resent",    "new",      "revised",
      "older",     "reverted",      "withdrawn", "restored", "broken"};
  return kNames[static_cast<std::size_t>(kind)];
}

Plot::Plot(const WorkloadOptions& options)
    : options_(options), draw_(options.seed), now_(options.begin_ms) {}

EventKind Plot::draw_kind() {
  if (draw_.below(1000) < options_.broken_per_mille) return EventKind::Broken;
  // What is not new keeps its mix, however much is new.
  const bool is_new = draw_.below(1000) < options_.new_per_mille;
  std::uint64_t left = draw_.below(kCanonicalRest);
  if (is_new || known_.empty()) return EventKind::New;
  for (const Share& share : kShares) {
    if (left < share.per_mille) return share.kind;
    left -= share.per_mille;
  }
  return EventKind::Duplicate;
}

// Crawlers come back to fresh stories most: half of the time to the newest twentieth.
std::size_t Plot::draw_known() {
  const std::size_t recent = known_.size() / 20 + 1;
  const std::uint64_t back = draw_.below(draw_.below(2) == 0 ? recent : known_.size());
  return known_.size() - 1 - back;
}

std::size_t Plot::add_new() {
  Known fresh;
  fresh.site = static_cast<std::uint32_t>(draw_.below(options_.sites));
  fresh.number = static_cast<std::uint32_t>(known_.size()) + 1;
  fresh.is_page = draw_.below(1000) < options_.html_per_mille;
  fresh.published_at = now_ - 60'000 * static_cast<std::int64_t>(1 + draw_.below(30));
  fresh.first_at = now_;
  fresh.story.seed = draw_.number();
  fresh.story.words = words_for(draw_.number());
  if (!known_.empty() && draw_.below(100) < kCopiesPercent) {
    const Known& source = known_[draw_known()];
    if (source.site != fresh.site) fresh.story = source.story;
  }
  known_.push_back(std::move(fresh));
  return known_.size() - 1;
}

// False: this story cannot be changed that way.
bool Plot::change(Known& known, Happening& happening) {
  std::vector<StoryEdit>& edits = known.story.edits;
  switch (happening.kind) {
    case EventKind::Revised:
      happening.edit = draw_edit(draw_);
      edits.push_back({happening.edit, static_cast<std::uint32_t>(draw_.number())});
      return true;
    case EventKind::Reverted:
      while (!edits.empty() && edits.back().kind == EditKind::Silent) edits.pop_back();
      if (edits.empty()) return false;
      edits.pop_back();
      return true;
    case EventKind::Withdrawn:
      known.withdrawn = true;
      withdrawn_.push_back(known.number - 1);
      return true;
    default:
      return true;
  }
}

// The story that it happens to; what cannot happen to any becomes a new one.
std::size_t Plot::choose(Happening& happening) {
  if (happening.kind == EventKind::Restored && !withdrawn_.empty()) {
    const std::size_t index = withdrawn_.back();
    withdrawn_.pop_back();
    known_[index].withdrawn = false;
    return index;
  }
  if (happening.kind != EventKind::New && happening.kind != EventKind::Restored) {
    const std::size_t index = draw_known();
    // What is withdrawn comes back as Restored only.
    if (!known_[index].withdrawn && change(known_[index], happening)) return index;
  }
  happening.kind = EventKind::New;
  return add_new();
}

const Happening& Plot::break_one() {
  broken_.kind = EventKind::Broken;
  broken_.drawn = draw_.number();
  broken_.number = static_cast<std::uint32_t>(draw_.below(kWaysToBreak));
  return broken_;
}

const Happening& Plot::next() {
  now_ += options_.step_ms;
  Happening happening;
  happening.kind = draw_kind();
  if (happening.kind == EventKind::Broken) return break_one();
  if (happening.kind == EventKind::Resent && last_.number != 0) {
    last_.kind = EventKind::Resent;
    return last_;
  }
  const std::size_t story = choose(happening);
  return tell(std::move(happening), story);
}

const Happening& Plot::again() {
  now_ += options_.step_ms;
  std::size_t story = draw_known();
  while (known_[story].withdrawn) story = draw_known();
  Happening happening;
  happening.kind = EventKind::Duplicate;
  return tell(std::move(happening), story);
}

const Happening& Plot::tell(Happening happening, std::size_t story) {
  const Known& known = known_[story];
  happening.site = known.site;
  happening.number = known.number;
  happening.story = known.story;
  happening.is_page = known.is_page;
  happening.published_at = known.published_at;
  happening.fetched_at = now_;
  if (happening.kind == EventKind::Older) {
    happening.story.edits.push_back({EditKind::Edit, static_cast<std::uint32_t>(draw_.number())});
    happening.fetched_at = known.first_at - kOlderByMs;
  }
  if (happening.kind != EventKind::Withdrawn) happening.drawn = draw_.number();
  last_ = std::move(happening);
  return last_;
}

}  // namespace benchmarks
