#include "news/identity/address.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "news/identity/host.h"
#include "news/identity/noise.h"
#include "news/identity/percent.h"
#include "news/identity/reference.h"
#include "news/identity/wrapper.h"

namespace news::identity {
namespace {

using base::Fault;

// A spelling may show a new escape, dot or wrapper once; more rounds are somebody's game.
constexpr int kRoundsMax = 8;

Fault refused(std::string_view why, std::string_view address) {
  return base::dead_letter("bad_address",
                           std::string(why) + ": " + std::string(address.substr(0, 200)));
}

// ";jsessionid=..." and its like, up to the next ';' or '/'.
void drop_session_parameters(std::string& path) {
  constexpr auto kNames = std::to_array<std::string_view>({";jsessionid=", ";phpsessid=", ";sid="});
  for (std::size_t at = path.find(';'); at != std::string::npos; at = path.find(';', at)) {
    const std::string_view rest = std::string_view(path).substr(at);
    const bool session = std::any_of(kNames.begin(), kNames.end(), [&](std::string_view name) {
      return starts_with_ignoring_case(rest, name);
    });
    if (session) {
      path.erase(at, std::min(path.find_first_of(";/", at + 1), path.size()) - at);
    } else {
      ++at;
    }
  }
}

// Without dots (RFC 3986, 5.2.4) and empty segments.
std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> segments;
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    const std::string_view segment = path.substr(start, end - start);
    if (segment == "..") {
      if (!segments.empty()) segments.pop_back();
    } else if (segment != "." && start != 0) {
      segments.emplace_back(segment);
    }
    start = end + 1;
  }
  std::erase(segments, std::string());
  return segments;
}

bool is_index_document(std::string_view segment) {
  constexpr auto kEndings =
      std::to_array<std::string_view>({".htm", ".html", ".php", ".jsp", ".asp", ".aspx"});
  const std::string lower = to_lower_ascii(segment);
  const std::size_t dot = std::min(lower.find('.'), lower.size());
  const std::string_view name = std::string_view(lower).substr(0, dot);
  if (name != "index" && name != "default") return false;
  return std::find(kEndings.begin(), kEndings.end(), lower.substr(dot)) != kEndings.end();
}

// One step of shortening the last segment; false if there is nothing to do.
bool shorten_end(std::vector<std::string>& segments, bool has_query) {
  constexpr std::string_view kAmp = ".amp", kAmpHtml = ".amp.html";
  std::string& last = segments.back();
  if (last == "amp" || (!has_query && is_index_document(last))) {
    segments.pop_back();
  } else if (last.size() > kAmp.size() && last.ends_with(kAmp)) {
    last.resize(last.size() - kAmp.size());
  } else if (last.size() > kAmpHtml.size() && last.ends_with(kAmpHtml)) {
    last.replace(last.size() - kAmpHtml.size(), kAmpHtml.size(), ".html");
  } else {
    return false;
  }
  return true;
}

std::string normalize_path(std::string_view written, bool has_query) {
  std::string path = unescape_ampersands(normalize_escapes(written, Component::Path));
  drop_session_parameters(path);
  std::vector<std::string> segments = split_path(path);
  while (!segments.empty() && shorten_end(segments, has_query)) {
  }
  std::string out;
  for (const std::string& segment : segments) out += '/' + segment;
  return out.empty() ? "/" : out;
}

struct Parameter {
  std::string text;
  std::size_t name_size;

  std::string_view name() const { return std::string_view(text).substr(0, name_size); }
  std::string_view value() const {
    return std::string_view(text).substr(std::min(name_size + 1, text.size()));
  }
};

Parameter read_parameter(std::string_view written) {
  std::string text = normalize_escapes(written, Component::Query);
  while (starts_with_ignoring_case(text, "amp;")) text.erase(0, 4);
  const std::size_t name_size = std::min(text.find('='), text.size());
  return {std::move(text), name_size};
}

