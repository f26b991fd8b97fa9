#include "news/identity/host.h"

#include <unicode/uidna.h>

#include <algorithm>
#include <array>

#include "base/check.h"
#include "news/identity/percent.h"

namespace news::identity {
namespace {

constexpr std::size_t kHostBytesMax = 253;  // RFC 1035, 2.3.4
constexpr std::size_t kLabelBytesMax = 63;

bool is_host_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

bool has_valid_labels(std::string_view host) {
  if (host.empty() || host.size() > kHostBytesMax) return false;
  for (std::size_t start = 0;;) {
    const std::size_t dot = std::min(host.find('.', start), host.size());
    if (dot == start || dot - start > kLabelBytesMax) return false;
    if (dot == host.size()) return true;
    start = dot + 1;
  }
}

// Built once; immutable, so any thread may use it.
const UIDNA& uts46() {
  static const UIDNA* const instance = [] {
    UErrorCode error = U_ZERO_ERROR;
    const UIDNA* made =
        uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE, &error);
    CHECK(U_SUCCESS(error));
    return made;
  }();
  return *instance;
}

// Empty if the host has no spelling in A-labels.
std::string to_a_labels(std::string_view host) {
  std::array<char, 1024> ascii;
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  UErrorCode error = U_ZERO_ERROR;
  const std::int32_t size =
      uidna_nameToASCII_UTF8(&uts46(), host.data(), static_cast<std::int32_t>(host.size()),
                             ascii.data(), static_cast<std::int32_t>(ascii.size()), &info, &error);
  if (U_FAILURE(error) || info.errors != 0) return {};
  if (size < 0 || static_cast<std::size_t>(size) > ascii.size()) return {};
  return to_lower_ascii(std::string_view(ascii.data(), static_cast<std::size_t>(size)));
}

bool is_device_label(std::string_view label) {
  if (label == "www" || label == "m" || label == "mobile" || label == "amp") return true;
  return label.size() == 4 && label.starts_with("www") && label[3] >= '0' && label[3] <= '9';
}

}  // namespace

base::Result<std::string> normalize_host(std::string_view host) {
  const auto refused = [&] {
    return base::dead_letter("bad_address", "host " + std::string(host));
  };
  std::string name = to_lower_ascii(decode_escapes(host));
  while (name.ends_with('.')) name.pop_back();
  // Plain names need no tables; those that claim to be A-labels are checked like U-labels.
  const bool plain = std::all_of(name.begin(), name.end(), is_host_byte);
  if (!plain || name.find("xn--") != std::string::npos) {
    name = to_a_labels(name);
    while (name.ends_with('.')) name.pop_back();
    if (!std::all_of(name.begin(), name.end(), is_host_byte)) return refused();
  }
  if (!has_valid_labels(name)) return refused();
  return name;
}

std::string_view drop_device_labels(std::string_view host, std::string_view domain) {
  if (domain.empty()) return host;
  while (host.size() > domain.size()) {
    const std::size_t dot = host.find('.');
    if (!is_device_label(host.substr(0, dot))) break;
    host.remove_prefix(dot + 1);
  }
  return host;
}

}  // namespace news::identity
