#include "adapters/kafka/settings.h"

#include <array>
#include <optional>
#include <span>

namespace adapters::kafka {
namespace {

struct Setting {
  std::string_view name, value;
};

// Every client: small requests must not wait for large ones, dead connections must be noticed.
constexpr Setting kEveryClient[] = {
    {"socket.nagle.disable", "true"},
    {"socket.keepalive.enable", "true"},
    {"allow.auto.create.topics", "false"},  // a typo must not make a topic
    {"statistics.interval.ms", "5000"},     // queues and brokers, for the metrics
};

constexpr Setting kEveryConsumer[] = {
    {"enable.auto.commit", "false"},  // the transaction commits
    {"enable.auto.offset.store", "false"},
    {"auto.offset.reset", "error"},  // a cut log is told, never jumped over
    {"check.crcs", "true"},          // these bytes become state
    {"fetch.wait.max.ms", "50"},
    {"topic.metadata.refresh.interval.ms", "60000"},  // sees a changed partition count
    // Fetches that bring aborted records only grow the buffer, up to 1 GiB, if nothing stops them.
    {"receive.message.max.bytes", "67108864"},
    {"fetch.max.bytes", "33554432"},
};

constexpr Setting kSource[] = {
    {"partition.assignment.strategy", "cooperative-sticky"},
    {"isolation.level", "read_committed"},  // committed() waits for open transactions, too
    {"session.timeout.ms", "15000"},
    {"heartbeat.interval.ms", "3000"},
    {"max.poll.interval.ms", "300000"},
    {"queued.max.messages.kbytes", "32768"},
    {"queued.min.messages", "10000"},
    {"fetch.message.max.bytes", "2097152"},
};

constexpr Setting kChangelogReader[] = {
    {"isolation.level", "read_committed"},   {"enable.partition.eof", "true"},  // ends the restore
    {"queued.max.messages.kbytes", "65536"}, {"queued.min.messages", "100000"},
    {"fetch.message.max.bytes", "8388608"},
};

// Which end a watermark query means is the handle's: here the end of the log, committed or not.
constexpr Setting kEndAsker[] = {
    {"isolation.level", "read_uncommitted"},
};

constexpr Setting kReader[] = {
    {"isolation.level", "read_committed"},   {"enable.partition.eof", "true"},
    {"auto.offset.reset", "earliest"},  // nothing hangs on what a cut takes away
    {"queued.max.messages.kbytes", "32768"}, {"fetch.message.max.bytes", "2097152"},
};

constexpr Setting kRange[] = {
    {"isolation.level", "read_committed"},
    {"enable.partition.eof", "true"},  // ends behind markers
    {"queued.max.messages.kbytes", "32768"},
    {"queued.min.messages", "10000"},
    {"fetch.message.max.bytes", "2097152"},
};

constexpr Setting kOutbox[] = {
    {"compression.codec", "lz4"},
    {"queue.buffering.max.kbytes", "65536"},  // holds one transaction
    {"queue.buffering.max.messages", "200000"},
    {"retry.backoff.ms", "20"},  // what CONCURRENT_TRANSACTIONS costs
    // The engine names the partition; should it ever not, Java's choice.
    {"partitioner", "murmur2_random"},
    {"enable.idempotence", "true"},
};

// Full prefetch queues put the fetcher to sleep for up to a second; newer releases can be told to
// sleep less (librdkafka 2.2.0). Older ones do not know the name.
constexpr Setting kIfKnown[] = {
    {"fetch.queue.backoff.ms", "10"},
};

struct Refusal {
  std::string_view name, reason;
};

constexpr Refusal kRefused[] = {
    {"bootstrap.servers", "it is kafka.brokers"},
    {"metadata.broker.list", "it is kafka.brokers"},
    {"group.id", "it follows from app, stage and generation"},
    {"client.id", "it must be unique in the group, and follows from the instance"},
    {"transactional.id",
     "it follows from the instance, so that a restart ends the old transaction"},
    {"transaction.timeout.ms", "the worker's deadlines follow from it"},
    {"group.instance.id", "it is kafka.static_membership, and follows from the instance"},
    {"group.protocol", "the rebalance callbacks are written for the classic protocol"},
    {"partition.assignment.strategy", "all members of a group must use cooperative-sticky"},
    {"enable.auto.commit", "the transaction commits the offsets"},
    {"enable.auto.offset.store", "the worker counts the offsets"},
    {"auto.commit.enable", "the transaction commits the offsets"},
    {"isolation.level", "uncommitted records must not become articles"},
    {"auto.offset.reset", "a log that was cut must be told, not jumped over"},
    {"enable.partition.eof", "the ends of logs are handled where they are needed"},
    {"check.crcs", "these bytes become state"},
    {"enable.idempotence", "transactions need it"},
    {"enable.gapless.guarantee", "transactions replace it"},
    {"acks", "transactions need all replicas"},
    {"request.required.acks", "transactions need all replicas"},
    {"message.timeout.ms", "it follows from the transaction's timeout"},
    {"delivery.timeout.ms", "it follows from the transaction's timeout"},
    {"max.in.flight", "transactions bound it"},
    {"max.in.flight.requests.per.connection", "transactions bound it"},
    {"message.max.bytes", "records are checked against it before the transaction"},
    {"partitioner", "the engine names the partition, as Java's clients do"},
    {"delivery.report.only.error", "the changelog's position comes from the reports"},
    {"allow.auto.create.topics", "a typo must not make a topic"},
    {"enabled_events", "callbacks are used"},
    {"test.mock.num.brokers", "it would replace the cluster"},
    {"plugin.library.paths", "foreign code in the delivery path"},
};

std::optional<std::string_view> find_refusal(std::string_view name) {
  for (const Refusal& refusal : kRefused) {
    if (refusal.name == name) return refusal.reason;
  }
  return std::nullopt;
}

std::string set(rd_kafka_conf_t* conf, const std::string& name, const std::string& value) {
  std::array<char, 512> text{};
  if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), text.data(), text.size()) ==
      RD_KAFKA_CONF_OK) {
    return {};
  }
  return text.data();
}