Result<std::string> normalize_query(std::string_view query, const Publisher* publisher) {
  std::vector<Parameter> kept;
  std::size_t count = 0;
  for (std::size_t start = 0; start <= query.size();) {
    const std::size_t end = std::min(query.find('&', start), query.size());
    Parameter parameter = read_parameter(query.substr(start, end - start));
    start = end + 1;
    if (parameter.text.empty()) continue;
    if (++count > kParametersMax) return refused("parameters", query);
    if (is_noise(parameter.name(), parameter.value(), publisher)) continue;
    kept.push_back(std::move(parameter));
  }
  std::stable_sort(kept.begin(), kept.end(),
                   [](const Parameter& a, const Parameter& b) { return a.name() < b.name(); });
  std::string out;
  for (const Parameter& parameter : kept) {
    if (!out.empty()) out += '&';
    out += parameter.text;
  }
  return out;
}

// "#!/a/11" is an address of its own on some old sites; every other fragment is a place in a page.
std::string normalize_fragment(std::string_view fragment) {
  if (!fragment.starts_with('!') || fragment.size() == 1) return {};
  return '#' + unescape_ampersands(normalize_escapes(fragment, Component::Query));
}

Result<Place> print(const Reference& parts, std::string_view host, std::string site,
                    const Publisher* publisher) {
  const Result<std::string> query = normalize_query(parts.query, publisher);
  if (!query) return query.fault();
  std::string url = "https://" + std::string(host);
  if (!parts.port.empty()) url += ':' + parts.port;
  url += normalize_path(parts.path, !query->empty());
  if (!query->empty()) url += '?' + *query;
  url += normalize_fragment(parts.fragment);
  if (url.size() > kAddressBytesMax) return refused("too long", url);
  return Place{std::move(url), std::move(site)};
}

// One round. Takes from `wrappers_left` what it unwraps.
Result<Place> locate_once(std::string_view address, const AddressRules& rules,
                          std::string_view base, int& wrappers_left) {
  Result<Reference> parts = read_reference(address, base);
  while (parts) {
    const Result<std::string> full_host = normalize_host(parts->host);
    if (!full_host) return full_host.fault();
    const std::string domain = rules.suffixes.registrable_domain(*full_host);
    const std::string_view host = drop_device_labels(*full_host, domain);
    if (is_shortener(host)) return refused("shortener", host);
    std::string rest = parts->path;
    if (!parts->query.empty()) rest += '?' + parts->query;
    if (!parts->fragment.empty()) rest += '#' + parts->fragment;
    const auto inside = find_wrapped({host, domain, parts->path, parts->query, rest});
    if (!inside) {
      const Publisher* const publisher = rules.publishers.find_host(*full_host);
      const std::string& site = publisher != nullptr ? publisher->site : domain;
      if (site.empty()) return refused("no site", *full_host);
      return print(*parts, host, site, publisher);
    }
    if (wrappers_left == 0) return refused("wrappers", address);
    --wrappers_left;
    parts = read_reference(*inside, {});
  }
  return parts.fault();
}

}  // namespace

Result<std::string> canonicalize(std::string_view address, const AddressRules& rules,
                                 std::string_view base) {
  Result<Place> place = locate(address, rules, base);
  if (!place) return place.fault();
  return std::move(place->url);
}

Result<Place> locate(std::string_view address, const AddressRules& rules, std::string_view base) {
  int wrappers_left = kWrappersMax;
  Result<Place> place = locate_once(address, rules, base, wrappers_left);
  // A decoded escape may make a dot segment or a wrapper: go on until the spelling rests.
  for (int round = 1; place && round < kRoundsMax; ++round) {
    Result<Place> next = locate_once(place->url, rules, {}, wrappers_left);
    if (!next) return next;
    if (next->url == place->url) return place;
    place = std::move(next);
  }
  return place ? refused("no resting spelling", address) : place;
}

}  // namespace news::identity
