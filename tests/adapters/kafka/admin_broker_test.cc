// Topics that are made, and who knows of them then.
#include <gtest/gtest.h>

#include "adapters/kafka/admin.h"
#include "tests/adapters/kafka/support.h"

namespace tests::kafka {
namespace {

using adapters::kafka::Admin;
using adapters::kafka::TopicPlan;

constexpr base::Millis kTimeout{30'000};

std::unique_ptr<Admin> make_admin() {
  auto made = Admin::make(connection(), "admin", events());
  CHECK(static_cast<bool>(made));
  return std::move(*made);
}

class AdminOnBroker : public BrokerTest {};

// A controller answers before a broker has heard of it: whoever starts a service next must not be
// told that there is no such topic. Many partitions take the broker longer to hear of.
TEST_F(AdminOnBroker, ATopicIsKnownToOthersOnceItIsMade) {
  const auto maker = make_admin(), other = make_admin();
  for (int round = 0; round < 10; ++round) {
    std::vector<TopicPlan> plans;
    std::vector<std::string> names;
    for (int i = 0; i < 3; ++i) {
      names.push_back(fresh_name("admin"));
      plans.push_back({names.back(), 8, "", {}, {}});
    }
    const auto made = maker->create(plans, kTimeout, real_clock());
    ASSERT_TRUE(made) << made.fault().detail;
    const auto states = other->describe(names, kTimeout);
    ASSERT_TRUE(states) << states.fault().detail;
    for (const auto& state : *states) {
      EXPECT_TRUE(state.exists) << state.name;
      EXPECT_EQ(state.partitions, 8) << state.name;
    }
  }
}

TEST_F(AdminOnBroker, ATopicThatExistsIsLeftAsItIs) {
  const auto admin = make_admin();
  const std::string name = fresh_name("admin");
  create_topics({{name, 3, {}}});
  ASSERT_TRUE(admin->create({{name, 8, "", {}, {}}}, kTimeout, real_clock()));
  const auto states = admin->describe({name}, kTimeout);
  ASSERT_TRUE(states);
  EXPECT_EQ(states->front().partitions, 3);
}

}  // namespace
}  // namespace tests::kafka
