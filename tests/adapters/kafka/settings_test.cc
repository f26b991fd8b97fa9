// Every setting of every kind of client, compared with the finished configuration both ways: each
// one that is wanted is there, and nothing else differs from what librdkafka does by itself.
#include "adapters/kafka/settings.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace adapters::kafka {
namespace {

const Connection kConnection{
    .brokers = "b:9092", .properties = {}, .consumer_properties = {}, .producer_properties = {}};

void add(const char** words, std::size_t count, Properties& all) {
  for (std::size_t i = 0; i + 1 < count; i += 2) all[words[i]] = words[i + 1];
  rd_kafka_conf_dump_free(words, count);
}

// Those of topics, too, which librdkafka keeps apart.
Properties dump(rd_kafka_conf_t* conf) {
  std::size_t count = 0;
  Properties all;
  const char** words = rd_kafka_conf_dump(conf, &count);
  add(words, count, all);
  rd_kafka_topic_conf_t* topics = rd_kafka_conf_get_default_topic_conf(conf);
  rd_kafka_topic_conf_t* const made = topics == nullptr ? rd_kafka_topic_conf_new() : nullptr;
  words = rd_kafka_topic_conf_dump(topics == nullptr ? made : topics, &count);
  add(words, count, all);
  if (made != nullptr) rd_kafka_topic_conf_destroy(made);
  all.erase("default_topic_conf");  // a pointer
  return all;
}

bool is_known(const std::string& name) {
  const Conf plain(rd_kafka_conf_new());
  return dump(plain.get()).contains(name);
}

// The name under which librdkafka keeps what has several.
std::string canonical(const std::string& name) {
  return name == "bootstrap.servers" ? "metadata.broker.list" : name;
}

Identity identity_of(Kind kind) {
  Identity identity;
  identity.client_id = "pod-w0";
  if (kind != Kind::Outbox && kind != Kind::Admin) identity.group_id = "app.stage.g1";
  if (kind == Kind::Outbox) identity.transactional_id = "app.stage.g1.pod.w0";
  return identity;
}

void expect_exactly(Kind kind, const Properties& wanted) {
  const auto conf = make_conf(kind, kConnection, identity_of(kind));
  ASSERT_TRUE(conf) << conf.fault().detail;
  for (const auto& [name, value] : wanted) {
    EXPECT_EQ(read_property(conf->get(), name), value) << name;
  }
  const Conf plain(rd_kafka_conf_new());
  const Properties defaults = dump(plain.get());
  for (const auto& [name, value] : dump(conf->get())) {
    const auto before = defaults.find(name);
    if (before != defaults.end() && before->second == value) continue;
    const bool is_wanted =
        std::any_of(wanted.begin(), wanted.end(),
                    [&name = name](const auto& each) { return canonical(each.first) == name; });
    EXPECT_TRUE(is_wanted) << name << " is " << value << " and nobody said so";
  }
}

Properties with(Properties all, const Properties& more) {
  all.insert(more.begin(), more.end());
  return all;
}

Properties every_client() {
  return {{"bootstrap.servers", "b:9092"},       {"client.id", "pod-w0"},
          {"socket.nagle.disable", "true"},      {"socket.keepalive.enable", "true"},
          {"allow.auto.create.topics", "false"}, {"statistics.interval.ms", "5000"}};
}

Properties every_consumer() {
  Properties all = with(every_client(), {{"group.id", "app.stage.g1"},
                                         {"enable.auto.commit", "false"},
                                         {"enable.auto.offset.store", "false"},
                                         {"auto.offset.reset", "error"},
                                         {"check.crcs", "true"},
                                         {"fetch.wait.max.ms", "50"},
                                         {"topic.metadata.refresh.interval.ms", "60000"},
                                         {"receive.message.max.bytes", "67108864"},
                                         {"fetch.max.bytes", "33554432"}});
  if (is_known("fetch.queue.backoff.ms")) all["fetch.queue.backoff.ms"] = "10";
  return all;
}

TEST(KafkaSettings, OfASource) {
  expect_exactly(Kind::Source,
                 with(every_consumer(), {{"partition.assignment.strategy", "cooperative-sticky"},
                                         {"isolation.level", "read_committed"},
                                         {"session.timeout.ms", "15000"},
                                         {"heartbeat.interval.ms", "3000"},
                                         {"max.poll.interval.ms", "300000"},
                                         {"queued.max.messages.kbytes", "32768"},
                                         {"queued.min.messages", "10000"},
                                         {"fetch.message.max.bytes", "2097152"}}));
}

TEST(KafkaSettings, OfAnOutbox) {
  expect_exactly(Kind::Outbox, with(every_client(), {{"transactional.id", "app.stage.g1.pod.w0"},
                                                     {"transaction.timeout.ms", "10000"},
                                                     {"linger.ms", "5"},
                                                     {"compression.codec", "lz4"},
                                                     {"queue.buffering.max.kbytes", "65536"},
                                                     {"queue.buffering.max.messages", "200000"},
                                                     {"message.max.bytes", "10485760"},
                                                     {"retry.backoff.ms", "20"},
                                                     {"enable.idempotence", "true"},
                                                     {"partitioner", "murmur2_random"}}));
}

TEST(KafkaSettings, OfAChangelogReader) {
  expect_exactly(Kind::ChangelogReader,
                 with(every_consumer(), {{"isolation.level", "read_committed"},
                                         {"enable.partition.eof", "true"},
                                         {"queued.max.messages.kbytes", "65536"},
                                         {"queued.min.messages", "100000"},
                                         {"fetch.message.max.bytes", "8388608"}}));
}

TEST(KafkaSettings, OfTheHandleThatAsksForEnds) {
  expect_exactly(Kind::EndAsker, with(every_consumer(), {{"isolation.level", "read_uncommitted"}}));
}

TEST(KafkaSettings, OfWhatReadsAPieceOfATopic) {
  expect_exactly(Kind::Range, with(every_consumer(), {{"isolation.level", "read_committed"},
                                                      {"enable.partition.eof", "true"},
                                                      {"queued.max.messages.kbytes", "32768"},
                                                      {"queued.min.messages", "10000"},
                                                      {"fetch.message.max.bytes", "2097152"}}));
}

TEST(KafkaSettings, OfAnAdmin) { expect_exactly(Kind::Admin, every_client()); }

TEST(KafkaSettings, LeaveToTheTransactionWhatFollowsFromIt) {
  const auto conf = make_conf(Kind::Outbox, kConnection, identity_of(Kind::Outbox));
  ASSERT_TRUE(conf);
  const Conf plain(rd_kafka_conf_new());
  const Properties defaults = dump(plain.get());
  for (const char* name : {"message.timeout.ms", "request.required.acks"}) {
    EXPECT_EQ(read_property(conf->get(), name), defaults.at(name)) << name;
  }
}

TEST(KafkaSettings, TakeTheUsersWordsWhereTheyBelong) {
  Connection connection = kConnection;
  connection.properties["socket.timeout.ms"] = "7000";
  connection.consumer_properties["session.timeout.ms"] = "9000";
  connection.producer_properties["compression.codec"] = "zstd";
  EXPECT_TRUE(find_problems(connection).empty());
  const auto source = make_conf(Kind::Source, connection, identity_of(Kind::Source));
  const auto outbox = make_conf(Kind::Outbox, connection, identity_of(Kind::Outbox));
  ASSERT_TRUE(source);
  ASSERT_TRUE(outbox);
  EXPECT_EQ(read_property(source->get(), "session.timeout.ms"), "9000");
  EXPECT_EQ(read_property(source->get(), "compression.codec"), "none");
  EXPECT_EQ(read_property(outbox->get(), "compression.codec"), "zstd");
  for (const auto* conf : {&source, &outbox}) {
    EXPECT_EQ(read_property((*conf)->get(), "socket.timeout.ms"), "7000");
  }
}

TEST(KafkaSettings, RefuseWhatCorrectnessRestsOnEverywhereAndSayWhy) {
  const char* const refused[] = {"bootstrap.servers",
                                 "metadata.broker.list",
                                 "group.id",
                                 "client.id",
                                 "transactional.id",
                                 "transaction.timeout.ms",
                                 "group.instance.id",
                                 "group.protocol",
                                 "partition.assignment.strategy",
                                 "enable.auto.commit",
                                 "enable.auto.offset.store",
                                 "auto.commit.enable",
                                 "isolation.level",
                                 "auto.offset.reset",
                                 "enable.partition.eof",
                                 "check.crcs",
                                 "enable.idempotence",
                                 "enable.gapless.guarantee",
                                 "acks",
                                 "request.required.acks",
                                 "message.timeout.ms",
                                 "delivery.timeout.ms",
                                 "max.in.flight",
                                 "max.in.flight.requests.per.connection",
                                 "message.max.bytes",
                                 "partitioner",
                                 "delivery.report.only.error",
                                 "allow.auto.create.topics",
                                 "enabled_events",
                                 "test.mock.num.brokers",
                                 "plugin.library.paths"};
  for (const std::string name : refused) {
    for (const auto where : {&Connection::properties, &Connection::consumer_properties,
                             &Connection::producer_properties}) {
      Connection connection = kConnection;
      (connection.*where)[name] = "1";
      const auto problems = find_problems(connection);
      ASSERT_EQ(problems.size(), 1u) << name;
      EXPECT_NE(problems[0].to_text().find(name + ": cannot be set, "), std::string::npos)
          << problems[0].to_text();
    }
    Connection connection = kConnection;
    connection.properties[name] = "1";
    EXPECT_EQ(make_conf(Kind::Source, connection, identity_of(Kind::Source)).fault().code,
              "kafka_setting");
  }
}

TEST(KafkaSettings, LeaveOtherWordsToLibrdkafkaAndTellAllProblemsAtOnce) {
  Connection connection = kConnection;
  connection.properties["socket.timeout.ms"] = "never";
  connection.consumer_properties["no.such.property"] = "1";
  const auto problems = find_problems(connection);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_NE(problems[0].to_text().find("kafka.properties.socket.timeout.ms"), std::string::npos);
  EXPECT_NE(problems[1].to_text().find("kafka.consumer_properties.no.such.property"),
            std::string::npos);
  const auto conf = make_conf(Kind::Source, connection, identity_of(Kind::Source));
  ASSERT_FALSE(conf);
  EXPECT_EQ(conf.fault().recovery, base::Recovery::Stop);
  EXPECT_NE(conf.fault().detail.find("no.such.property"), std::string::npos);
  EXPECT_NE(conf.fault().detail.find("socket.timeout.ms"), std::string::npos);
}

TEST(Settings, AStaticMemberHasANameAndMoreTime) {
  Identity identity = identity_of(Kind::Source);
  identity.static_id = "pod-0-w1";
  const auto conf = make_conf(Kind::Source, kConnection, identity);
  ASSERT_TRUE(conf) << conf.fault().detail;
  EXPECT_EQ(read_property(conf->get(), "group.instance.id"), "pod-0-w1");
  EXPECT_EQ(read_property(conf->get(), "session.timeout.ms"), "60000");
  Connection patient = kConnection;
  patient.consumer_properties = {{"session.timeout.ms", "90000"}};
  const auto other = make_conf(Kind::Source, patient, identity);
  ASSERT_TRUE(other) << other.fault().detail;
  EXPECT_EQ(read_property(other->get(), "session.timeout.ms"), "90000");
}

}  // namespace
}  // namespace adapters::kafka
