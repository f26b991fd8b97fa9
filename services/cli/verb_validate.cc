#include <limits>
#include <ostream>

#include "adapters/clock/clock.h"
#include "adapters/log/log.h"
#include "adapters/status/process.h"
#include "cli/exits.h"
#include "cli/kafka_events.h"
#include "cli/memory_budget.h"
#include "cli/process_log.h"
#include "cli/service.h"
#include "cli/setup.h"
#include "cli/topic_check.h"
#include "cli/verbs.h"

namespace cli {
namespace {

constexpr base::Millis kTimeout{10'000};

// Prints the budget; false: it does not fit, and why was printed too. Without brokers the number of
// partitions is not known, and the workers are as many as the CPUs ask for.
bool print_memory(const Setup& setup, const CountPartitions& partitions, Io& io) {
  const auto queues = adapters::kafka::queue_bytes(connection_of(setup.settings()));
  if (!queues) {
    io.err << queues.fault().detail << '\n';
    return false;
  }
  const MemoryBudget budget = make_budget(
      setup.settings(), plan_stages(setup.settings(), adapters::status::count_cpus(), partitions),
      *queues);
  io.out << to_text(budget) << '\n';
  const auto excess = find_excess(budget, adapters::status::read_memory_limit());
  if (excess) io.err << "memory_limit: " << *excess << '\n';
  return !excess;
}

int answer(const TopicCheck& check, bool deny_warnings, Io& io) {
  for (const std::string& topic : check.created) io.out << "created " << topic << '\n';
  bool warned = false;
  for (const adapters::kafka::TopicProblem& problem : check.problems) {
    io.err << (problem.is_error ? "error: " : "warning: ") << problem.topic << ": " << problem.text
           << '\n';
    warned |= !problem.is_error;
  }
  if (check.has_errors() || (warned && deny_warnings)) return kFound;
  io.out << "good: the configuration, and " << check.states.size() << " topics\n";
  return kDone;
}

}  // namespace

int verb_validate(const Globals& globals, const ValidateFlags& flags, Io& io) {
  const std::optional<Setup> setup = read_setup(globals, io);
  if (!setup) return kConfiguration;
  if (flags.deny_warnings && !setup->loaded.warnings.empty()) return kFound;
  if (!flags.connect) {
    const auto any = [](const std::string&) { return std::numeric_limits<int>::max(); };
    if (!print_memory(*setup, any, io)) return kConfiguration;
    io.out << "good: the configuration; brokers were not asked\n";
    return kDone;
  }
  adapters::clock::SystemClock clock;
  adapters::log::Log log(log_options(setup->settings(), io), clock);
  KafkaEvents events(log, clock);
  const auto check = check_topics(
      setup->settings(), flags.create_topics ? Missing::Create : Missing::Report, events, kTimeout);
  log.close();
  if (check) {
    const auto partitions = [&](const std::string& topic) { return check->partitions_of(topic); };
    return print_memory(*setup, partitions, io) ? answer(*check, flags.deny_warnings, io)
                                                : int{kConfiguration};
  }
  io.err << check.fault().code << ": " << check.fault().detail << '\n';
  return check.fault().recovery == base::Recovery::Retry ? kUnreachable : kStopped;
}

}  // namespace cli
