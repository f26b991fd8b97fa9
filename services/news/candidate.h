// news/candidate.h
//
// A cleaned event, or a withdrawal, that is not yet judged: all that identity and versions may
// know of it. The article itself stays encoded, and is opened only to be published.
// Must not know: Kafka, RocksDB, HTML, the clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/hash.h"
#include "news/article.h"

namespace news {

using base::Hash128;

enum class CandidateKind : std::uint8_t { Page = 1, Withdrawal = 2, Takedown = 3 };
enum class Lane : std::uint8_t { Live = 1, Backfill = 2 };

// What a sighting says the article is. Values are written to rows: never renumber.
enum class Status : std::uint8_t {
  Usable = 1,
  Withheld = 2,
  Canceled = 3,  // killed by its agency
  Deleted = 4,   // the crawler says so
  Gone = 5,      // HTTP 410
  Missing = 6,   // HTTP 404
};

enum class AddressKind : std::uint8_t { Canonical = 1, Fetched = 2, Request = 3, Amp = 4, Hop = 5 };

struct Address {
  AddressKind kind = AddressKind::Fetched;
  std::string url;  // canonical spelling (identity::canonicalize), site-checked

  bool operator==(const Address&) const = default;
};

// One sentence, enough to say later what changed, too little to print it.
struct SentenceFeature {
  std::uint32_t fold = 0;    // hash of letters and digits, NFKD, case-folded
  std::uint8_t facts = 0;    // hash of numbers, quoted spans, negations, names
  std::uint32_t sketch = 0;  // eight 4-bit minima over words
  std::uint8_t words = 0;    // capped at 255

  bool operator==(const SentenceFeature&) const = default;
};

// The text as the judge and the differ see it.
struct TextFeatures {
  Hash128 content_hash;                         // headline, 0x1E, body; normalised
  std::uint64_t headline_fold = 0;              // folded headline
  std::uint64_t story_fold = 0;                 // the same without markers (UPDATE 1-, CORRECTED-)
  std::vector<SentenceFeature> sentences;       // at most 400
  std::vector<std::uint16_t> paragraph_starts;  // index of each paragraph's first sentence
  std::uint32_t words = 0;                      // of the body

  bool operator==(const TextFeatures&) const = default;
};

// Which cleaning made it. Ordered: a greater one is a newer one.
struct Cleaner {
  std::uint32_t output_revision = 0, profile_epoch = 0;

  auto operator<=>(const Cleaner&) const = default;
};

struct Candidate {
  CandidateKind kind = CandidateKind::Page;
  Lane lane = Lane::Live;
  Timestamp appended_at;               // the raw record's time in Kafka
  std::optional<Timestamp> origin_at;  // of a replayed copy: the original record's
  Timestamp fetched_at;
  Status status = Status::Usable;
  std::string event_id, site, language;
  std::vector<Address> addresses;  // strongest first: canonical, fetched, request, amp, hops
  std::string guid;                // agency id, or feed guid that is no address
  bool agency = false;             // the site is a wire agency's own
  std::uint16_t raw_tag = 0, address_tag = 0;
  Cleaner cleaner;
  TextFeatures text;  // Page only
  Signals signals;
  bool partial = false;
  std::string article;  // Page only: proto Article, encoded once
  std::string reason;   // Takedown only
  // Takedown only: hashes of further keys that are known to lead to the article.
  std::vector<Hash128> aliases;

  bool operator==(const Candidate&) const = default;
};

}  // namespace news
