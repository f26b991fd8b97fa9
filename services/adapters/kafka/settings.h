// adapters/kafka/settings.h
//
// Every librdkafka property that Dateline sets, by the kind of client, and what a user may set
// besides. librdkafka itself judges the user's properties; the few that correctness rests on are
// refused with the reason.
// Must not know: YAML, stages.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/kafka/owners.h"
#include "base/result.h"
#include "base/time.h"

namespace adapters::kafka {

using Properties = std::map<std::string, std::string>;

// What the user says of the cluster: kafka.* of the configuration.
struct Connection {
  std::string brokers;
  Properties properties;           // of every client
  Properties consumer_properties;  // of sources and readers
  Properties producer_properties;  // of outboxes only
};

enum class Kind {
  Source,           // member of a group
  Outbox,           // transactional producer
  ChangelogReader,  // assigned by hand, read committed
  EndAsker,         // asks for log ends, read uncommitted
  Reader,           // for commands: assigned by hand, read committed
  Range,            // assigned by hand, up to given ends; a cut log is told
  Admin,            // topics and their configuration
};

// What differs from client to client of a kind.
struct Identity {
  std::string client_id;
  std::string group_id;          // consumers
  std::string static_id = {};    // Source: group.instance.id; empty: a dynamic member
  std::string transactional_id;  // Outbox
  base::Millis transaction_timeout{10'000};
  base::Millis linger{5};
};

// A static member keeps its partitions for so long while it is away: long enough for a restart of
// its pod, where a dynamic one is missed after 15 s. Its user may set another.
inline constexpr base::Millis kStaticSession{60'000};

// Largest record that an outbox takes. The topics take a little more: max.message.bytes 11 MiB.
inline constexpr std::size_t kRecordBytesMax = 10u << 20;

// What is wrong with one of the user's properties.
struct PropertyProblem {
  std::string map, name;  // "kafka.properties", "linger.ms"
  std::string text;       // librdkafka's own words may quote the value

  std::string to_text() const { return map + "." + name + ": " + text; }
};

std::vector<PropertyProblem> find_problems(const Connection& connection);

// Fault (Stop): kafka_setting, with all problems.
base::Result<Conf> make_conf(Kind kind, const Connection& connection, const Identity& identity);

// As librdkafka would print it, of a finished conf. Empty if it is not set.
std::string read_property(const rd_kafka_conf_t* conf, const std::string& name);

}  // namespace adapters::kafka
