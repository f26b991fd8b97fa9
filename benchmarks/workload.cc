#include "benchmarks/workload.h"

#include <array>
#include <string_view>
#include <utility>

#include "base/time.h"

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

EditKind draw_edit(Draw& draw) {
  std::uint64_t left = draw.below(50);
  for (const EditShare& share : kEdits) {
    if (left < share.of_fifty) return share.kind;
    left -= share.of_fifty;
  }
  return EditKind::Edit;
}

// JSON's own escapes; the rest is UTF-8 as it is (RFC 8259).
void add_json(std::string& json, std::string_view name, std::string_view text) {
  json += json.size() > 1 ? ",\"" : "\"";
  json += name;
  json += "\":\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        json += "\\\"";
        break;
      case '\\':
        json += "\\\\";
        break;
      case '\n':
        json += "\\n";
        break;
      default:
        json += c;
    }
  }
  json += '"';
}

}  // namespace

const char* to_string(EventKind kind) {
  static constexpr std::array<const char*, 10> kNames{
      "duplicate", "other_address", "resent",    "new",      "revised",
      "older",     "reverted",      "withdrawn", "restored", "broken"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string make_event(std::string_view url, std::int64_t fetched_at_ms, std::string_view page,
                       std::string_view field) {
  std::string json = "{";
  add_json(json, "url", url);
  add_json(json, "fetched_at", base::to_rfc3339({fetched_at_ms}));
  add_json(json, field, page);
  return json + "}";
}

Workload::Workload(const WorkloadOptions& options)
    : options_(options), draw_(options.seed), now_(options.begin_ms) {
  for (std::uint32_t i = 0; i < options.sites; ++i) sites_.push_back(make_site(i));
}

EventKind Workload::draw_kind() {
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
std::size_t Workload::draw_known() {
  const std::size_t recent = known_.size() / 20 + 1;
  const std::uint64_t back = draw_.below(draw_.below(2) == 0 ? recent : known_.size());
  return known_.size() - 1 - back;
}

Workload::Known& Workload::add_new() {
  Known fresh;
  fresh.site = static_cast<std::uint32_t>(draw_.below(sites_.size()));
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
  return known_.back();
}

std::string Workload::url_of(const Known& known) const {
  return "https://" + sites_[known.site].host + "/news/story-" + std::to_string(known.number);
}

std::string Workload::write(const Known& known, EventKind kind, std::int64_t fetched_at) {
  const std::string url = url_of(known);
  std::string json = "{";
  add_json(json, "url",
           kind == EventKind::OtherAddress ? "https://www." + sites_[known.site].host + "/latest/" +
                                                 std::to_string(known.number)
                                           : url);
  add_json(json, "fetched_at", base::to_rfc3339({fetched_at}));
  if (kind == EventKind::Withdrawn) return json + ",\"status\":410}";
  const Story story = make_story(known.story);
  const PagePlace place{sites_[known.site], url, known.published_at, draw_.number()};
  if (known.is_page) {
    add_json(json, "content_type", "text/html; charset=utf-8");
    add_json(json, "html", make_page(story, place, options_.page_bytes));
  } else {
    add_json(json, "canonical_url", url);
    add_json(json, "text", make_dump(story, place));
  }
  return json + "}";
}

WorkloadEvent Workload::make_broken() {
  WorkloadEvent event{.kind = EventKind::Broken, .key = "broken"};
  const std::string serial = std::to_string(draw_.number());
  switch (draw_.below(4)) {
    case 0:
      event.value = "{\"url\": \"https://broken.example/" + serial + "\", ";
      break;
    case 1:
      event.value = "{\"fetched_at\":\"2025-03-03T00:00:00Z\",\"text\":\"" + serial + "\"}";
      break;
    case 2:
      event.value = "{\"url\":\"https://broken.example/" + serial + "\",\"text\":\"\xff\xfe\"}";
      break;
    default:
      event.value = "{\"id\":\"" + serial + "\"} {\"id\":\"again\"}";
  }
  return event;
}

// False: this story cannot be changed that way.
bool Workload::change(Known& known, EventKind kind, WorkloadEvent& event) {
  std::vector<StoryEdit>& edits = known.story.edits;
  switch (kind) {
    case EventKind::Revised:
      event.edit = draw_edit(draw_);
      edits.push_back({event.edit, static_cast<std::uint32_t>(draw_.number())});
      return true;
    case EventKind::Reverted:
      while (!edits.empty() && edits.back().kind == EditKind::Silent) edits.pop_back();
      if (edits.empty()) return false;
      edits.pop_back();
      return true;
    case EventKind::Withdrawn:
      known.withdrawn = true;
      withdrawn_.push_back(static_cast<std::size_t>(&known - known_.data()));
      return true;
    default:
      return true;
  }
}

WorkloadEvent Workload::next() {
  now_ += options_.step_ms;
  WorkloadEvent event;
  event.kind = draw_kind();
  if (event.kind == EventKind::Broken) return make_broken();
  if (event.kind == EventKind::Resent && !last_.value.empty()) {
    event.key = last_.key;
    event.value = last_.value;
    return event;
  }
  if (event.kind == EventKind::Restored && withdrawn_.empty()) event.kind = EventKind::New;
  std::size_t index = 0;
  if (event.kind == EventKind::New) {
    index = static_cast<std::size_t>(&add_new() - known_.data());
  } else if (event.kind == EventKind::Restored) {
    index = withdrawn_.back();
    withdrawn_.pop_back();
    known_[index].withdrawn = false;
  } else {
    index = draw_known();
    // What is withdrawn comes back as Restored only.
    if (known_[index].withdrawn || !change(known_[index], event.kind, event)) {
      event.kind = EventKind::New;
      index = static_cast<std::size_t>(&add_new() - known_.data());
    }
  }
  Known& known = known_[index];
  event.key = url_of(known);
  if (event.kind == EventKind::Older) {
    Known past = known;
    past.story.edits.push_back({EditKind::Edit, static_cast<std::uint32_t>(draw_.number())});
    event.value = write(past, event.kind, known.first_at - kOlderByMs);
  } else {
    event.value = write(known, event.kind, now_);
  }
  last_ = event;
  return event;
}

}  // namespace benchmarks
