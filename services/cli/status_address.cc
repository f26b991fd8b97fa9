#include "cli/status_address.h"

#include <string_view>

namespace cli {

std::string strip_scheme(std::string url) {
  constexpr std::string_view kScheme = "http://";
  if (url.starts_with(kScheme)) url.erase(0, kScheme.size());
  while (url.ends_with('/')) url.pop_back();
  return url;
}

std::string host_and_port(const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  const std::string host = listen.substr(0, colon);
  return (host == "0.0.0.0" || host == "[::]" ? "127.0.0.1" : host) + listen.substr(colon);
}

}  // namespace cli
