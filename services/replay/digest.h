// replay/digest.h
//
// An article of the table as one hash a field, to compare two of them without keeping their texts:
// about 150 bytes an article. A field is what a reader of the table would call one; how an article
// was read counts, which release and tables read it does not.
// Must not know: Kafka, which generation an article is of.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "base/time.h"
#include "news/lenient_json.h"

namespace replay {

inline constexpr std::array<std::string_view, 14> kFields{
    "headline", "text",   "markup",  "authors", "dates",  "section", "language",
    "images",   "status", "version", "change",  "source", "quality", "other"};
using FieldHashes = std::array<std::uint64_t, kFields.size()>;
using FieldSet = std::uint32_t;  // bit i: kFields[i]

std::optional<std::size_t> find_field(std::string_view name);

// The last record of one article in one table.
struct ArticleDigest {
  base::Hash128 key;
  std::int64_t offset = 0;
  base::Timestamp published = {};
  std::int32_t partition = 0;
  enum class Kind : std::uint8_t { Removed, Withdrawn, Usable } kind = Kind::Removed;
  FieldHashes fields{};
};

// Fields in which they differ.
FieldSet compare(const ArticleDigest& one, const ArticleDigest& other);

// Keeps its memory between calls; one thread.
class Digester final {
 public:
  Digester() = default;
  Digester(const Digester&) = delete;
  Digester& operator=(const Digester&) = delete;

  // Kind and fields of an article as in articles.clean; what is no JSON is all "other".
  void read(std::string_view json, ArticleDigest& digest);

 private:
  news::JsonDocument document_;
  std::array<std::string, kFields.size()> spelled_;
};

std::string urn_of(std::string_view json);

// What an article says in a field, for people.
std::string field_text(std::string_view json, std::size_t field);

}  // namespace replay
