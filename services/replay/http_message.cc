#include "replay/http_message.h"

#include <algorithm>
#include <charconv>

#include "adapters/files/codec.h"

namespace replay {
namespace {

namespace files = adapters::files;

char to_small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string to_small(std::string_view text) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(), [](char c) { return to_small(c); });
  return small;
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// Takes a line off, without its end; nothing: there is no end of a line.
std::optional<std::string_view> take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// "HTTP/1.1 200 OK", "HTTP/2 200"
std::optional<int> read_status(std::string_view line) {
  if (!line.starts_with("HTTP/")) return std::nullopt;
  line.remove_prefix(std::min(line.find(' '), line.size()));
  line = trim(line);
  int status = 0;
  const auto read = std::from_chars(line.data(), line.data() + line.size(), status);
  const bool is_good = read.ec == std::errc() && read.ptr == line.data() + 3;
  return is_good && status >= 100 ? std::optional(status) : std::nullopt;
}

enum class Chunks : std::uint8_t { Joined, None, Broken, TooLarge };

// RFC 9112 7.1: a size in hex with extensions behind it, the bytes, an end of line; size 0 ends it,
// and trailers mean nothing to us. None: not even the first size is there, so somebody has joined
// them before.
Chunks join_chunks(std::string_view text, std::size_t bytes_max, std::string& out) {
  out.clear();
  for (bool is_first = true;; is_first = false) {
    const auto line = take_line(text);
    const std::string_view spelled = line ? trim(line->substr(0, line->find(';'))) : "";
    std::size_t size = 0;
    const auto read = std::from_chars(spelled.data(), spelled.data() + spelled.size(), size, 16);
    const bool is_good =
        !spelled.empty() && read.ec == std::errc() && read.ptr == spelled.data() + spelled.size();
    if (!is_good) return is_first ? Chunks::None : Chunks::Broken;
    if (size == 0) return Chunks::Joined;
    if (size > text.size()) return Chunks::Broken;
    if (out.size() + size > bytes_max) return Chunks::TooLarge;
    out += text.substr(0, size);
    text.remove_prefix(size);
    const auto end = take_line(text);
    if (!end || !end->empty()) return Chunks::Broken;
  }
}

std::optional<files::Coding> coding_of(std::string_view name) {
  if (name == "gzip" || name == "x-gzip") return files::Coding::Gzip;
  if (name == "deflate") return files::Coding::Deflate;
  if (name == "br") return files::Coding::Brotli;
  if (name == "zstd") return files::Coding::Zstd;
  return std::nullopt;
}

// What nobody has packed begins like a page, behind a mark and spaces.
bool looks_like_markup(std::string_view body) {
  if (body.starts_with("\xff\xfe") || body.starts_with("\xfe\xff")) return true;  // UTF-16
  if (body.starts_with("\xef\xbb\xbf")) body.remove_prefix(3);
  const std::size_t begin = body.find_first_not_of(" \t\r\n");
  return begin != std::string_view::npos && body[begin] == '<';
}

// Undoes one encoding, unless somebody has done so before.
std::optional<Skip> undo(std::string_view name, std::size_t bytes_max, std::string& body) {
  if (body.empty()) return std::nullopt;
  std::string undone;
  const auto coding = coding_of(name);
  const auto came_of_it =
      coding ? files::undo(*coding, body, bytes_max, undone) : files::Undone::Broken;
  if (came_of_it == files::Undone::TooLarge) return Skip::TooLarge;
  if (came_of_it == files::Undone::Whole) {
    body = std::move(undone);
    return std::nullopt;
  }
  return looks_like_markup(body) ? std::nullopt : std::optional(Skip::BadEncoding);
}

}  // namespace

std::string_view HttpHead::field(std::string_view name) const {
  for (const auto& [each, value] : fields) {
    if (each == name && !value.empty()) return value;
  }
  return {};
}

std::vector<std::string> HttpHead::list(std::string_view name) const {
  std::vector<std::string> all;
  for (const auto& [each, value] : fields) {
    if (each != name) continue;
    std::string_view left = value;
    while (!left.empty()) {
      const std::string_view item = left.substr(0, left.find(','));
      left.remove_prefix(std::min(item.size() + 1, left.size()));
      if (!trim(item).empty()) all.push_back(to_small(trim(item)));
    }
  }
  return all;
}

std::optional<HttpHead> read_http_head(std::string_view message) {
  std::string_view left = message;
  const auto first = take_line(left);
  const auto status = first ? read_status(*first) : std::nullopt;
  if (!status) return std::nullopt;
  HttpHead head{.status = *status, .fields = {}, .body_at = 0};
  for (;;) {
    const auto line = take_line(left);
    if (!line) return std::nullopt;
    if (line->empty()) break;
    const std::size_t colon = line->find(':');
    if ((line->front() == ' ' || line->front() == '\t') && !head.fields.empty()) {
      head.fields.back().second += " " + std::string(trim(*line));
    } else if (colon != std::string_view::npos) {
      head.fields.emplace_back(to_small(trim(line->substr(0, colon))),
                               trim(line->substr(colon + 1)));
    }
  }
  head.body_at = message.size() - left.size();
  return head;
}

std::variant<std::string, Skip> read_http_body(const HttpHead& head, std::string_view raw,
                                               std::size_t bytes_max) {
  std::string body(raw);
  std::vector<std::string> codings = head.list("transfer-encoding");
  if (!codings.empty() && codings.back() == "chunked") {
    codings.pop_back();
    std::string joined;
    const Chunks chunks = join_chunks(raw, bytes_max, joined);
    if (chunks == Chunks::Broken) return Skip::BadHttp;
    if (chunks == Chunks::TooLarge) return Skip::TooLarge;
    if (chunks == Chunks::Joined) body = std::move(joined);
  }
  // Those of the page first, then those of its way here; the last one is undone first.
  const std::vector<std::string> inner = head.list("content-encoding");
  codings.insert(codings.begin(), inner.begin(), inner.end());
  for (auto name = codings.rbegin(); name != codings.rend(); ++name) {
    if (*name == "identity") continue;
    if (const auto skip = undo(*name, bytes_max, body)) return *skip;
  }
  if (body.size() > bytes_max) return Skip::TooLarge;
  return body;
}

}  // namespace replay
