// adapters/kafka/acls.h
//
// What a cluster's access lists say of what Dateline does there. They tell only what somebody has
// written down: a super user needs no entry, and some clusters allow what no entry names, so a
// missing one is a warning and only a denial is an error.
// Pure. Must not know: librdkafka, stages.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "adapters/kafka/settings.h"

namespace adapters::kafka {

enum class Resource : std::uint8_t { Topic, Group, TransactionalId, Other };
enum class Operation : std::uint8_t { All, Read, Write, Describe, Other };

struct Acl {
  Resource resource = Resource::Other;
  std::string name;        // "*": every one
  bool is_prefix = false;  // of names
  std::string principal;   // "User:dateline"; "User:*": everybody
  Operation operation = Operation::Other;
  bool allows = true;

  bool operator==(const Acl&) const = default;
};

struct Need {
  Resource resource = Resource::Topic;
  std::string name;
  bool is_prefix = false;  // all that begins so: transactional ids
  Operation operation = Operation::Read;

  bool operator==(const Need&) const = default;
};

struct Denial {
  bool is_error = false;  // an entry denies it; else no entry allows it
  Need need;

  bool operator==(const Denial&) const = default;
};

// In the order of the needs.
std::vector<Denial> find_denials(const std::vector<Need>& needs, const std::vector<Acl>& acls,
                                 const std::string& principal);

// "Write articles.clean"
std::string to_text(const Need& need);

// As whom a broker knows a client with these settings: "User:ANONYMOUS", "User:<sasl.username>".
// Empty: only the broker can tell (TLS, Kerberos).
std::string principal_of(const Connection& connection);

}  // namespace adapters::kafka
