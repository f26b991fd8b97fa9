#include "news/identity/keys.h"

#include <algorithm>

#include "news/identity/percent.h"

namespace news::identity {
namespace {

constexpr std::size_t kGuidBytesMin = 8;

// No site holds a line feed, so the parts cannot run into each other.
std::string join_parts(std::string_view prefix, std::string_view site, KeyKind kind,
                       std::string_view key) {
  std::string parts;
  parts.reserve(prefix.size() + site.size() + key.size() + 3);
  parts += prefix;
  parts += site;
  parts += '\n';
  parts += static_cast<char>(kind);
  parts += '\n';
  parts += key;
  return parts;
}

// Letters of any script: those beyond ASCII stand as escapes in a canonical address.
bool is_letters_only(std::string_view segment) {
  for (std::size_t i = 0; i < segment.size(); ++i) {
    const char c = segment[i];
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) continue;
    const bool beyond_ascii = c == '%' && i + 2 < segment.size() && segment[i + 1] >= '8';
    if (!beyond_ascii) return false;
    i += 2;
  }
  return true;
}

}  // namespace

base::Hash128 alias_hash(std::string_view site, KeyKind kind, std::string_view key) {
  base::Hash128 hash = base::xxh3_128(join_parts({}, site, kind, key));
  hash.low &= 0xffffffff00000000;
  return hash;
}

std::string alias_row_key(const base::Hash128& alias) {
  return 'a' + base::to_bytes(alias).substr(0, 12);
}

std::string alias_row_key(std::string_view site, KeyKind kind, std::string_view key) {
  return alias_row_key(alias_hash(site, kind, key));
}

ArticleId article_id(std::string_view site, KeyKind kind, std::string_view key) {
  const base::Sha256 digest = base::sha256(join_parts("dateline/article/1\n", site, kind, key));
  ArticleId id;
  std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
  return id;
}

bool is_home_like(std::string_view canonical) {
  const std::size_t scheme = canonical.find("://");
  if (scheme == std::string_view::npos) return false;
  std::string_view rest = canonical.substr(scheme + 3);
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return rest.find_first_of("?#") == std::string_view::npos;
  return is_letters_only(rest.substr(slash + 1));
}

bool is_guid_key(std::string_view guid) {
  if (guid.size() < kGuidBytesMin) return false;
  return !starts_with_ignoring_case(guid, "http:") && !starts_with_ignoring_case(guid, "https:") &&
         !guid.starts_with("//");
}

}  // namespace news::identity
