#include "news/clean/address.h"

#include <vector>

#include "news/clean/unicode.h"

namespace news::clean {

namespace {

constexpr std::size_t kUrlBytesMax = 2048;

struct Parts {
  std::string_view scheme, authority, path, query;
  bool has_authority = false, has_query = false;
};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

// The fragment is cut off: it names a place in a page, not another page.
Parts split(std::string_view url) {
  Parts parts;
  url = url.substr(0, url.find('#'));
  const std::size_t mark = url.find_first_of(":/?");
  if (mark != std::string_view::npos && mark > 0 && url[mark] == ':') {
    parts.scheme = url.substr(0, mark);
    url.remove_prefix(mark + 1);
  }
  if (url.substr(0, 2) == "//") {
    parts.has_authority = true;
    const std::size_t end = url.find_first_of("/?", 2);
    parts.authority = url.substr(2, end == std::string_view::npos ? end : end - 2);
    url = end == std::string_view::npos ? std::string_view() : url.substr(end);
  }
  const std::size_t query = url.find('?');
  parts.path = url.substr(0, query);
  parts.has_query = query != std::string_view::npos;
  if (parts.has_query) parts.query = url.substr(query + 1);
  return parts;
}

std::string without_dots(std::string_view path) {
  std::vector<std::string_view> steps;
  bool folder = false;
  for (std::size_t begin = 1; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view step = path.substr(begin, end - begin);
    folder = step == "." || step == "..";
    if (step == "..") {
      if (!steps.empty()) steps.pop_back();
    } else if (step != ".") {
      steps.push_back(step);
    }
    begin = end + 1;
  }
  std::string out;
  for (const std::string_view step : steps) {
    out.push_back('/');
    out += step;
  }
  if (folder || out.empty()) out.push_back('/');
  return out;
}

std::string merge(const Parts& base, const Parts& reference) {
  if (reference.has_authority || reference.path.substr(0, 1) == "/") {
    return without_dots(reference.path.empty() ? "/" : reference.path);
  }
  if (reference.path.empty()) return std::string(base.path.empty() ? "/" : base.path);
  std::string path(base.path.substr(0, base.path.rfind('/') + 1));
  if (path.empty()) path = "/";
  path += reference.path;
  return without_dots(path);
}

bool is_web(std::string_view scheme) { return scheme == "http" || scheme == "https"; }

}  // namespace

std::string resolve(std::string_view base, std::string_view reference) {
  std::string clean;
  for (const char c : trim(reference)) {
    if (c != '\t' && c != '\n' && c != '\r') clean.push_back(c == '\\' ? '/' : c);
  }
  if (clean.empty() || clean.size() > kUrlBytesMax) return {};
  const Parts from = split(base);
  const Parts to = split(clean);
  const std::string scheme = lower(to.scheme.empty() ? from.scheme : to.scheme);
  if (!is_web(scheme)) return {};
  const bool absolute = !to.scheme.empty() && !to.has_authority;
  const std::string_view authority = to.has_authority ? to.authority : from.authority;
  if (absolute || authority.empty() || authority.find_first_of(" <>\"") != std::string_view::npos) {
    return {};
  }
  std::string out = scheme + "://";
  out += authority;
  out += merge(from, to);
  const bool same = to.path.empty() && !to.has_authority && !to.has_query;
  if (to.has_query || (same && from.has_query)) {
    out.push_back('?');
    out += to.has_query ? to.query : from.query;
  }
  for (char& c : out) {
    if (c == ' ') c = '+';
  }
  return out.size() > kUrlBytesMax ? std::string() : out;
}

std::string host_of(std::string_view url) {
  const Parts parts = split(url);
  if (!is_web(lower(parts.scheme))) return {};
  std::string_view host = parts.authority.substr(parts.authority.rfind('@') + 1);
  return lower(host.substr(0, host.find(':')));
}

bool is_root(std::string_view url) {
  const Parts parts = split(url);
  std::string_view path = parts.path;
  while (!path.empty() && path.back() == '/') path.remove_suffix(1);
  if (parts.has_query && !parts.query.empty()) return false;
  if (path.empty()) return true;
  path.remove_prefix(1);
  const std::string name = lower(path);
  for (const std::string_view front :
       {"index.html", "index.htm", "index.php", "index.asp", "default.aspx", "home", "index"}) {
    if (name == front) return true;
  }
  return name.size() == 2 && name[0] >= 'a' && name[0] <= 'z' && name[1] >= 'a' && name[1] <= 'z';
}

std::string_view first_folder(std::string_view url) {
  const Parts parts = split(url);
  if (parts.path.size() < 2) return {};
  const std::size_t end = parts.path.find('/', 1);
  if (end == std::string_view::npos) return {};
  const std::string_view folder = parts.path.substr(1, end - 1);
  if (folder.size() < 4 || folder.size() > 24) return {};
  for (const char c : folder) {
    if (!((c >= 'a' && c <= 'z') || c == '-')) return {};
  }
  for (const std::string_view general :
       {"article", "articles", "news", "story", "stories", "post", "posts", "blog", "content",
        "artikel", "node", "archives", "archive", "page", "pages", "newsarticle", "index"}) {
    if (folder == general) return {};
  }
  return folder;
}

bool is_of_site(std::string_view host, std::string_view site) {
  if (site.empty() || host.size() < site.size() || !host.ends_with(site)) return false;
  return host.size() == site.size() || host[host.size() - site.size() - 1] == '.';
}

}  // namespace news::clean
