#include "cli/kafka_figures.h"

#include <gtest/gtest.h>

#include "cli/kafka_events.h"
#include "fakes/fake_clock.h"

namespace cli {
namespace {

using adapters::status::Broker;
using stream::Tick;

TEST(Brokers, AreUpIfAnyClientSaidSoLately) {
  Brokers brokers;
  brokers.take({{3, true, 2'000}, {1, true, 0}}, Tick(0));
  brokers.take({{3, false, 0}}, Tick(std::chrono::seconds(1)));
  EXPECT_EQ(brokers.read(Tick(std::chrono::seconds(14))),
            (std::vector<Broker>{{1, true, 0}, {3, true, 0.002}}));
  EXPECT_EQ(brokers.read(Tick(std::chrono::seconds(15))),
            (std::vector<Broker>{{1, false, 0}, {3, false, 0.002}}));
}

TEST(Brokers, AreOnlySoMany) {
  Brokers brokers;
  for (int id = 0; id < 70; ++id) brokers.take({{id, true, 1}}, Tick(0));
  EXPECT_EQ(brokers.read(Tick(0)).size(), Brokers::kBrokersMax);
}

TEST(WorkerEvents, KeepTheQueuesOfTheirClientsApart) {
  fakes::FakeClock clock;
  adapters::log::LogOptions quiet;
  quiet.levels.level = adapters::log::Level::Error;
  adapters::log::Log log(quiet, clock);
  KafkaEvents all(log, clock);
  WorkerEvents worker(all), another(all);
  const auto queue = [](int bytes) {
    return R"({"brokers": {"b/7": {"nodeid": 7, "source": "learned", "state": "UP"}}, "msg_size": )" +
           std::to_string(bytes) + "}";
  };
  worker.statistics("pod-w0", queue(1));
  worker.statistics("pod-w0-outbox", queue(20));
  worker.statistics("pod-w0-changelog-restore", queue(300));
  worker.statistics("pod-w0-changelog-ends", queue(9'999));
  another.statistics("pod-w1", queue(4'000));
  std::vector<adapters::status::KafkaQueue> queues;
  worker.add_queues(queues);
  another.add_queues(queues);
  ASSERT_EQ(queues.size(), 3u);
  EXPECT_EQ(queues[0].client, "source");
  EXPECT_EQ(queues[0].bytes, 4'001u);
  EXPECT_EQ(queues[1].client, "outbox");
  EXPECT_EQ(queues[1].bytes, 20u);
  EXPECT_EQ(queues[2].client, "changelog");
  EXPECT_EQ(queues[2].bytes, 300u);
  EXPECT_EQ(all.brokers(), (std::vector<Broker>{{7, true, 0}}));
}

TEST(KafkaEvents, SeesThatABrokerRefusesOurCompression) {
  fakes::FakeClock clock;
  adapters::log::LogOptions quiet;
  quiet.levels.level = adapters::log::Level::Error;
  adapters::log::Log log(quiet, clock);
  KafkaEvents events(log, clock);
  events.log("pod-w0-outbox", 5, "FAIL", "Connection refused");
  EXPECT_FALSE(events.is_uncompressed());
  events.log("pod-w0-outbox", 4, "COMPRESSION", "not supported by broker");
  EXPECT_TRUE(events.is_uncompressed());
}

}  // namespace
}  // namespace cli
