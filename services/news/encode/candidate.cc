#include "news/encode/candidate.h"

#include <limits>
#include <utility>
#include <vector>

#include "news/encode/packed.h"
#include "news/encode/utf8.h"
#include "news/encode/wire.h"
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

// Numbers and packed fields as they are written, before anything is known of their range.
struct Fields {
  std::uint32_t format = 0, kind = 0, lane = 0, status = 0, raw_tag = 0, address_tag = 0;
  std::string_view content_hash, sentences, aliases;
  bool good = true;
};

void take_text(std::string_view bytes, TextFeatures& text, Fields& fields) {
  WireReader wire(bytes);
  while (wire.next()) {
    wire.take_bytes(1, fields.content_hash);
    wire.take_fixed64(2, text.headline_fold);
    wire.take_bytes(3, fields.sentences);
    fields.good &= take_numbers(wire, 4, text.paragraph_starts);
    wire.take(5, text.words);
    wire.take_fixed64(6, text.story_fold);
  }
  fields.good &= !wire.is_broken();
}

void take_address(std::string_view bytes, std::vector<Address>& addresses, Fields& fields) {
  constexpr std::size_t kAddressesUsual = 4;
  std::uint32_t kind = 0;
  if (addresses.empty()) addresses.reserve(kAddressesUsual);
  Address& address = addresses.emplace_back();
  WireReader wire(bytes);
  while (wire.next()) {
    wire.take(1, kind);
    wire.take_text(2, address.url);
  }
  const bool known = kind >= 1 && dateline::Address::Kind_IsValid(static_cast<int>(kind));
  fields.good &= known && !wire.is_broken();
  address.kind = static_cast<AddressKind>(kind);
}

void take_origin(WireReader& wire, Candidate& to, Fields& fields) {
  std::int64_t origin_at = 0;
  wire.take(1, fields.format);
  wire.take(2, fields.kind);
  wire.take(3, fields.lane);
  wire.take_zigzag(4, to.appended_at.value);
  wire.take_zigzag(5, origin_at);
  if (wire.tag() == varint_tag(5)) to.origin_at = Timestamp{origin_at};
  wire.take_zigzag(6, to.fetched_at.value);
  wire.take(7, fields.status);
  wire.take_text(8, to.event_id);
  wire.take_text(9, to.site);
  wire.take_text(10, to.language);
  if (wire.tag() == bytes_tag(11)) take_address(wire.bytes(), to.addresses, fields);
  wire.take_text(12, to.guid);
  wire.take(13, to.agency);
}

void take_rest(WireReader& wire, Unopened& to, Fields& fields) {
  Candidate& candidate = to.candidate;
  wire.take(14, fields.raw_tag);
  wire.take(15, fields.address_tag);
  wire.take(16, candidate.cleaner.output_revision);
  wire.take(17, candidate.cleaner.profile_epoch);
  if (wire.tag() == bytes_tag(18)) take_text(wire.bytes(), candidate.text, fields);
  wire.take(19, candidate.signals.correction);
  wire.take(20, candidate.signals.kill);
  wire.take(21, candidate.signals.hold);
  wire.take_text(22, candidate.signals.note);
  wire.take(23, candidate.partial);
  wire.take_text(24, candidate.reason);
  wire.take_bytes(25, fields.aliases);
  wire.take_bytes(100, to.article);
}

// False: one of them is out of its range.
bool unpack(const Fields& fields, Candidate& to) {
  using Message = dateline::Candidate;
  const auto is_known = [](std::uint32_t number, auto is_valid) {
    return number >= 1 && is_valid(static_cast<int>(number));
  };
  const auto hash = unpack_hash(fields.content_hash);
  auto sentences = unpack_sentences(fields.sentences);
  auto aliases = unpack_aliases(fields.aliases);
  const bool good = fields.good && hash && sentences && aliases && !to.site.empty() &&
                    is_known(fields.kind, Message::Kind_IsValid) &&
                    is_known(fields.lane, Message::Lane_IsValid) &&
                    is_known(fields.status, Message::Status_IsValid) && to.fetched_at.value >= 0 &&
                    to.fetched_at.value <= kFetchedAtMax && fields.raw_tag <= kSixteenBitsMax &&
                    fields.address_tag <= kSixteenBitsMax;
  if (!good) return false;
  to.kind = static_cast<CandidateKind>(fields.kind);
  to.lane = static_cast<Lane>(fields.lane);
  to.status = static_cast<Status>(fields.status);
  to.raw_tag = static_cast<std::uint16_t>(fields.raw_tag);
  to.address_tag = static_cast<std::uint16_t>(fields.address_tag);
  to.text.content_hash = *hash;
  to.text.sentences = *std::move(sentences);
  to.aliases = *std::move(aliases);
  return true;
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

Result<Unopened> read_unopened(std::string_view bytes) {
  Unopened read;
  Fields fields;
  WireReader wire(bytes);
  while (wire.next()) {
    take_origin(wire, read.candidate, fields);
    take_rest(wire, read, fields);
  }
  if (wire.is_broken()) return base::stop("bad_candidate", "not a message");
  if (fields.format != kFormat) {
    return base::stop("unknown_format", "candidate " + std::to_string(fields.format));
  }
  if (!unpack(fields, read.candidate)) {
    return base::stop("bad_candidate", "a field out of its range");
  }
  return read;
}

Result<Candidate> read_candidate(std::string_view bytes) {
  auto read = read_unopened(bytes);
  if (!read) return read.fault();
  read->candidate.article = read->article;
  return std::move(read->candidate);
}

}  // namespace news::encode
