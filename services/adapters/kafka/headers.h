// adapters/kafka/headers.h
//
// The headers of a received message. Must not know: what they say.
#pragma once

#include <vector>

#include "adapters/kafka/owners.h"
#include "stream/stage.h"

namespace adapters::kafka {

// Views into the message, in its order; replaces what `headers` held.
void read_headers(rd_kafka_message_t* message, std::vector<stream::Header>& headers);

}  // namespace adapters::kafka
