// news/identity/keys.h
//
// The names under which an article can be found again, and the id that follows from the strongest
// of them. Their hashes are keys of rows and parts of URNs: they never change.
// Pure, any thread. Must not know: RocksDB, Kafka, the clock, what a head row holds.
#pragma once

#include <string>
#include <string_view>

#include "base/hash.h"
#include "news/history.h"

namespace news::identity {

// The letter is hashed, stored in alias rows, and printed as change.identity.
enum class KeyKind : char { Guid = 'g', Address = 'u', Content = 'c', Title = 't' };

// What the alias row of a key is named by: 96 bits of XXH3-128 of site, kind and key; the other
// 32 bits, which no row keeps, are zero.
base::Hash128 alias_hash(std::string_view site, KeyKind kind, std::string_view key);

// 'a' and the 12 bytes of the hash.
std::string alias_row_key(const base::Hash128& alias);
std::string alias_row_key(std::string_view site, KeyKind kind, std::string_view key);

// First 16 bytes of SHA-256("dateline/article/1\n" site "\n" kind "\n" key).
ArticleId article_id(std::string_view site, KeyKind kind, std::string_view key);

// Guard canonical_home: path "/" or one segment of letters only, and no query. Such a canonical
// names a section, so it is no key.
bool is_home_like(std::string_view canonical);

// A guid is a key if it has at least 8 bytes and is no address (addresses are keys of their own).
bool is_guid_key(std::string_view guid);

}  // namespace news::identity
