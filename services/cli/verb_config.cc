#include <ostream>

#include "adapters/config/schema.h"
#include "adapters/config/show.h"
#include "cli/exits.h"
#include "cli/setup.h"
#include "cli/verbs.h"

namespace cli {

namespace config = adapters::config;

int verb_config(const Globals& globals, const ConfigFlags& flags, Io& io) {
  using What = ConfigFlags::What;
  if (flags.what != What::Show) {
    io.out << (flags.what == What::Schema ? config::schema() : config::example());
    return kDone;
  }
  const std::optional<Setup> setup = read_setup(globals, io);
  if (!setup) return kConfiguration;
  const config::Which which = flags.changed ? config::Which::Changed : config::Which::All;
  io.out << (globals.format == Format::Json ? config::show_json(setup->loaded.effective, which)
                                            : config::show_table(setup->loaded.effective, which));
  return kDone;
}

}  // namespace cli
