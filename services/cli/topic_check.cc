#include "cli/topic_check.h"

#include <algorithm>
#include <iterator>

#include "adapters/clock/clock.h"
#include "adapters/kafka/admin.h"
#include "cli/output_owner.h"
#include "cli/service.h"

namespace cli {

namespace kafka = adapters::kafka;

namespace {

std::vector<std::string> names_of(const std::vector<kafka::TopicPlan>& plans) {
  std::vector<std::string> names;
  for (const kafka::TopicPlan& plan : plans) names.push_back(plan.name);
  return names;
}

std::vector<kafka::TopicPlan> missing_of(std::vector<kafka::TopicPlan> plans,
                                         const std::vector<kafka::TopicState>& states) {
  kafka::follow_counts(plans, states);
  std::erase_if(plans, [&states](const kafka::TopicPlan& plan) {
    return std::any_of(states.begin(), states.end(), [&plan](const kafka::TopicState& state) {
      return state.name == plan.name && state.exists;
    });
  });
  return plans;
}

}  // namespace

bool TopicCheck::has_errors() const {
  return std::any_of(problems.begin(), problems.end(),
                     [](const kafka::TopicProblem& problem) { return problem.is_error; });
}

int TopicCheck::partitions_of(const std::string& topic) const {
  for (const kafka::TopicState& state : states) {
    if (state.name == topic) return state.partitions;
  }
  return 0;
}

base::Result<TopicCheck> check_topics(const adapters::config::Settings& settings, Missing missing,
                                      kafka::Events& events, base::Millis timeout) {
  auto admin =
      kafka::Admin::make(connection_of(settings), Names::of(settings).instance + "-admin", events);
  if (!admin) return admin.fault();
  const std::vector<kafka::TopicPlan> plans = topics_of(settings);
  auto states = (*admin)->describe(names_of(plans), timeout);
  if (!states) return states.fault();
  // Before any is made: in those nobody can have written.
  auto foreign = find_foreign_outputs(settings, *states, events, timeout);
  if (!foreign) return foreign.fault();
  TopicCheck check;
  const std::vector<kafka::TopicPlan> absent = missing_of(plans, *states);
  if (missing == Missing::Create && !absent.empty()) {
    const adapters::clock::SystemClock clock;
    if (auto created = (*admin)->create(absent, timeout, clock); !created) return created.fault();
    check.created = names_of(absent);
    states = (*admin)->describe(names_of(plans), timeout);
    if (!states) return states.fault();
  }
  check.problems = kafka::find_problems(plans, *states);
  std::move(foreign->begin(), foreign->end(), std::back_inserter(check.problems));
  check.states = *std::move(states);
  return check;
}

}  // namespace cli
