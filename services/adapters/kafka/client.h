// adapters/kafka/client.h
//
// One librdkafka handle with its callbacks: what it tells goes to Events, errors of its
// connections too. Base of the source, the outbox and the readers, which are each used by one
// thread; librdkafka's own threads call into Events only.
// Must not know: stages.
#pragma once

#include <optional>
#include <string>

#include "adapters/kafka/events.h"
#include "adapters/kafka/owners.h"
#include "adapters/kafka/settings.h"
#include "base/result.h"

namespace adapters::kafka {

// What the callbacks of one handle need; outlives the handle, at one place in memory.
struct Told {
  Events* events = nullptr;
  std::string client;
  void* owner = nullptr;  // for callbacks of the owner's own
};

// Sets log, error and statistics callbacks, with `told` as the handle's opaque.
void set_callbacks(rd_kafka_conf_t* conf, Told& told);

// Fault (Stop): kafka_setting. Takes the conf, whatever comes of it.
base::Result<Handle> make_handle(rd_kafka_type_t type, Conf conf);

inline Told& told_of(void* opaque) { return *static_cast<Told*>(opaque); }

// Partition count of a topic as a broker knows it now. Faults: Retry kafka_away; Stop
// unknown_topic, kafka_not_authorized.
base::Result<std::int32_t> count_partitions(rd_kafka_t* handle, const std::string& topic,
                                            base::Millis timeout);

}  // namespace adapters::kafka
