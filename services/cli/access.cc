#include "cli/access.h"

#include <algorithm>

#include "adapters/kafka/admin.h"
#include "cli/service.h"

namespace cli {

namespace kafka = adapters::kafka;
using adapters::config::Settings;

namespace {

using kafka::Operation;
using kafka::Resource;

void add_stage(const Settings& settings, const std::string& stage,
               std::vector<kafka::Need>& needs) {
  const auto topics = [&needs](Operation operation, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      if (!name.empty()) needs.push_back({Resource::Topic, name, false, operation});
    }
  };
  const std::string group = group_of(settings, stage);
  if (stage == "version") {
    const std::string changelog = changelog_of(settings, stage);
    topics(Operation::Read, {settings.topics.candidates, settings.topics.takedowns, changelog});
    // At the start it looks who wrote last to what it writes: output_owner.h.
    topics(Operation::Read, {settings.topics.clean, settings.topics.versions});
    topics(Operation::Write,
           {settings.topics.clean, settings.topics.versions, settings.topics.takedowns, changelog});
  } else {
    topics(Operation::Read, {stage == kBackfill ? settings.topics.backfill : settings.topics.raw,
                             settings.topics.candidates});
    topics(Operation::Write, {settings.topics.candidates});
  }
  topics(Operation::Write, {settings.topics.dead});
  needs.push_back({Resource::Group, group, false, Operation::Read});
  needs.push_back({Resource::TransactionalId, group + ".", true, Operation::Write});
}

}  // namespace

std::vector<kafka::Need> needs_of(const Settings& settings) {
  std::vector<kafka::Need> needs;
  // As many as the plan has, the lane of backfills included; how many workers makes no difference.
  for (const StagePlan& plan : plan_stages(settings, 1, [](const std::string&) { return 1; })) {
    add_stage(settings, plan.stage, needs);
  }
  std::vector<kafka::Need> once;
  for (kafka::Need& need : needs) {
    if (std::find(once.begin(), once.end(), need) == once.end()) once.push_back(std::move(need));
  }
  return once;
}

base::Result<Access> check_access(const Settings& settings, kafka::Events& events,
                                  base::Millis timeout) {
  const kafka::Connection connection = connection_of(settings);
  Access access;
  access.principal = kafka::principal_of(connection);
  if (access.principal.empty()) {
    access.why_not = "only the broker knows as whom this client comes";
    return access;
  }
  auto admin = kafka::Admin::make(connection, Names::of(settings).instance + "-admin", events);
  if (!admin) return admin.fault();
  auto acls = (*admin)->acls(timeout);
  if (!acls) return acls.fault();
  access.why_not = acls->why_not;
  access.is_checked = access.why_not.empty();
  if (access.is_checked) {
    access.denials = kafka::find_denials(needs_of(settings), acls->all, access.principal);
  }
  return access;
}

}  // namespace cli
