#include "news/encode/packed.h"

#include <algorithm>

#include "base/check.h"
#include "news/encode/wire.h"

namespace news::encode {
namespace {

// Takes fields off the front of a record whose size was checked before.
class Fields {
 public:
  explicit Fields(std::string_view bytes) : at_(bytes.data()) {}

  template <class T>
  T take(std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(*at_++);
    return static_cast<T>(value);
  }

 private:
  const char* at_;
};

// Takes fields of no fixed size; what is not there makes it broken, for good.
class Deltas {
 public:
  explicit Deltas(std::string_view bytes) : rest_(bytes) {}
  bool at_end() const { return rest_.empty(); }
  bool is_broken() const { return broken_; }

  std::uint64_t take_varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint8_t byte = take_byte();
      value |= std::uint64_t{byte & 0x7fu} << shift;
      if (byte < 0x80) return value;
    }
    broken_ = true;
    return 0;
  }
  std::uint16_t take_tag() {
    const std::uint16_t high = take_byte();
    return static_cast<std::uint16_t>(high << 8 | take_byte());
  }

 private:
  std::uint8_t take_byte() {
    broken_ = broken_ || rest_.empty();
    if (broken_) return 0;
    const auto byte = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return byte;
  }

  std::string_view rest_;
  bool broken_ = false;
};

template <class T, class Read>
std::optional<std::vector<T>> unpack_each(std::string_view bytes, std::size_t size, Read read) {
  if (bytes.size() % size != 0) return std::nullopt;
  std::vector<T> all;
  all.reserve(bytes.size() / size);
  for (; !bytes.empty(); bytes.remove_prefix(size)) all.push_back(read(bytes.substr(0, size)));
  return all;
}

// By its letter; 0: no row that the calendar knows.
std::size_t row_key_size(std::string_view key) {
  if (key.starts_with('h')) return kRowKeyBytes;
  return key.starts_with('l') || key.starts_with('f') ? 9 : 0;
}

ArticleId to_id(std::string_view bytes) {
  ArticleId id;
  std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
  return id;
}

}  // namespace

void append_big_endian(std::string& out, std::uint64_t value, std::size_t bytes) {
  CHECK(bytes == 8 || value >> (8 * bytes) == 0);
  char buffer[8];
  for (std::size_t i = 0; i < bytes; ++i) {
    buffer[i] = static_cast<char>(value >> (8 * (bytes - 1 - i)));
  }
  out.append(buffer, bytes);
}

std::uint64_t read_big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

std::string pack(const std::vector<SentenceFeature>& sentences) {
  std::string out;
  out.reserve(sentences.size() * kSentenceBytes);
  for (const SentenceFeature& sentence : sentences) {
    append_big_endian(out, sentence.fold, 4);
    append_big_endian(out, sentence.facts, 1);
    append_big_endian(out, sentence.sketch, 4);
    append_big_endian(out, sentence.words, 1);
  }
  return out;
}

std::string pack(const std::vector<Sighting>& sightings) {
  std::string out;
  out.reserve(sightings.size() * kSightingBytes);
  for (const Sighting& sighting : sightings) {
    append_big_endian(out, static_cast<std::uint64_t>(sighting.fetched_at.value), 6);
    append_big_endian(out, sighting.raw_tag, 2);
    append_big_endian(out, sighting.address_tag, 2);
    append_big_endian(out, sighting.cleaner.output_revision, 3);
    append_big_endian(out, sighting.cleaner.profile_epoch, 3);
    append_big_endian(out, sighting.value, 2);
  }
  return out;
}

// Of each: what its time is after that of the one before (zigzag: ties may stand in any order), the
// tags, and the value with a bit that says whether the cleaner is the same as before.
std::string pack_deltas(const std::vector<Sighting>& sightings) {
  constexpr std::size_t kBytesUsual = 16;  // of one
  std::string out;
  out.reserve(sightings.size() * kBytesUsual);
  Sighting before;
  for (const Sighting& sighting : sightings) {
    const std::int64_t delta = sighting.fetched_at.value - before.fetched_at.value;
    append_varint(out, to_zigzag(delta));
    append_big_endian(out, sighting.raw_tag, 2);
    append_big_endian(out, sighting.address_tag, 2);
    const bool same = sighting.cleaner == before.cleaner;
    append_varint(out, std::uint64_t{sighting.value} << 1 | (same ? 1 : 0));
    if (!same) {
      append_varint(out, sighting.cleaner.output_revision);
      append_varint(out, sighting.cleaner.profile_epoch);
    }
    before = sighting;
  }
  return out;
}

