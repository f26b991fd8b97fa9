#include "cli/verbs.h"

namespace cli {
namespace {

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

}  // namespace

int run_command(const Command& command, Io& io) {
  const Globals& globals = command.globals;
  return std::visit(
      Overloaded{
          [&](const RunFlags& flags) { return verb_run(globals, flags, io); },
          [&](const CleanFlags& flags) { return verb_clean(globals, flags, io); },
          [&](const ValidateFlags& flags) { return verb_validate(globals, flags, io); },
          [&](const DemoFlags& flags) { return verb_demo(globals, flags, io); },
          [&](const ConfigFlags& flags) { return verb_config(globals, flags, io); },
          [&](const CompletionFlags& flags) { return verb_completion(flags, io); },
          [&](const HistoryFlags& flags) { return verb_history(globals, flags, io); },
          [&](const VersionFlags& flags) { return verb_version(flags, io); },
          [&](const HealthcheckFlags& flags) { return verb_healthcheck(globals, flags, io); },
          [&](const DeadFlags& flags) { return verb_dead(globals, flags, io); },
          [&](const ReplayFlags& flags) { return verb_replay(globals, flags, io); },
          [&](const TakedownFlags& flags) { return verb_takedown(globals, flags, io); },
          [&](const TopFlags& flags) { return verb_top(globals, flags, io); }},
      command.verb);
}

}  // namespace cli
