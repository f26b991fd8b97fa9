// What a new state begins with while orders still come in, on a real broker and a clock that is
// set.
#include "cli/foundation.h"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>

#include "adapters/config/load.h"
#include "base/hash.h"
#include "news/candidate.h"
#include "news/encode/candidate.h"
#include "tests/kafka/cluster.h"

namespace cli {
namespace {

// The machine's time and so much more.
class ShiftedClock final : public stream::Clock {
 public:
  stream::Timestamp now() const override {
    const auto now = std::chrono::system_clock::now().time_since_epoch() + shift;
    return {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
  }
  stream::Tick tick() const override {
    return std::chrono::steady_clock::now().time_since_epoch() + waited;
  }
  std::chrono::seconds shift{0}, waited{0};
};

class Foundation : public tests::kafka::BrokerTest {
 protected:
  void SetUp() override {
    BrokerTest::SetUp();
    if (IsSkipped()) return;
    const std::string name = tests::kafka::fresh_name("foundation");
    settings_ = adapters::config::load({.files = {},
                                        .environment = {},
                                        .sets = {"kafka.brokers=" + tests::kafka::bootstrap(),
                                                 "topics.candidates=" + name + ".candidates",
                                                 "topics.takedowns=" + name + ".takedowns"}})
                    .settings;
    tests::kafka::create_topics(
        {{settings_.topics.candidates, 1, {}},
         {settings_.topics.takedowns, 1, {{"message.timestamp.type", "LogAppendTime"}}}});
  }

  // As `takedown` sends it, or as a generation tells of what it removed.
  void tell(const std::string& key, std::uint64_t alias) {
    news::Candidate order;
    order.kind = news::CandidateKind::Takedown;
    order.site = "courier.example";
    order.reason = "court order";
    order.addresses = {{news::AddressKind::Fetched, "https://courier.example/a"}};
    if (alias != 0) order.aliases = {{alias, 0}};
    tests::kafka::produce(settings_.topics.takedowns,
                          {{key, news::encode::to_bytes(order), 0, {}}});
  }

  // How many rows there are; nothing: not yet.
  std::optional<std::size_t> ask(TakedownFoundation& foundation) {
    const auto rows = foundation.rows({0}, stream::Millis(200));
    if (!rows) throw std::runtime_error(rows.fault().detail);
    return *rows ? std::optional((*rows)->size()) : std::nullopt;
  }
  // Until the broker has given all that it has.
  std::optional<std::size_t> ask_often(TakedownFoundation& foundation) {
    for (int tries = 0; tries < 100; ++tries) {
      if (const auto rows = ask(foundation)) return rows;
    }
    return std::nullopt;
  }

  adapters::config::Settings settings_;
  tests::kafka::PrintedEvents events_;
  ShiftedClock clock_;
};

TEST_F(Foundation, OfNothingIsThereAtOnce) {
  TakedownFoundation foundation(settings_, "test", events_, clock_);
  EXPECT_EQ(ask_often(foundation), 0u);
}

TEST_F(Foundation, WaitsForWhatIsToldOfAnOrderOfAMomentAgo) {
  TakedownFoundation foundation(settings_, "test", events_, clock_);
  clock_.shift = std::chrono::seconds(-3'600);  // so that no moment passes by itself
  tell("https://courier.example/a", 0);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(ask(foundation), std::nullopt);
  tell("urn:dateline:courier.example:1#g1", 77);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(ask(foundation), std::nullopt);
  clock_.shift = std::chrono::seconds(10);
  const auto with_its_keys = ask_often(foundation);
  ASSERT_TRUE(with_its_keys);

  // Of an old order nothing is waited for.
  TakedownFoundation another(settings_, "test", events_, clock_);
  EXPECT_EQ(ask_often(another), with_its_keys);
}

TEST_F(Foundation, WaitsNotForEverHoweverFastOrdersCome) {
  TakedownFoundation foundation(settings_, "test", events_, clock_);
  clock_.shift = std::chrono::seconds(-3'600);
  tell("https://courier.example/a", 0);
  EXPECT_EQ(ask(foundation), std::nullopt);
  clock_.waited = std::chrono::seconds(31);
  EXPECT_GT(ask_often(foundation).value_or(0), 0u);
}

}  // namespace
}  // namespace cli
