#include <ostream>

#include "adapters/config/show.h"
#include "cli/exits.h"
#include "cli/setup.h"
#include "cli/verbs.h"

namespace cli {

namespace config = adapters::config;

int verb_config(const Globals& globals, const ConfigFlags& flags, Io& io) {
  if (flags.what == ConfigFlags::What::Example) {
    io.out << config::example();
    return kDone;
  }
  const std::optional<Setup> setup = read_setup(globals, io);
  if (!setup) return kConfiguration;
  io.out << config::show(setup->loaded.effective,
                         flags.changed ? config::Which::Changed : config::Which::All);
  return kDone;
}

}  // namespace cli
