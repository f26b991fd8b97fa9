#include <ostream>

#include "adapters/status/client.h"
#include "cli/exits.h"
#include "cli/setup.h"
#include "cli/status_address.h"
#include "cli/verbs.h"

namespace cli {
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
