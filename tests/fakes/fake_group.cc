// The part of FakeKafka that coordinates groups.
#include <algorithm>

#include "fakes/fake_kafka.h"

namespace fakes {

void FakeKafka::join(const std::string& group, const std::string& name, int partitions) {
  Group& joined = groups_[group];
  joined.partitions = partitions;
  // A member of that name that died before comes back as another: what it owned is free.
  std::erase_if(joined.owner, [&](const auto& owned) { return owned.second == name; });
  joined.members[name] = Member{};
  joined.members[name].in_group = true;
  rebalance(group);
  // A member without a partition hears so.
  Member& member = joined.members[name];
  if (member.events.empty()) member.events.push_back({GroupEvent::Kind::Assigned, {}});
}

void FakeKafka::leave(const std::string& group, const std::string& name) {
  groups_[group].members.erase(name);
  std::erase_if(groups_[group].owner, [&](const auto& owned) { return owned.second == name; });
  rebalance(group);
}

void FakeKafka::die(const std::string& group, const std::string& name) {
  Member& member = groups_[group].members[name];
  member.alive = false;
  member.died_at = clock_.now();
}

void FakeKafka::miss_the_dead(Timestamp now) {
  for (auto& [name, group] : groups_) {
    const bool missed = std::any_of(group.members.begin(), group.members.end(), [&](auto& each) {
      const Member& member = each.second;
      return !member.alive && member.in_group &&
             now.value - member.died_at.value >= session_timeout.count();
    });
    if (missed) rebalance(name);
  }
}

void FakeKafka::put_out(const std::string& group, const std::string& name, bool knows) {
  Member& member = groups_[group].members[name];
  if (!member.in_group) return;
  member.in_group = false;
  member.knows = knows;
  member.events.clear();
  member.events.push_back({GroupEvent::Kind::Lost, {member.owned.begin(), member.owned.end()}});
  std::erase_if(groups_[group].owner, [&](const auto& owned) { return owned.second == name; });
  rebalance(group);
}

void FakeKafka::lose(const std::string& group, const std::string& name, int partition) {
  Member& member = groups_[group].members[name];
  member.owned.erase(partition);
  member.events.push_back({GroupEvent::Kind::Lost, {partition}});
  groups_[group].owner.erase(partition);
  rebalance(group);
}

void FakeKafka::rebalance(const std::string& name) {
  Group& group = groups_[name];
  ++group.generation;
  std::vector<std::string> alive;
  for (auto& [member_name, member] : group.members) {
    if (member.alive && member.in_group) {
      alive.push_back(member_name);
      member.generation = group.generation;
    }
    if (member.alive) continue;
    member.in_group = false;
    std::erase_if(group.owner,
                  [&gone = member_name](const auto& owned) { return owned.second == gone; });
  }
  group.target.clear();
  if (alive.empty()) return;
  for (int p = 0; p < group.partitions; ++p) {
    group.target[p] = alive[static_cast<std::size_t>(p) % alive.size()];
  }
  revoke_misplaced(group);
  hand_out(group);
}

void FakeKafka::revoke_misplaced(Group& group) {
  std::map<std::string, std::vector<int>> revoked;
  for (const auto& [p, owner] : group.owner) {
    if (owner != group.target[p]) revoked[owner].push_back(p);
  }
  for (auto& [owner, which] : revoked) {
    Member& member = group.members[owner];
    for (const int p : member.giving_up) std::erase(which, p);
    for (const GroupEvent& event : member.events) {  // asked already
      for (const int p : event.partitions) {
        if (event.kind == GroupEvent::Kind::Revoked) std::erase(which, p);
      }
    }
    if (!which.empty()) member.events.push_back({GroupEvent::Kind::Revoked, which});
  }
}

void FakeKafka::gave_up(const std::string& name, const std::string& by,
                        const std::vector<int>& which) {
  Group& group = groups_[name];
  for (const int p : which) {
    group.members[by].owned.erase(p);
    group.members[by].giving_up.erase(p);
    if (const auto owner = group.owner.find(p); owner != group.owner.end() && owner->second == by) {
      group.owner.erase(owner);
    }
  }
  hand_out(group);
}

void FakeKafka::hand_out(Group& group) {
  std::map<std::string, std::vector<int>> given;
  for (const auto& [p, target] : group.target) {
    if (group.owner.contains(p) || !group.members[target].in_group) continue;
    group.owner[p] = target;
    given[target].push_back(p);
  }
  for (const auto& [target, which] : given) {
    group.members[target].owned.insert(which.begin(), which.end());
    group.members[target].events.push_back({GroupEvent::Kind::Assigned, which});
  }
}

Member& FakeKafka::member(const std::string& group, const std::string& name) {
  return groups_[group].members[name];
}

GroupMetadata FakeKafka::metadata(const std::string& group, const std::string& name) {
  const Member& member = groups_[group].members[name];
  if (!member.in_group && member.knows) return {};
  return {name, member.generation};
}

std::vector<std::string> FakeKafka::members(const std::string& group) const {
  std::vector<std::string> names;
  const auto found = groups_.find(group);
  if (found == groups_.end()) return names;
  for (const auto& [name, member] : found->second.members) {
    if (member.in_group && member.alive) names.push_back(name);
  }
  return names;
}

}  // namespace fakes