void set_all(rd_kafka_conf_t* conf, std::span<const Setting> settings) {
  for (const Setting& setting : settings) {
    CHECK(set(conf, std::string(setting.name), std::string(setting.value)).empty());
  }
}

void apply(rd_kafka_conf_t* conf, std::string_view path, const Properties& properties,
           std::vector<PropertyProblem>& problems) {
  for (const auto& [name, value] : properties) {
    if (const auto reason = find_refusal(name)) {
      problems.push_back({std::string(path), name, "cannot be set, " + std::string(*reason)});
    } else if (std::string problem = set(conf, name, value); !problem.empty()) {
      problems.push_back({std::string(path), name, std::move(problem)});
    }
  }
}

bool is_consumer(Kind kind) {
  return kind == Kind::Source || kind == Kind::ChangelogReader || kind == Kind::EndAsker ||
         kind == Kind::Reader || kind == Kind::Range;
}

void apply_all(rd_kafka_conf_t* conf, Kind kind, const Connection& connection,
               std::vector<PropertyProblem>& problems) {
  apply(conf, "kafka.properties", connection.properties, problems);
  if (kind == Kind::Source || kind == Kind::Reader || kind == Kind::Range) {
    apply(conf, "kafka.consumer_properties", connection.consumer_properties, problems);
  } else if (kind == Kind::Outbox) {
    apply(conf, "kafka.producer_properties", connection.producer_properties, problems);
  }
}

void set_identity(rd_kafka_conf_t* conf, Kind kind, const Identity& identity,
                  std::vector<std::string>& problems) {
  const auto keep = [&](const std::string& name, const std::string& value) {
    if (std::string problem = set(conf, name, value); !problem.empty()) {
      problems.push_back(name + ": " + problem);
    }
  };
  keep("client.id", identity.client_id);
  if (is_consumer(kind)) keep("group.id", identity.group_id);
  if (kind == Kind::Source && !identity.static_id.empty()) {
    keep("group.instance.id", identity.static_id);
    keep("session.timeout.ms", std::to_string(kStaticSession.count()));
  }
  if (kind != Kind::Outbox) return;
  keep("transactional.id", identity.transactional_id);
  keep("transaction.timeout.ms", std::to_string(identity.transaction_timeout.count()));
  keep("linger.ms", std::to_string(identity.linger.count()));
  keep("message.max.bytes", std::to_string(kRecordBytesMax));
}

void set_kind(rd_kafka_conf_t* conf, Kind kind) {
  set_all(conf, kEveryClient);
  if (is_consumer(kind)) {
    set_all(conf, kEveryConsumer);
    for (const Setting& setting : kIfKnown) {
      // A refusal means that this release does not have it, and needs the wake instead.
      (void)set(conf, std::string(setting.name), std::string(setting.value));
    }
  }
  if (kind == Kind::Source) set_all(conf, kSource);
  if (kind == Kind::ChangelogReader) set_all(conf, kChangelogReader);
  if (kind == Kind::EndAsker) set_all(conf, kEndAsker);
  if (kind == Kind::Reader) set_all(conf, kReader);
  if (kind == Kind::Range) set_all(conf, kRange);
  if (kind == Kind::Outbox) set_all(conf, kOutbox);
}

}  // namespace

std::vector<PropertyProblem> find_problems(const Connection& connection) {
  std::vector<PropertyProblem> problems;
  const Conf conf(rd_kafka_conf_new());
  apply_all(conf.get(), Kind::Source, connection, problems);
  apply(conf.get(), "kafka.producer_properties", connection.producer_properties, problems);
  return problems;
}

base::Result<Conf> make_conf(Kind kind, const Connection& connection, const Identity& identity) {
  Conf conf(rd_kafka_conf_new());
  std::vector<std::string> problems;
  set_kind(conf.get(), kind);
  if (std::string problem = set(conf.get(), "bootstrap.servers", connection.brokers);
      !problem.empty()) {
    problems.push_back("bootstrap.servers: " + problem);
  }
  set_identity(conf.get(), kind, identity, problems);
  std::vector<PropertyProblem> of_user;
  apply_all(conf.get(), kind, connection, of_user);
  for (const PropertyProblem& problem : of_user) problems.push_back(problem.to_text());
  if (problems.empty()) return conf;
  std::string detail;
  for (const std::string& problem : problems) detail += (detail.empty() ? "" : "; ") + problem;
  return base::stop("kafka_setting", std::move(detail));
}

std::string read_property(const rd_kafka_conf_t* conf, const std::string& name) {
  std::size_t size = 0;
  if (rd_kafka_conf_get(conf, name.c_str(), nullptr, &size) != RD_KAFKA_CONF_OK) return {};
  std::string value(size, '\0');
  if (rd_kafka_conf_get(conf, name.c_str(), value.data(), &size) != RD_KAFKA_CONF_OK) return {};
  value.resize(value.find('\0') == std::string::npos ? value.size() : value.find('\0'));
  return value;
}

}  // namespace adapters::kafka
