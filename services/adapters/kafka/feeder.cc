#include "adapters/kafka/feeder.h"

#include "adapters/kafka/errors.h"
#include "base/hash.h"

namespace adapters::kafka {

stream::Result<std::unique_ptr<Feeder>> Feeder::make(const Connection& connection,
                                                     const std::string& client_id, Events& events) {
  std::unique_ptr<Feeder> feeder(new Feeder(client_id, events));
  Identity identity;
  identity.client_id = client_id;
  auto conf = make_conf(Kind::Admin, connection, identity);
  if (!conf) return conf.fault();
  set_callbacks(conf->get(), feeder->told_);
  rd_kafka_conf_set_dr_msg_cb(conf->get(), on_report);
  auto handle = make_handle(RD_KAFKA_PRODUCER, std::move(*conf));
  if (!handle) return handle.fault();
  feeder->handle_ = std::move(*handle);
  return feeder;
}

Feeder::~Feeder() = default;

void Feeder::on_report(rd_kafka_t*, const rd_kafka_message_t* report, void* opaque) {
  Feeder& feeder = *static_cast<Feeder*>(told_of(opaque).owner);
  if (report->err == RD_KAFKA_RESP_ERR_NO_ERROR || feeder.refused_) return;
  feeder.refused_ = base::stop("record_refused", std::string(rd_kafka_topic_name(report->rkt)) +
                                                     ": " + rd_kafka_err2str(report->err));
}

stream::Result<rd_kafka_topic_t*> Feeder::topic(std::string_view name, stream::Millis timeout) {
  const auto known = targets_.find(name);
  if (known != targets_.end()) return known->second.topic.get();
  const std::string text(name);
  auto count = count_partitions(handle_.get(), text, timeout);
  if (!count) return count.fault();
  Target target;
  target.topic.reset(rd_kafka_topic_new(handle_.get(), text.c_str(), nullptr));
  if (!target.topic) return to_fault(Call::Ask, {.code = rd_kafka_last_error()}, text);
  target.partitions = *count;
  return targets_.emplace(text, std::move(target)).first->second.topic.get();
}

stream::Result<stream::Done> Feeder::send(const Feed& feed, stream::Millis timeout) {
  auto found = topic(feed.topic, timeout);
  if (!found) return found.fault();
  const std::int32_t count = targets_.find(feed.topic)->second.partitions;
  const std::int32_t partition =
      feed.has_key ? base::partition_for_key(feed.key, count)
                   : static_cast<std::int32_t>(keyless_++ % static_cast<std::uint32_t>(count));
  const std::string_view value = feed.value.value_or("");
  for (std::int64_t waited = 0;; waited += 10) {
    if (refused_) return *refused_;
    const int failed = rd_kafka_produce(
        *found, partition, RD_KAFKA_MSG_F_COPY,
        feed.value ? const_cast<char*>(value.empty() ? "" : value.data()) : nullptr, value.size(),
        feed.has_key ? feed.key.data() : nullptr, feed.has_key ? feed.key.size() : 0, nullptr);
    rd_kafka_poll(handle_.get(), failed == 0 ? 0 : 10);
    if (failed == 0) return stream::Done{};
    const rd_kafka_resp_err_t code = rd_kafka_last_error();
    if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL || waited >= timeout.count()) {
      return base::stop("record_refused", std::string(feed.topic) + ": " + rd_kafka_err2str(code));
    }
  }
}

stream::Result<stream::Done> Feeder::flush(stream::Millis timeout) {
  const rd_kafka_resp_err_t code = rd_kafka_flush(handle_.get(), static_cast<int>(timeout.count()));
  if (refused_) return *refused_;
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return stream::Done{};
  return base::retry("deadline", rd_kafka_err2str(code));
}

}  // namespace adapters::kafka
