#include "news/encode/version.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "news/encode/article_message.h"
#include "news/encode/packed.h"
#include "news/encode/utf8.h"
#include "proto/version.pb.h"

namespace news::encode {

using base::Result;

namespace {

constexpr std::uint32_t kFormat = 1;
constexpr std::uint32_t kSchemaIdMax = 0x7fffffff;
constexpr std::size_t kFrameBytes = 6;
constexpr std::uint32_t kStatusMax = 999;

void write_number(const VersionNumber& from, dateline::VersionNumber& to) {
  to.set_head(from.head);
  to.set_historic(from.historic);
}

void write_difference(const Difference& from, dateline::Difference& to) {
  to.set_kept(from.kept);
  to.set_added(from.added);
  to.set_removed(from.removed);
  to.set_edited(from.edited);
  to.set_moved(from.moved);
  to.set_words_before(from.words_before);
  to.set_words_after(from.words_after);
  for (const Operation& operation : from.operations) {
    dateline::Operation& out = *to.add_operations();
    out.set_kind(static_cast<dateline::Operation::Kind>(operation.kind));
    out.set_paragraph(operation.paragraph);
    if (operation.sentence) out.set_sentence(*operation.sentence);
    out.set_facts(operation.facts);
  }
  to.set_more(from.more);
}

void write_history(const std::vector<HistoryEntry>& from, dateline::Change& to) {
  for (const HistoryEntry& entry : from) {
    dateline::HistoryEntry& out = *to.add_history();
    if (entry.number) write_number(*entry.number, *out.mutable_number());
    out.set_since(entry.since.value);
    out.set_status(std::string(to_string(entry.status)));
    out.set_content_hash(pack(entry.content_hash));
  }
}

void write_change(const Change& from, dateline::Change& to) {
  to.set_verdict(std::string(to_string(from.verdict)));
  if (const auto change = class_of(from)) to.set_change_class(std::string(to_string(*change)));
  to.set_historic(from.historic);
  if (from.previous) write_number(*from.previous, *to.mutable_previous());
  if (from.reverts_to) write_number(*from.reverts_to, *to.mutable_reverts_to());
  to.set_flapping(from.flapping);
  to.set_identity(to_utf8(from.identity));
  to.set_row(to_utf8(from.row));
  to.set_guard(to_utf8(from.guard));
  const bool withdrawn = from.verdict == Verdict::Withdrawn;
  if (from.difference && !withdrawn) write_difference(*from.difference, *to.mutable_difference());
  write_history(from.history, to);
}

VersionNumber read_number(const dateline::VersionNumber& from) {
  return {from.head(), from.historic()};
}

// False: a value that no writer of this format gives.
bool read_difference(const dateline::Change& from, Difference& to) {
  const auto change = read_change_class(from.change_class());
  if (!change) return false;
  const dateline::Difference& message = from.difference();
  to = {*change,
        message.kept(),
        message.added(),
        message.removed(),
        message.edited(),
        message.moved(),
        message.words_before(),
        message.words_after(),
        {},
        message.more()};
  for (const dateline::Operation& operation : message.operations()) {
    if (!dateline::Operation::Kind_IsValid(operation.kind())) return false;
    Operation& out = to.operations.emplace_back();
    out.kind = static_cast<OperationKind>(operation.kind());
    out.paragraph = operation.paragraph();
    if (operation.has_sentence()) out.sentence = operation.sentence();
    out.facts = operation.facts();
  }
  return true;
}

bool read_history(const dateline::Change& from, std::vector<HistoryEntry>& to) {
  for (const dateline::HistoryEntry& entry : from.history()) {
    const auto status = read_status(entry.status());
    const auto hash = unpack_hash(entry.content_hash());
    if (!status || !hash) return false;
    HistoryEntry& out = to.emplace_back(HistoryEntry{{}, Timestamp{entry.since()}, *status, *hash});
    if (entry.has_number()) out.number = read_number(entry.number());
  }
  return true;
}

bool read_change(const dateline::Change& from, Change& to) {
  const auto verdict = read_verdict(from.verdict());
  if (!verdict || !read_history(from, to.history)) return false;
  to.verdict = *verdict;
  to.historic = from.historic();
  if (from.has_previous()) to.previous = read_number(from.previous());
  if (from.has_reverts_to()) to.reverts_to = read_number(from.reverts_to());
  to.flapping = from.flapping();
  to.identity = from.identity();
  to.row = from.row();
  to.guard = from.guard();
  return !from.has_difference() || read_difference(from, to.difference.emplace());
}

bool read_about(const dateline::Version& from, Version& to) {
  const auto urn = read_urn(from.uri());
  const auto hash = unpack_hash(from.content_hash());
  if (!urn || !hash || !dateline::Version::PubStatus_IsValid(from.pub_status())) return false;
  if (from.status() > kStatusMax) return false;
  to.id = urn->id;
  to.site = from.site();
  to.pub_status = static_cast<PubStatus>(from.pub_status());
  to.first_created = Timestamp{from.first_created()};
  to.version_created = Timestamp{from.version_created()};
  to.content_hash = *hash;
  to.ed_note = from.ed_note();
  to.language = from.language();
  to.fetched_at = Timestamp{from.fetched_at()};
  to.status = static_cast<int>(from.status());
  return true;
}

}  // namespace

std::string to_bytes(const Version& version) {
  dateline::Version message;
  message.set_format(kFormat);
  message.set_uri(to_utf8(to_urn(version.site, version.id)));
  message.set_site(to_utf8(version.site));
  write_number(version.change.number, *message.mutable_number());
  message.set_pub_status(static_cast<dateline::Version::PubStatus>(version.pub_status));
  message.set_language(to_utf8(version.language));
  message.set_first_created(version.first_created.value);
  message.set_version_created(version.version_created.value);
  message.set_ed_note(to_utf8(version.ed_note));
  message.set_content_hash(pack(version.content_hash));
  write_change(version.change, *message.mutable_change());
  message.set_fetched_at(version.fetched_at.value);
  message.set_status(static_cast<std::uint32_t>(version.status));
  if (version.article) write_article(*version.article, *message.mutable_article());
  return message.SerializeAsString();
}

Result<Version> read_version(std::string_view bytes) {
  // A message begins with the tag of its format, never with a zero byte.
  if (bytes.starts_with('\0')) bytes.remove_prefix(std::min(bytes.size(), kFrameBytes));
  dateline::Version message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return base::stop("bad_version", "not a message");
  }
  if (message.format() != kFormat) {
    return base::stop("unknown_format", "version " + std::to_string(message.format()));
  }
  Version version;
  if (!read_about(message, version) || !read_change(message.change(), version.change)) {
    return base::stop("bad_version", "a field out of its range");
  }
  version.change.number = read_number(message.number());
  if (!message.has_article()) return version;
  auto article = read_article(message.article());
  if (!article) return article.fault();
  version.article = std::move(*article);
  return version;
}

std::string to_framed_bytes(const Version& version, std::uint32_t schema_id) {
  CHECK(schema_id > 0 && schema_id <= kSchemaIdMax);
  constexpr char kMagic = 0, kFirstMessage = 0;
  std::string framed(1, kMagic);
  append_big_endian(framed, schema_id, sizeof schema_id);
  framed += kFirstMessage;
  return framed += to_bytes(version);
}

}  // namespace news::encode
