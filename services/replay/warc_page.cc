#include "replay/warc_page.h"

#include <algorithm>

#include "base/time.h"
#include "replay/http_message.h"

namespace replay {
namespace {

// "text/html; charset=utf-8", as small letters without what follows.
std::string media_type(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find(';')));
  std::transform(type.begin(), type.end(), type.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  });
  type.erase(std::remove(type.begin(), type.end(), ' '), type.end());
  return type;
}

bool is_page(std::string_view content_type) {
  const std::string type = media_type(content_type);
  return type == "text/html" || type == "application/xhtml+xml";
}

// Some writers put it in angle brackets (WARC 1.0's own examples do not agree).
std::string_view without_brackets(std::string_view uri) {
  if (uri.starts_with('<') && uri.ends_with('>') && uri.size() >= 2) {
    uri.remove_prefix(1);
    uri.remove_suffix(1);
  }
  return uri;
}

bool is_web_address(std::string_view uri) {
  const std::string scheme = media_type(uri.substr(0, uri.find(':')));
  return scheme == "http" || scheme == "https";
}

// Of HTTP by what it says; where it says nothing, by its address.
bool is_http(const WarcRecord& record) {
  const std::string type = media_type(record.field("content-type"));
  return type.empty() || type == "application/http";
}

}  // namespace

std::variant<WarcPage, Skip> read_page(const WarcRecord& record, std::size_t body_bytes_max) {
  const std::string_view uri = without_brackets(record.field("warc-target-uri"));
  if (!is_http(record) || !is_web_address(uri)) return Skip::NotHttp;
  if (!base::read_rfc3339(record.field("warc-date"))) return Skip::BadWarc;
  const auto head = read_http_head(record.block);
  if (!head) return record.is_whole ? Skip::BadHttp : Skip::TooLarge;
  std::string_view type = head->field("content-type");
  if (type.empty()) type = record.field("warc-identified-payload-type");
  if (!is_page(type)) return Skip::NotHtml;
  const bool is_part =
      !record.field("warc-truncated").empty() || !record.field("warc-segment-number").empty();
  if (is_part) return Skip::Truncated;
  if (!record.is_whole) return Skip::TooLarge;
  auto body =
      read_http_body(*head, std::string_view(record.block).substr(head->body_at), body_bytes_max);
  if (const Skip* skip = std::get_if<Skip>(&body)) return *skip;
  return WarcPage{.url = std::string(uri),
                  .fetched_at = std::string(record.field("warc-date")),
                  .status = head->status,
                  .content_type = std::string(type),
                  .body = std::get<std::string>(std::move(body))};
}

}  // namespace replay
