#include "adapters/kafka/queue_bytes.h"

#include <charconv>

namespace adapters::kafka {
namespace {

std::uint64_t read_number(const rd_kafka_conf_t* conf, const std::string& name) {
  const std::string text = read_property(conf, name);
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

base::Result<Conf> make(Kind kind, const Connection& connection) {
  return make_conf(kind, connection, {.client_id = "c", .group_id = "g", .transactional_id = "t"});
}

std::uint64_t consumer_bytes(const rd_kafka_conf_t* conf) {
  return read_number(conf, "queued.max.messages.kbytes") * 1024 +
         read_number(conf, "fetch.max.bytes");
}

}  // namespace

base::Result<QueueBytes> queue_bytes(const Connection& connection) {
  const auto source = make(Kind::Source, connection);
  if (!source) return source.fault();
  const auto outbox = make(Kind::Outbox, connection);
  if (!outbox) return outbox.fault();
  const auto reader = make(Kind::ChangelogReader, connection);
  if (!reader) return reader.fault();
  return QueueBytes{.source = consumer_bytes(source->get()),
                    .outbox = read_number(outbox->get(), "queue.buffering.max.kbytes") * 1024,
                    .reader = consumer_bytes(reader->get())};
}

}  // namespace adapters::kafka
