#include "news/identity/site.h"

#include <libpsl.h>

#include <algorithm>

#include "base/check.h"

namespace news::identity {
namespace {

// RFC 1123, 2.1: the last label of a name is never a number, that of an IPv4 address always is.
bool is_ip_address(std::string_view host) {
  const std::size_t dot = host.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
  if (last.starts_with("0x")) return true;
  return !last.empty() &&
         std::all_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

struct Suffixes::List {
  const psl_ctx_t* rules;  // compiled into libpsl: static, never freed
};

Suffixes::Suffixes() : list_(std::make_unique<const List>(List{psl_builtin()})) {
  CHECK(list_->rules != nullptr);
}

Suffixes::~Suffixes() = default;

std::string Suffixes::registrable_domain(std::string_view host) const {
  if (host.find('.') == std::string_view::npos || is_ip_address(host)) return {};
  const std::string name(host);
  const char* const domain = psl_registrable_domain(list_->rules, name.c_str());
  return domain == nullptr ? std::string() : std::string(domain);
}

std::string Suffixes::version() const { return psl_builtin_sha1sum(); }

Result<std::string> site_of(std::string_view host, const Suffixes& suffixes,
                            const PublisherTable& publishers) {
  if (const Publisher* publisher = publishers.find_host(host)) return publisher->site;
  std::string domain = suffixes.registrable_domain(host);
  if (domain.empty()) {
    return base::dead_letter("bad_address", "no site in host " + std::string(host));
  }
  return domain;
}

}  // namespace news::identity
