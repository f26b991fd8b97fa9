#include <ostream>

#include "adapters/status/client.h"
#include "cli/exits.h"
#include "cli/setup.h"
#include "cli/verbs.h"

namespace cli {
namespace {

// "0.0.0.0:9464" is where the server listens; here it is this host.
std::string host_and_port(const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  const std::string host = listen.substr(0, colon);
  return (host == "0.0.0.0" || host == "[::]" ? "127.0.0.1" : host) + listen.substr(colon);
}

std::string strip_scheme(std::string url) {
  constexpr std::string_view kScheme = "http://";
  if (url.starts_with(kScheme)) url.erase(0, kScheme.size());
  while (url.ends_with('/')) url.pop_back();
  return url;
}

}  // namespace

int verb_healthcheck(const Globals& globals, const HealthcheckFlags& flags, Io& io) {
  std::string where = strip_scheme(flags.url);
  if (where.empty()) {
    const std::optional<Setup> setup = read_setup(globals, io);
    if (!setup) return kConfiguration;
    if (setup->settings().http.listen.empty()) {
      io.err << "healthcheck: http.listen is empty, nobody can be asked\n";
      return kConfiguration;
    }
    where = host_and_port(setup->settings().http.listen);
  }
  const auto response = adapters::status::get(where, flags.ready ? "/readyz" : "/livez");
  if (!response) {
    io.err << response.fault().detail << '\n';
    return kStopped;
  }
  io.out << response->body;
  return response->status == 200 ? kDone : kStopped;
}

}  // namespace cli
