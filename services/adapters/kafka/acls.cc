#include "adapters/kafka/acls.h"

#include <algorithm>

namespace adapters::kafka {
namespace {

bool is_about(const Acl& acl, const Need& need) {
  if (acl.resource != need.resource) return false;
  if (acl.name == "*") return true;
  return acl.is_prefix ? need.name.starts_with(acl.name) : !need.is_prefix && acl.name == need.name;
}

// A denied prefix or name within a needed prefix takes something of it away.
bool touches(const Acl& acl, const Need& need) {
  return is_about(acl, need) ||
         (acl.resource == need.resource && need.is_prefix && acl.name.starts_with(need.name));
}

// Who may read or write may describe, too.
bool covers(Operation allowed, Operation needed) {
  if (allowed == Operation::All || allowed == needed) return true;
  return needed == Operation::Describe &&
         (allowed == Operation::Read || allowed == Operation::Write);
}

std::string value_of(const Properties& properties, const std::string& name) {
  const auto found = properties.find(name);
  return found == properties.end() ? "" : found->second;
}

}  // namespace

std::vector<Denial> find_denials(const std::vector<Need>& needs, const std::vector<Acl>& acls,
                                 const std::string& principal) {
  std::vector<Denial> denials;
  for (const Need& need : needs) {
    const auto mine = [&](const Acl& acl) {
      return acl.principal == principal || acl.principal == "User:*";
    };
    const bool denied = std::any_of(acls.begin(), acls.end(), [&](const Acl& acl) {
      const bool same = acl.operation == Operation::All || acl.operation == need.operation;
      return !acl.allows && mine(acl) && same && touches(acl, need);
    });
    const bool allowed = std::any_of(acls.begin(), acls.end(), [&](const Acl& acl) {
      return acl.allows && mine(acl) && covers(acl.operation, need.operation) &&
             is_about(acl, need);
    });
    if (denied || !allowed) denials.push_back({denied, need});
  }
  return denials;
}

std::string to_text(const Need& need) {
  std::string text = need.operation == Operation::Read       ? "Read "
                     : need.operation == Operation::Write    ? "Write "
                     : need.operation == Operation::Describe ? "Describe "
                                                             : "All ";
  if (need.resource == Resource::Group) text += "group ";
  if (need.resource == Resource::TransactionalId) text += "transactional id ";
  return text + need.name + (need.is_prefix ? "*" : "");
}

std::string principal_of(const Connection& connection) {
  std::string protocol = value_of(connection.properties, "security.protocol");
  std::string mechanism = value_of(connection.properties, "sasl.mechanism");
  if (mechanism.empty()) mechanism = value_of(connection.properties, "sasl.mechanisms");
  for (std::string* text : {&protocol, &mechanism}) {
    for (char& c : *text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (protocol.empty() || protocol == "plaintext") return "User:ANONYMOUS";
  const bool named = mechanism == "plain" || mechanism.starts_with("scram-");
  if (!protocol.starts_with("sasl_") || !named) return "";
  return "User:" + value_of(connection.properties, "sasl.username");
}

}  // namespace adapters::kafka
