#include "news/history.h"

#include "base/hash.h"

namespace news {
namespace {

constexpr std::string_view kUrnPrefix = "urn:dateline:";

std::optional<int> read_hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return std::nullopt;
}

}  // namespace

std::string to_hex(const ArticleId& id) {
  return base::to_hex(
      std::string_view(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()));
}

std::optional<ArticleId> read_article_id(std::string_view hex) {
  ArticleId id;
  if (hex.size() != id.bytes.size() * 2) return std::nullopt;
  for (std::size_t i = 0; i < id.bytes.size(); ++i) {
    const auto high = read_hex_digit(hex[2 * i]), low = read_hex_digit(hex[2 * i + 1]);
    if (!high || !low) return std::nullopt;
    id.bytes[i] = static_cast<std::uint8_t>(*high << 4 | *low);
  }
  return id;
}

std::string to_urn(std::string_view site, const ArticleId& id) {
  return std::string(kUrnPrefix) + std::string(site) + ':' + to_hex(id);
}

std::optional<Urn> read_urn(std::string_view text) {
  if (!text.starts_with(kUrnPrefix)) return std::nullopt;
  text.remove_prefix(kUrnPrefix.size());
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const auto id = read_article_id(text.substr(colon + 1));
  if (!id) return std::nullopt;
  return Urn{std::string(text.substr(0, colon)), *id};
}

std::string to_string(const VersionNumber& number) {
  std::string text = std::to_string(number.head);
  if (number.historic != 0) text += '.' + std::to_string(number.historic);
  return text;
}

}  // namespace news
