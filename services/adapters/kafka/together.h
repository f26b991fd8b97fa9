// adapters/kafka/together.h
//
// A few records of several topics in one transaction, for commands: readers get all of them or
// none. Blocks; one thread. Must not know: what the records mean.
#pragma once

#include <span>
#include <string>

#include "adapters/kafka/client.h"
#include "adapters/kafka/feeder.h"

namespace adapters::kafka {

struct Sender {
  std::string client_id, transactional_id;
};

// Done: the brokers have committed them. Faults: Retry kafka_away, nothing was sent; Rebuild, it is
// not known whether they were; Stop unknown_topic, kafka_setting, kafka_not_authorized.
stream::Result<stream::Done> send_together(const Connection& connection, const Sender& sender,
                                           std::span<const Feed> records, Events& events,
                                           stream::Millis timeout);

}  // namespace adapters::kafka
