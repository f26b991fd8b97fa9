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

std::int64_t real_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

// Time of day stands where it is set; a wait takes as long as it takes, and what is added.
class SetClock final : public stream::Clock {
 public:
  stream::Timestamp now() const override { return {at}; }
  stream::Tick tick() const override {
    return std::chrono::steady_clock::now().time_since_epoch() + waited;
  }
  std::int64_t at = 0;
  std::chrono::seconds waited{0};
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
  SetClock clock_;
  // Of the order alone: the head, and the address that it names.
  const std::optional<std::size_t> without_keys_ = 2;
};

TEST_F(Foundation, OfNothingIsThereAtOnce) {
  clock_.at = real_now();
  TakedownFoundation foundation(settings_, "test", events_, clock_);
  EXPECT_EQ(ask_often(foundation), 0u);
}

TEST_F(Foundation, WaitsForWhatIsToldOfAnOrderOfAMomentAgo) {
  TakedownFoundation foundation(settings_, "test", events_, clock_);
  clock_.at = real_now() + 4'000;  // the order comes after this, so it is younger than 4 s
  tell("https://courier.example/a", 0);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(ask(foundation), std::nullopt);
  const std::int64_t ordered = real_now();
  tell("urn:dateline:courier.example:1#g1", 77);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(ask(foundation), std::nullopt);
  clock_.at = ordered + 6'000;
  const auto rows = ask_often(foundation);
  EXPECT_GT(rows, without_keys_) << "with the key that was told meanwhile";

  // Of an old order nothing is waited for.
  TakedownFoundation another(settings_, "test", events_, clock_);
  EXPECT_EQ(ask_often(another), rows);
}

TEST_F(Foundation, WaitsNotForEverHoweverFastOrdersCome) {
  TakedownFoundation foundation(settings_, "test", events_, clock_);
  clock_.at = real_now() - 3'600'000;
  tell("https://courier.example/a", 0);
  EXPECT_EQ(ask(foundation), std::nullopt);
  clock_.waited = std::chrono::seconds(31);
  EXPECT_EQ(ask_often(foundation), without_keys_);
}

}  // namespace
}  // namespace cli
