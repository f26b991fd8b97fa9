// tests/unit/news/versions/sightings.h
//
// Sightings in a few letters, for tests of the timeline and the judge.
#pragma once

#include <string>

#include "news/versions/judge.h"

namespace news::versions {

inline constexpr std::int64_t kMinute = 60'000;
inline constexpr std::int64_t kStart = 1'772'000'000'000;

struct Sight {
  std::int64_t minute = 0;
  std::uint64_t text = 1;  // which text; not looked at unless usable
  Status status = Status::Usable;
  std::uint16_t raw = 0;  // 0: follows from minute and text
  std::uint16_t address = 7;
  std::uint32_t cleaner = 1;
  bool partial = false, correction = false;
};

inline Seen see(const Sight& s) {
  Seen seen;
  seen.sighting.fetched_at = Timestamp{kStart + s.minute * kMinute};
  seen.sighting.raw_tag =
      s.raw != 0 ? s.raw : static_cast<std::uint16_t>(1 + s.text * 97 + static_cast<int>(s.status));
  seen.sighting.address_tag = s.address;
  seen.sighting.cleaner.output_revision = s.cleaner;
  seen.value.status = s.status;
  if (s.status == Status::Usable) {
    seen.value.content_hash = {s.text, s.text};
    seen.value.partial = s.partial;
    seen.value.correction = s.correction;
  }
  return seen;
}

// An article that is told one thing after another.
class Story final {
 public:
  Placement tell(const Sight& sight) {
    Placement placement = place(head, see(sight));
    if (placement.write) head = placement.head;
    return placement;
  }

  // The same, when nobody needs to hear of a revision.
  Placement tell_silently(const Sight& sight) {
    Placement placement = place(head, see(sight));
    if (placement.verdict == Verdict::Revised) placement = silenced(placement, head);
    if (placement.write) head = placement.head;
    return placement;
  }

  HeadRow head;
};

// "revised 12 -> 2": verdict, row of the table, and the record's number if there is one.
inline std::string in_words(const Placement& placement) {
  std::string text(to_string(placement.verdict));
  text += ' ';
  text += placement.row;
  if (placement.publish) text += " -> " + to_string(placement.number);
  return text;
}

}  // namespace news::versions
