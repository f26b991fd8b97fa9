#include "news/encode/candidate.h"

#include <limits>
#include <utility>

#include "news/encode/packed.h"
#include "news/encode/utf8.h"
#include "proto/candidate.pb.h"

namespace news::encode {
namespace {

constexpr std::uint32_t kFormat = 1;
constexpr std::uint32_t kSixteenBitsMax = std::numeric_limits<std::uint16_t>::max();
// Six bytes of a sighting hold it; the year 10889 is far enough.
constexpr std::int64_t kFetchedAtMax = (std::int64_t{1} << 48) - 1;

void write_text(const TextFeatures& from, dateline::TextFeatures& to) {
  to.set_content_hash(pack(from.content_hash));
  to.set_headline_fold(from.headline_fold);
  to.set_story_fold(from.story_fold);
  to.set_sentences(pack(from.sentences));
  for (const std::uint16_t start : from.paragraph_starts) to.add_paragraph_starts(start);
  to.set_words(from.words);
}

bool read_text(const dateline::TextFeatures& from, TextFeatures& to) {
  const auto hash = unpack_hash(from.content_hash());
  auto sentences = unpack_sentences(from.sentences());
  if (!hash || !sentences) return false;
  to.content_hash = *hash;
  to.headline_fold = from.headline_fold();
  to.story_fold = from.story_fold();
  to.sentences = *std::move(sentences);
  for (const std::uint32_t start : from.paragraph_starts()) {
    if (start > kSixteenBitsMax) return false;
    to.paragraph_starts.push_back(static_cast<std::uint16_t>(start));
  }
  to.words = from.words();
  return true;
}

bool has_valid_fields(const dateline::Candidate& from) {
  if (from.kind() < 1 || !dateline::Candidate::Kind_IsValid(from.kind())) return false;
  if (from.lane() < 1 || !dateline::Candidate::Lane_IsValid(from.lane())) return false;
  if (from.status() < 1 || !dateline::Candidate::Status_IsValid(from.status())) return false;
  if (from.site().empty() || from.fetched_at() < 0 || from.fetched_at() > kFetchedAtMax) {
    return false;
  }
  for (const dateline::Address& address : from.addresses()) {
    if (address.kind() < 1 || !dateline::Address::Kind_IsValid(address.kind())) return false;
  }
  return from.raw_tag() <= kSixteenBitsMax && from.address_tag() <= kSixteenBitsMax;
}

void write_origin(const Candidate& from, dateline::Candidate& to) {
  to.set_kind(static_cast<dateline::Candidate::Kind>(from.kind));
  to.set_lane(static_cast<dateline::Candidate::Lane>(from.lane));
  to.set_appended_at(from.appended_at.value);
  if (from.origin_at) to.set_origin_at(from.origin_at->value);
  to.set_fetched_at(from.fetched_at.value);
  to.set_status(static_cast<dateline::Candidate::Status>(from.status));
  to.set_event_id(to_utf8(from.event_id));
  to.set_site(to_utf8(from.site));
  to.set_language(to_utf8(from.language));
  for (const Address& address : from.addresses) {
    dateline::Address& out = *to.add_addresses();
    out.set_kind(static_cast<dateline::Address::Kind>(address.kind));
    out.set_url(to_utf8(address.url));
  }
  to.set_guid(to_utf8(from.guid));
  to.set_agency(from.agency);
}

void read_origin(const dateline::Candidate& from, Candidate& to) {
  to.kind = static_cast<CandidateKind>(from.kind());
  to.lane = static_cast<Lane>(from.lane());
  to.appended_at = Timestamp{from.appended_at()};
  if (from.has_origin_at()) to.origin_at = Timestamp{from.origin_at()};
  to.fetched_at = Timestamp{from.fetched_at()};
  to.status = static_cast<Status>(from.status());
  to.event_id = from.event_id();
  to.site = from.site();
  to.language = from.language();
  for (const dateline::Address& address : from.addresses()) {
    to.addresses.push_back({static_cast<AddressKind>(address.kind()), address.url()});
  }
  to.guid = from.guid();
  to.agency = from.agency();
}

}  // namespace

std::string to_bytes(const Candidate& candidate) {
  dateline::Candidate message;
  message.set_format(kFormat);
  write_origin(candidate, message);
  message.set_raw_tag(candidate.raw_tag);
  message.set_address_tag(candidate.address_tag);
  message.set_output_revision(candidate.cleaner.output_revision);
  message.set_profile_epoch(candidate.cleaner.profile_epoch);
  if (candidate.kind == CandidateKind::Page) write_text(candidate.text, *message.mutable_text());
  message.set_correction(candidate.signals.correction);
  message.set_kill(candidate.signals.kill);
  message.set_hold(candidate.signals.hold);
  message.set_note(to_utf8(candidate.signals.note));
  message.set_partial(candidate.partial);
  message.set_reason(to_utf8(candidate.reason));
  message.set_aliases(pack_aliases(candidate.aliases));
  message.set_article(candidate.article);
  return message.SerializeAsString();
}

Result<Candidate> read_candidate(std::string_view bytes) {
  dateline::Candidate message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return base::stop("bad_candidate", "not a message");
  }
  if (message.format() != kFormat) {
    return base::stop("unknown_format", "candidate " + std::to_string(message.format()));
  }
  Candidate candidate;
  auto aliases = unpack_aliases(message.aliases());
  if (!has_valid_fields(message) || !aliases || !read_text(message.text(), candidate.text)) {
    return base::stop("bad_candidate", "a field out of its range");
  }
  read_origin(message, candidate);
  candidate.raw_tag = static_cast<std::uint16_t>(message.raw_tag());
  candidate.address_tag = static_cast<std::uint16_t>(message.address_tag());
  candidate.cleaner = {message.output_revision(), message.profile_epoch()};
  candidate.signals = {message.correction(), message.kill(), message.hold(), message.note()};
  candidate.partial = message.partial();
  candidate.reason = message.reason();
  candidate.aliases = *std::move(aliases);
  candidate.article = std::move(*message.mutable_article());
  return candidate;
}

}  // namespace news::encode
