// adapters/kafka/admin.h
//
// Asks a cluster about topics, and makes those that are missing. For the start of a process and for
// commands; never in the way of records. One thread.
// Must not know: which topics Dateline needs (topics.h does).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "adapters/kafka/acls.h"
#include "adapters/kafka/client.h"
#include "adapters/kafka/topics.h"
#include "base/result.h"
#include "stream/ports.h"

namespace adapters::kafka {

struct Acls {
  std::vector<Acl> all;
  std::string why_not;  // why they are not known; empty: they are
};

class Admin final {
 public:
  // Fault (Stop): kafka_setting. `events` outlives it.
  static base::Result<std::unique_ptr<Admin>> make(const Connection& connection,
                                                   const std::string& client_id, Events& events);
  Admin(const Admin&) = delete;
  Admin& operator=(const Admin&) = delete;

  // Of all topics whose names begin like this, in alphabetical order.
  base::Result<std::vector<std::string>> names(const std::string& prefix, base::Millis timeout);
  // One state a name, in their order. Settings are empty where a broker does not tell them.
  // Faults: Retry kafka_away (brokers unreachable within the timeout); Stop.
  base::Result<std::vector<TopicState>> describe(const std::vector<std::string>& names,
                                                 base::Millis timeout);
  // A topic that exists already is left as it is. Replicas: as many as the broker's default says.
  // Done when a broker tells of them all.
  base::Result<base::Done> create(const std::vector<TopicPlan>& plans, base::Millis timeout,
                                  const stream::Clock& clock);

  // All entries, whomever they are about. A cluster without an authorizer has none to tell, and
  // one with an authorizer tells them only to some.
  // Faults: Retry kafka_away; Stop.
  base::Result<Acls> acls(base::Millis timeout);

 private:
  Admin(const std::string& client_id, Events& events) : told_{&events, client_id, this} {}
  base::Result<base::Done> await_known(const std::vector<TopicPlan>& plans, base::Millis timeout,
                                       const stream::Clock& clock);
  base::Result<TopicState> describe_counts(const std::string& name, base::Millis timeout);
  base::Result<base::Done> add_settings(std::vector<TopicState>& states, base::Millis timeout);
  AdminOptions make_options(rd_kafka_admin_op_t operation, base::Millis timeout) const;
  Event await(rd_kafka_queue_t* queue, base::Millis timeout) const;

  Told told_;
  Handle handle_;
};

}  // namespace adapters::kafka
