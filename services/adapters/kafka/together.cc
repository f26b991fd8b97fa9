#include "adapters/kafka/together.h"

#include <vector>

#include "adapters/kafka/errors.h"
#include "base/hash.h"

namespace adapters::kafka {
namespace {

using stream::Done;
using stream::Millis;
using stream::Result;

int to_int(Millis time) { return static_cast<int>(time.count()); }

// Nothing was sent, so the same may be asked again, whatever an engine would have to do.
base::Fault not_begun(base::Fault fault) {
  if (fault.recovery != base::Recovery::Rebuild) return fault;
  return base::retry(fault.code, fault.detail);
}

struct Target {
  Topic topic;
  std::int32_t partition = 0;
};

Result<Target> find_target(rd_kafka_t* handle, const Feed& record, Millis timeout) {
  const std::string name(record.topic);
  const auto count = count_partitions(handle, name, timeout);
  if (!count) return count.fault();
  Target target;
  target.topic.reset(rd_kafka_topic_new(handle, name.c_str(), nullptr));
  if (!target.topic) return to_fault(Call::Ask, {.code = rd_kafka_last_error()}, name);
  target.partition = base::partition_for_key(record.key, *count);
  return target;
}

Result<Done> produce(const Target& target, const Feed& record) {
  const std::string_view value = record.value.value_or("");
  const int failed = rd_kafka_produce(
      target.topic.get(), target.partition, RD_KAFKA_MSG_F_COPY,
      record.value ? const_cast<char*>(value.empty() ? "" : value.data()) : nullptr, value.size(),
      record.key.data(), record.key.size(), nullptr);
  if (failed == 0) return Done{};
  return to_fault(Call::Produce, {.code = rd_kafka_last_error()}, std::string(record.topic));
}

}  // namespace

Result<Done> send_together(const Connection& connection, const Sender& sender,
                           std::span<const Feed> records, Events& events, Millis timeout) {
  Told told{&events, sender.client_id, nullptr};
  auto conf = make_conf(Kind::Outbox, connection,
                        {.client_id = sender.client_id,
                         .group_id = {},
                         .transactional_id = sender.transactional_id,
                         .transaction_timeout = timeout});
  if (!conf) return conf.fault();
  set_callbacks(conf->get(), told);
  const auto handle = make_handle(RD_KAFKA_PRODUCER, std::move(*conf));
  if (!handle) return handle.fault();
  const Error init(rd_kafka_init_transactions(handle->get(), to_int(timeout)));
  if (init) return not_begun(to_fault(Call::Init, init.get()));
  std::vector<Target> targets;
  for (const Feed& record : records) {
    auto target = find_target(handle->get(), record, timeout);
    if (!target) return not_begun(target.fault());
    targets.push_back(std::move(*target));
  }
  const Error begun(rd_kafka_begin_transaction(handle->get()));
  if (begun) return not_begun(to_fault(Call::Transaction, begun.get()));
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (auto produced = produce(targets[i], records[i]); !produced) return produced;
  }
  // It flushes first, and a record that the broker refuses fails it.
  const Error committed(rd_kafka_commit_transaction(handle->get(), to_int(timeout)));
  if (committed) return to_fault(Call::Transaction, committed.get());
  return Done{};
}

}  // namespace adapters::kafka
