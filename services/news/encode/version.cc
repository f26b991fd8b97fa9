#include "news/encode/version.h"

#include "base/check.h"
#include "news/encode/article_message.h"
#include "news/encode/packed.h"
#include "news/encode/utf8.h"
#include "proto/version.pb.h"

namespace news::encode {
namespace {

constexpr std::uint32_t kFormat = 1;
constexpr std::uint32_t kSchemaIdMax = 0x7fffffff;

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

}  // namespace

std::string to_bytes(const Version& version) {
  dateline::Version message;
  message.set_format(kFormat);
  message.set_uri(to_utf8(to_urn(version)));
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

std::string to_framed_bytes(const Version& version, std::uint32_t schema_id) {
  CHECK(schema_id > 0 && schema_id <= kSchemaIdMax);
  constexpr char kMagic = 0, kFirstMessage = 0;
  std::string framed(1, kMagic);
  append_big_endian(framed, schema_id, sizeof schema_id);
  framed += kFirstMessage;
  return framed += to_bytes(version);
}

}  // namespace news::encode