std::string pack_aliases(const std::vector<Hash128>& aliases) {
  std::string out;
  out.reserve(aliases.size() * kAliasBytes);
  for (const Hash128& alias : aliases) {
    CHECK((alias.low & 0xffffffff) == 0);
    out += base::to_bytes(alias).substr(0, kAliasBytes);
  }
  return out;
}

std::string pack_row_keys(const std::vector<std::string>& keys) {
  std::string out;
  out.reserve(keys.size() * kRowKeyBytes);
  for (const std::string& key : keys) {
    CHECK(key.size() == row_key_size(key));
    out += key;
    out.append(kRowKeyBytes - key.size(), '\0');
  }
  return out;
}

std::string pack(const ArticleId& id) { return std::string(id.bytes.begin(), id.bytes.end()); }

std::string pack(const Hash128& hash) {
  return hash == Hash128{} ? std::string() : base::to_bytes(hash);
}

std::optional<std::vector<SentenceFeature>> unpack_sentences(std::string_view bytes) {
  return unpack_each<SentenceFeature>(bytes, kSentenceBytes, [](std::string_view record) {
    Fields fields(record);
    SentenceFeature sentence;
    sentence.fold = fields.take<std::uint32_t>(4);
    sentence.facts = fields.take<std::uint8_t>(1);
    sentence.sketch = fields.take<std::uint32_t>(4);
    sentence.words = fields.take<std::uint8_t>(1);
    return sentence;
  });
}

std::optional<std::vector<Sighting>> unpack_sightings(std::string_view bytes) {
  return unpack_each<Sighting>(bytes, kSightingBytes, [](std::string_view record) {
    Fields fields(record);
    Sighting sighting;
    sighting.fetched_at.value = fields.take<std::int64_t>(6);
    sighting.raw_tag = fields.take<std::uint16_t>(2);
    sighting.address_tag = fields.take<std::uint16_t>(2);
    sighting.cleaner.output_revision = fields.take<std::uint32_t>(3);
    sighting.cleaner.profile_epoch = fields.take<std::uint32_t>(3);
    sighting.value = fields.take<std::uint32_t>(2);
    return sighting;
  });
}

std::optional<std::vector<Sighting>> unpack_deltas(std::string_view bytes) {
  std::vector<Sighting> all;
  constexpr std::size_t kBytesUsual = 8;  // of one, about
  all.reserve(bytes.size() / kBytesUsual + 1);
  Deltas deltas(bytes);
  Sighting sighting;
  while (!deltas.at_end()) {
    const std::uint64_t delta = deltas.take_varint();
    sighting.fetched_at.value += from_zigzag(delta);
    sighting.raw_tag = deltas.take_tag();
    sighting.address_tag = deltas.take_tag();
    const std::uint64_t value = deltas.take_varint();
    sighting.value = static_cast<std::uint32_t>(value >> 1);
    if ((value & 1) == 0) {
      sighting.cleaner.output_revision = static_cast<std::uint32_t>(deltas.take_varint());
      sighting.cleaner.profile_epoch = static_cast<std::uint32_t>(deltas.take_varint());
    }
    if (deltas.is_broken()) return std::nullopt;
    all.push_back(sighting);
  }
  return all;
}

std::optional<std::vector<Hash128>> unpack_aliases(std::string_view bytes) {
  return unpack_each<Hash128>(bytes, kAliasBytes, [](std::string_view record) {
    return Hash128{read_big_endian(record.substr(0, 8)), read_big_endian(record.substr(8)) << 32};
  });
}

std::optional<std::vector<std::string>> unpack_row_keys(std::string_view bytes) {
  const bool known = bytes.size() % kRowKeyBytes == 0;
  if (!known) return std::nullopt;
  std::vector<std::string> keys;
  for (std::size_t at = 0; at < bytes.size(); at += kRowKeyBytes) {
    const std::size_t size = row_key_size(bytes.substr(at, kRowKeyBytes));
    if (size == 0) return std::nullopt;
    keys.emplace_back(bytes.substr(at, size));
  }
  return keys;
}

std::optional<ArticleId> unpack_id(std::string_view bytes) {
  if (bytes.size() != kIdBytes) return std::nullopt;
  return to_id(bytes);
}

std::optional<Hash128> unpack_hash(std::string_view bytes) {
  if (bytes.empty()) return Hash128{};
  if (bytes.size() != kIdBytes) return std::nullopt;
  return Hash128{read_big_endian(bytes.substr(0, 8)), read_big_endian(bytes.substr(8))};
}

}  // namespace news::encode
