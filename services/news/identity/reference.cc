#include "news/identity/reference.h"

#include <algorithm>
#include <array>
#include <optional>

#include "news/identity/address.h"
#include "news/identity/percent.h"

namespace news::identity {
namespace {

using base::Fault;
using base::Result;

Fault refused(std::string_view why, std::string_view address) {
  return base::dead_letter("bad_address", std::string(why) + ": " + std::string(address));
}

// Bytes of a control, a space of any kind, or an invisible mark at the front; 0 if there is none.
std::size_t leading_blank(std::string_view text) {
  constexpr auto kBlanks = std::to_array<std::string_view>(
      {"\xC2\xA0", "\xC2\x85", "\xE1\x9A\x80", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF",
       "\xE2\x81\x9F", "\xE3\x80\x80", "\xEF\xBB\xBF", "\xE2\x81\xA0"});
  const auto first = static_cast<unsigned char>(text[0]);
  if (first <= ' ' || first == 0x7f) return 1;
  // U+0080 to U+009F are controls, U+2000 to U+200B spaces and ZWSP.
  if (first == 0xC2 && text.size() > 1 && static_cast<unsigned char>(text[1]) < 0xA0) return 2;
  if (text.starts_with("\xE2\x80") && text.size() > 2) {
    if (static_cast<unsigned char>(text[2]) <= 0x8B) return 3;
  }
  for (const std::string_view blank : kBlanks) {
    if (text.starts_with(blank)) return blank.size();
  }
  return 0;
}

std::string_view trim(std::string_view text) {
  while (!text.empty()) {
    const std::size_t blank = leading_blank(text);
    if (blank == 0) break;
    text.remove_prefix(blank);
  }
  while (!text.empty()) {
    std::size_t last = text.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xC0) == 0x80) --last;
    if (leading_blank(text.substr(last)) != text.size() - last) break;
    text = text.substr(0, last);
  }
  return text;
}

std::string tidy(std::string_view address) {
  std::string text(trim(address));
  std::erase_if(text, [](char c) { return c == '\t' || c == '\r' || c == '\n'; });
  text = unescape_ampersands(text);
  const std::size_t end = std::min(text.find_first_of("?#"), text.size());
  std::replace(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\\', '/');
  return text;
}

// Length of "http:" or "https:" at the front; 0 if there is none.
std::size_t web_scheme(std::string_view text) {
  if (starts_with_ignoring_case(text, "https:")) return 6;
  if (starts_with_ignoring_case(text, "http:")) return 5;
  return 0;
}

// "name:" that is neither a host with a port nor a web scheme.
bool has_foreign_scheme(std::string_view text) {
  const std::size_t end = text.find_first_of(":/?#");
  if (end == std::string_view::npos || end == 0 || text[end] != ':') return false;
  const std::string_view name = text.substr(0, end), rest = text.substr(end + 1);
  const std::string_view port = rest.substr(0, rest.find_first_of("/?#"));
  const bool is_port =
      std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
  return !is_port || name.find('.') == std::string_view::npos;
}

// What follows the scheme and its slashes, if the address says or shows that it has a host.
std::optional<std::string_view> after_scheme(std::string_view text) {
  bool found = false;
  while (const std::size_t scheme = web_scheme(text)) {
    // A doubled scheme ("http://http://x") needs a slash: "http:8080" may be a host and port.
    if (found && (text.size() == scheme || text[scheme] != '/')) break;
    found = true;
    text.remove_prefix(scheme);
    text.remove_prefix(std::min(text.find_first_not_of('/'), text.size()));
  }
  if (found) return text;
  if (!text.starts_with("//")) return std::nullopt;
  text.remove_prefix(std::min(text.find_first_not_of('/'), text.size()));
  return text;
}

bool looks_like_host(std::string_view text) {
  const std::string_view first = text.substr(0, text.find_first_of("/?#"));
  const std::size_t dot = first.find('.');
  return dot != std::string_view::npos && dot != 0;
}

// Host and port out of "user:pw@host:port".
Result<Reference> read_authority(std::string_view authority) {
  const std::size_t at = authority.rfind('@');
  if (at != std::string_view::npos) authority.remove_prefix(at + 1);
  Reference parts;
  const std::size_t colon = authority.rfind(':');
  parts.host = authority.substr(0, colon);
  if (parts.host.empty()) return refused("no host", authority);
  if (colon == std::string_view::npos) return parts;
  std::string_view port = authority.substr(colon + 1);
  if (port.find_first_not_of("0123456789") != std::string_view::npos) {
    return refused("port", authority);
  }
  port.remove_prefix(std::min(port.find_first_not_of('0'), port.size()));
  if (port.size() > 5 || (port.size() == 5 && port > "65535")) return refused("port", authority);
  if (port != "80" && port != "443") parts.port = port;
  return parts;
}

// "/path?query#fragment" into its parts.
void read_rest(std::string_view rest, Reference& parts) {
  const std::size_t hash = std::min(rest.find('#'), rest.size());
  if (hash < rest.size()) parts.fragment = rest.substr(hash + 1);
  rest = rest.substr(0, hash);
  const std::size_t mark = std::min(rest.find('?'), rest.size());
  parts.query = mark < rest.size() ? rest.substr(mark + 1) : std::string_view();
  parts.path = rest.substr(0, mark);
  if (parts.path.empty()) parts.path = "/";
}

Result<Reference> read_absolute(std::string_view text) {
  const std::size_t end = std::min(text.find_first_of("/?#"), text.size());
  Result<Reference> parts = read_authority(text.substr(0, end));
  if (parts) read_rest(text.substr(end), *parts);
  return parts;
}

// RFC 3986, 5.2.2, for references without an authority. Dots are resolved later, with the rest.
Reference resolve(std::string_view text, Reference base) {
  base.fragment.clear();
  if (text.starts_with('#')) {
    base.fragment = text.substr(1);
    return base;
  }
  std::string whole;
  if (text.starts_with('?')) {
    whole = base.path;
  } else if (!text.starts_with('/')) {
    whole = base.path.substr(0, base.path.rfind('/') + 1);
  }
  whole += text;
  read_rest(whole, base);
  return base;
}

// "example.com/x" on a page of www.example.com was meant as an address.
bool is_host_of(const Reference& base, std::string_view text) {
  if (!looks_like_host(text)) return false;
  std::string_view host = base.host;
  if (host.starts_with("www.")) host.remove_prefix(4);
  std::string_view first = text.substr(0, text.find_first_of("/?#"));
  if (first.starts_with("www.")) first.remove_prefix(4);
  return to_lower_ascii(first) == to_lower_ascii(host);
}

}  // namespace

Result<Reference> read_reference(std::string_view address, std::string_view base) {
  const std::string_view trimmed = trim(address);
  if (trimmed.size() > kAddressBytesMax) return refused("too long", trimmed.substr(0, 80));
  const std::string text = tidy(trimmed);
  if (text.empty()) return refused("empty", text);
  if (const auto rest = after_scheme(text)) return read_absolute(*rest);
  if (has_foreign_scheme(text)) return refused("scheme", text);
  if (base.empty()) {
    return looks_like_host(text) ? read_absolute(text) : refused("relative", text);
  }
  const Result<Reference> onto = read_reference(base, {});
  if (!onto) return onto.fault();
  return is_host_of(*onto, text) ? read_absolute(text) : resolve(text, *onto);
}

}  // namespace news::identity
