// adapters/kafka/reading.h
//
// What all sources do alike with a consumer's handle: await a message, show it as a record, ask for
// committed offsets and ends, move a paused partition and let it run. Free functions; the caller's
// thread. Must not know: groups, who decides which partitions are read.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "adapters/kafka/fetch_wake.h"
#include "adapters/kafka/owners.h"
#include "stream/ports.h"

namespace adapters::kafka {

// "topic/3"
std::string place_text(const std::string& topic, std::int32_t partition);

List list_of(const std::string& topic, std::span<const stream::Partition> partitions);

// Sleeps in short steps only, so that it can wake a fetcher which sleeps for longer. Ends early
// when `wants_out` says so.
Message receive(rd_kafka_t* handle, FetchWake& wake, const stream::Clock& clock,
                stream::Millis wait, const std::function<bool()>& wants_out);

// Views of `message` and `headers`; the message is no error.
stream::Record to_record(rd_kafka_message_t& message, std::vector<stream::Header>& headers);

// An offset, and what was committed beside it.
struct NotedCommit {
  stream::Committed committed;
  std::string note;
};

// Stable offsets of the handle's group.
stream::Result<std::vector<NotedCommit>> ask_committed(
    rd_kafka_t* handle, const std::string& topic, std::span<const stream::Partition> partitions,
    stream::Millis timeout);

// A seek and nothing else: the partition stays paused. Fault: the client has stopped reading it.
stream::Result<stream::Done> seek(rd_kafka_t* handle, const std::string& topic,
                                  const stream::Position& position);
stream::Result<stream::Done> resume(rd_kafka_t* handle, const std::string& topic,
                                    stream::Partition partition);

// First and last + 1 offset as the leader tells them now.
stream::Result<stream::InputRange> ask_range(rd_kafka_t* handle, const std::string& topic,
                                             stream::Partition partition, stream::Millis timeout);

}  // namespace adapters::kafka
