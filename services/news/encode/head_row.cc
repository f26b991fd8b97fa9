// The head row: proto HeadRow, the one that nearly every record reads and writes.
#include <optional>
#include <utility>

#include "base/check.h"
#include "news/encode/packed.h"
#include "news/encode/row_fields.h"
#include "news/encode/rows.h"

namespace news::encode {
namespace {

// Sums and differences of whatever bytes may say, so without overflow.
std::int64_t add(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}
std::int64_t subtract(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

std::int64_t first_seen(const HeadRow& row) {
  return row.sightings.empty() ? 0 : row.sightings.front().fetched_at.value;
}

void put_value(std::string& out, const NumberedValue& from) {
  constexpr std::size_t kBytesUsual = 32;
  std::string value;
  value.reserve(kBytesUsual);
  put_number(value, 1, static_cast<std::uint64_t>(from.value.status));
  put_bytes(value, 2, pack(from.value.content_hash));
  put_number(value, 3, from.value.partial ? 1 : 0);
  put_number(value, 4, from.value.correction ? 1 : 0);
  const VersionNumber first = from.first.value_or(VersionNumber{});
  const VersionNumber last = from.last.value_or(VersionNumber{});
  put_number(value, 5, first.head);
  put_number(value, 6, first.historic);
  put_number(value, 7, last.head);
  put_number(value, 8, last.historic);
  put_bytes(out, 3, value);
}

std::optional<VersionNumber> to_number(const VersionNumber& read) {
  if (read == VersionNumber{}) return std::nullopt;
  return read;
}

std::optional<NumberedValue> read_value(std::string_view bytes) {
  NumberedValue value;
  std::uint32_t status = 0;
  std::string_view hash;
  VersionNumber first, last;
  WireReader wire(bytes);
  while (wire.next()) {
    wire.take(1, status);
    wire.take_bytes(2, hash);
    wire.take(3, value.value.partial);
    wire.take(4, value.value.correction);
    wire.take(5, first.head);
    wire.take(6, first.historic);
    wire.take(7, last.head);
    wire.take(8, last.historic);
  }
  const auto content = unpack_hash(hash);
  if (wire.is_broken() || !content || status < static_cast<std::uint32_t>(Status::Usable) ||
      status > static_cast<std::uint32_t>(Status::Missing)) {
    return std::nullopt;
  }
  value.value.status = static_cast<Status>(status);
  value.value.content_hash = *content;
  value.first = to_number(first);
  value.last = to_number(last);
  return value;
}

// Fields that stand for others until the format is known; whether all could be read.
struct Packed {
  std::string_view sightings, aliases, merged_into;
  std::int64_t first_created = 0;
  std::vector<std::uint64_t> reverts;
  bool good = true;
};

void take_value(const WireReader& wire, HeadRow& row, Packed& packed) {
  if (wire.tag() != bytes_tag(3)) return;
  const auto value = read_value(wire.bytes());
  packed.good &= value.has_value();
  if (value) row.values.push_back(*value);
}

void take_floor(const WireReader& wire, HeadRow& row) {
  if (wire.tag() == varint_tag(5)) row.floor = Timestamp{from_zigzag(wire.number())};
}

void take_field(WireReader& wire, HeadRow& row, Packed& packed) {
  wire.take_zigzag(2, packed.first_created);
  take_value(wire, row, packed);
  wire.take_bytes(4, packed.sightings);
  take_floor(wire, row);
  wire.take(6, row.head_number);
  wire.take(7, row.historic_count);
  wire.take_text(8, row.language);
  wire.take(9, row.removed);
  wire.take(10, row.stub);
  wire.take_bytes(11, packed.merged_into);
  wire.take_bytes(12, packed.aliases);
  packed.good &= take_numbers(wire, 13, packed.reverts);
  wire.take(14, row.written_day);
  wire.take(15, row.text_pending);
  wire.take_text(16, row.site);
  wire.take(17, row.merge_depth);
  wire.take(18, row.own_key);
}

// False: something is damaged.
bool unpack(const Packed& packed, RowFormat format, HeadRow& row) {
  const bool fixed = format == RowFormat::One;
  auto sightings = fixed ? unpack_sightings(packed.sightings) : unpack_deltas(packed.sightings);
  auto aliases = unpack_aliases(packed.aliases);
  if (!packed.good || !sightings || !aliases) return false;
  for (const Sighting& sighting : *sightings) {
    if (sighting.value >= row.values.size()) return false;
  }
  row.sightings = *std::move(sightings);
  row.aliases = *std::move(aliases);
  row.first_created.value = add(packed.first_created, fixed ? 0 : first_seen(row));
  for (const std::uint64_t revert : packed.reverts) {
    row.reverts.push_back(Timestamp{from_zigzag(revert)});
  }
  if (packed.merged_into.empty()) return true;
  row.merged_into = unpack_id(packed.merged_into);
  return row.merged_into.has_value();
}

}  // namespace

std::string to_bytes(const HeadRow& row, RowFormat format) {
  const bool fixed = format == RowFormat::One;
  CHECK(!fixed || !row.own_key);
  std::string out = begin_row(format);
  put_zigzag(out, 2, subtract(row.first_created.value, fixed ? 0 : first_seen(row)));
  for (const NumberedValue& value : row.values) put_value(out, value);
  put_bytes(out, 4, fixed ? pack(row.sightings) : pack_deltas(row.sightings));
  if (row.floor) put_present(out, 5, to_zigzag(row.floor->value));
  put_number(out, 6, row.head_number);
  put_number(out, 7, row.historic_count);
  put_text(out, 8, row.language);
  put_number(out, 9, row.removed ? 1 : 0);
  put_number(out, 10, row.stub ? 1 : 0);
  if (row.merged_into) put_bytes(out, 11, pack(*row.merged_into));
  put_bytes(out, 12, pack_aliases(row.aliases));
  put_packed(out, 13, row.reverts, [](Timestamp revert) { return to_zigzag(revert.value); });
  put_number(out, 14, row.written_day);
  put_number(out, 15, row.text_pending ? 1 : 0);
  put_text(out, 16, row.site);
  put_number(out, 17, row.merge_depth);
  put_number(out, 18, row.own_key ? 1 : 0);
  return out;
}

Result<HeadRow> read_head_row(const ArticleId& id, std::string_view bytes) {
  HeadRow row;
  Packed packed;
  const auto format =
      read_fields("head", bytes, [&](WireReader& wire) { take_field(wire, row, packed); });
  if (!format) return format.fault();
  if (!unpack(packed, *format, row)) return damaged("head");
  row.id = id;
  return row;
}

}  // namespace news::encode
