#include <limits>
#include <ostream>

#include "adapters/clock/clock.h"
#include "adapters/log/log.h"
#include "adapters/status/process.h"
#include "cli/access.h"
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

struct Verdict {
  bool errors = false, warnings = false;
};

Verdict print_access(const Access& access, Io& io) {
  if (!access.is_checked) {
    io.out << "access: not checked, " << access.why_not << '\n';
    return {};
  }
  Verdict verdict;
  for (const adapters::kafka::Denial& denial : access.denials) {
    io.err << (denial.is_error ? "error: " : "warning: ") << access.principal
           << (denial.is_error ? " may not " : " is allowed by no entry to ")
           << to_text(denial.need) << '\n';
    (denial.is_error ? verdict.errors : verdict.warnings) = true;
  }
  if (access.denials.empty()) io.out << "access: " << access.principal << " may do all it does\n";
  return verdict;
}

int answer(const TopicCheck& check, Verdict access, bool deny_warnings, Io& io) {
  for (const std::string& topic : check.created) io.out << "created " << topic << '\n';
  bool warned = access.warnings;
  for (const adapters::kafka::TopicProblem& problem : check.problems) {
    io.err << (problem.is_error ? "error: " : "warning: ") << problem.topic << ": " << problem.text
           << '\n';
    warned |= !problem.is_error;
  }
  if (check.has_errors() || access.errors || (warned && deny_warnings)) return kFound;
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
  base::Result<Access> access = Access{};
  if (check) access = check_access(setup->settings(), events, kTimeout);
  log.close();
  const base::Fault* fault = !check ? &check.fault() : !access ? &access.fault() : nullptr;
  if (fault != nullptr) {
    io.err << fault->code << ": " << fault->detail << '\n';
    return fault->recovery == base::Recovery::Retry ? kUnreachable : kStopped;
  }
  const auto partitions = [&](const std::string& topic) { return check->partitions_of(topic); };
  if (!print_memory(*setup, partitions, io)) return kConfiguration;
  return answer(*check, print_access(*access, io), flags.deny_warnings, io);
}

}  // namespace cli
