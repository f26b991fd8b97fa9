#include "news/identity/wrapper.h"

#include <algorithm>
#include <array>

#include "news/identity/percent.h"

namespace news::identity {
namespace {

constexpr auto kShorteners = std::to_array<std::string_view>(
    {"amzn.to",   "apne.ws",     "bbc.in",  "bit.ly",  "bitly.com",   "buff.ly", "cnn.it",
     "cutt.ly",   "dlvr.it",     "ebx.sh",  "econ.st", "fb.me",       "flip.it", "goo.gl",
     "ift.tt",    "is.gd",       "j.mp",    "lnkd.in", "me2.do",      "n.pr",    "nyti.ms",
     "on.ft.com", "ow.ly",       "rb.gy",   "reut.rs", "shorturl.at", "t.cn",    "t.co",
     "t.ly",      "tinyurl.com", "trib.al", "url.kr",  "v.gd",        "wapo.st", "youtu.be"});

// The rest after "/c/" or "/c/s/"; the "s" says https, which every address becomes anyway.
std::string after_prefix(std::string_view rest, std::size_t prefix) {
  rest.remove_prefix(std::min(prefix, rest.size()));
  if (rest.starts_with("s/")) rest.remove_prefix(2);
  return std::string(rest);
}

std::optional<std::string> find_parameter(std::string_view query, std::string_view wanted) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view part = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (part.size() > wanted.size() && part.starts_with(wanted) && part[wanted.size()] == '=') {
      return decode_escapes(part.substr(wanted.size() + 1));
    }
  }
  return std::nullopt;
}

std::optional<std::string> find_in_amp_cache(const Layer& layer) {
  if (layer.host != "cdn.ampproject.org" && !layer.host.ends_with(".cdn.ampproject.org")) {
    return std::nullopt;
  }
  constexpr std::string_view kKinds = "cvira";
  if (layer.path.size() < 3 || layer.path[2] != '/') return std::nullopt;
  if (kKinds.find(layer.path[1]) == std::string_view::npos) return std::nullopt;
  return after_prefix(layer.rest, 3);
}

std::optional<std::string> find_in_google(const Layer& layer) {
  if (layer.host != layer.domain || !layer.host.starts_with("google.")) return std::nullopt;
  if (layer.path.starts_with("/amp/")) return after_prefix(layer.rest, 5);
  if (layer.path != "/url") return std::nullopt;
  if (auto url = find_parameter(layer.query, "url")) return url;
  return find_parameter(layer.query, "q").value_or(std::string());
}

std::optional<std::string> find_in_archive(const Layer& layer) {
  constexpr std::string_view kPrefix = "/web/";
  if (layer.host != "web.archive.org" || !layer.path.starts_with(kPrefix)) return std::nullopt;
  std::size_t at = kPrefix.size();
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_mark = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  const std::size_t digits = at;
  while (at < layer.path.size() && is_digit(layer.path[at])) ++at;
  if (at == digits) return std::nullopt;
  while (at < layer.path.size() && is_mark(layer.path[at])) ++at;
  if (at >= layer.path.size() || layer.path[at] != '/') return std::nullopt;
  return std::string(layer.rest.substr(at + 1));
}

std::optional<std::string> find_in_facebook(const Layer& layer) {
  if (layer.host != "l.facebook.com" && layer.host != "lm.facebook.com") return std::nullopt;
  if (layer.path != "/l.php") return std::nullopt;
  return find_parameter(layer.query, "u").value_or(std::string());
}

}  // namespace

std::optional<std::string> find_wrapped(const Layer& layer) {
  if (auto inside = find_in_amp_cache(layer)) return inside;
  if (auto inside = find_in_google(layer)) return inside;
  if (auto inside = find_in_archive(layer)) return inside;
  return find_in_facebook(layer);
}

bool is_shortener(std::string_view host) {
  return std::find(kShorteners.begin(), kShorteners.end(), host) != kShorteners.end();
}

}  // namespace news::identity
