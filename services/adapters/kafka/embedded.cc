#include "adapters/kafka/embedded.h"

#include <librdkafka/rdkafka_mock.h>

namespace adapters::kafka {

base::Result<std::unique_ptr<EmbeddedBroker>> EmbeddedBroker::make(Events& events) {
  std::unique_ptr<EmbeddedBroker> broker(new EmbeddedBroker(events));
  Conf conf(rd_kafka_conf_new());
  set_callbacks(conf.get(), broker->told_);
  auto handle = make_handle(RD_KAFKA_PRODUCER, std::move(conf));
  if (!handle) return handle.fault();
  broker->handle_ = std::move(*handle);
  broker->cluster_ = rd_kafka_mock_cluster_new(broker->handle_.get(), 1);
  if (broker->cluster_ == nullptr) {
    return base::stop("no_embedded_broker", "it cannot listen on loopback");
  }
  broker->brokers_ = rd_kafka_mock_cluster_bootstraps(broker->cluster_);
  return broker;
}

EmbeddedBroker::~EmbeddedBroker() {
  if (cluster_ != nullptr) rd_kafka_mock_cluster_destroy(cluster_);
}

base::Result<base::Done> EmbeddedBroker::create_topic(const std::string& name, int partitions) {
  const rd_kafka_resp_err_t code =
      rd_kafka_mock_topic_create(cluster_, name.c_str(), partitions, 1);
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return base::Done{};
  return base::stop("topic_refused", name + ": " + rd_kafka_err2str(code));
}

}  // namespace adapters::kafka
