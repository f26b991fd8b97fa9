#include "cli/kafka_events.h"

#include <algorithm>
#include <string>

namespace cli {
namespace {

using adapters::log::Level;
using adapters::log::NoteField;

constexpr std::string_view kComponent = "adapters.kafka";

// Client ids end in what they are: "pod-1-w0-outbox"; a changelog's reader and the handle that asks
// for ends have another word behind that. The members of groups have no such end.
std::size_t kind_of(std::string_view client) {
  for (std::size_t i = 1; i < KafkaEvents::kClients.size(); ++i) {
    const std::string word = "-" + std::string(KafkaEvents::kClients[i]);
    if (client.ends_with(word) || client.find(word + "-") != std::string_view::npos) return i;
  }
  return 0;
}

// syslog's 0 to 7. What librdkafka calls an error heals by itself or reaches a worker as a Fault:
// in our log an error is what a person must act on.
Level to_level(int level) {
  if (level <= 4) return Level::Warning;
  return level <= 6 ? Level::Info : Level::Debug;
}

}  // namespace

void KafkaEvents::log(std::string_view client, int level, std::string_view facility,
                      std::string_view text) {
  const NoteField fields[] = {{"client", std::string(client)},
                              {"facility", std::string(facility)},
                              {"text", std::string(text)}};
  log_.write(to_level(level), kComponent, "librdkafka says", fields);
  if (facility == "COMPRESSION") uncompressed_.store(true, std::memory_order_relaxed);
}

void KafkaEvents::error(std::string_view client, std::string_view error, std::string_view reason) {
  const auto known = std::find(kErrors.begin(), kErrors.end() - 1, error);
  counts_[kind_of(client)][static_cast<std::size_t>(known - kErrors.begin())].fetch_add(
      1, std::memory_order_relaxed);
  const NoteField fields[] = {
      {"client", std::string(client)}, {"code", std::string(error)}, {"text", std::string(reason)}};
  log_.write(Level::Warning, kComponent, "a connection has trouble", fields);
}

void KafkaEvents::statistics(std::string_view, std::string_view json) {
  if (const auto told = adapters::kafka::read_statistics(json)) take(told->brokers);
}

void WorkerEvents::statistics(std::string_view client, std::string_view json) {
  const auto told = adapters::kafka::read_statistics(json);
  if (!told) return;
  all_.take(told->brokers);
  // The handle that asks for ends fetches nothing.
  if (client.ends_with("-ends")) return;
  const std::size_t kind = kind_of(client);
  if (kind < kKinds) queue_bytes_[kind].store(told->queue_bytes, std::memory_order_relaxed);
}

void WorkerEvents::add_queues(std::vector<adapters::status::KafkaQueue>& queues) const {
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    if (queues.size() == kind) queues.push_back({std::string(KafkaEvents::kClients[kind]), 0});
    queues[kind].bytes += queue_bytes_[kind].load(std::memory_order_relaxed);
  }
}

std::vector<adapters::status::KafkaError> KafkaEvents::errors() const {
  std::vector<adapters::status::KafkaError> all;
  for (std::size_t client = 0; client < kClients.size(); ++client) {
    for (std::size_t error = 0; error < kErrors.size(); ++error) {
      all.push_back({std::string(kClients[client]), std::string(kErrors[error]),
                     counts_[client][error].load(std::memory_order_relaxed)});
    }
  }
  return all;
}

}  // namespace cli
