#include <gtest/gtest.h>

#include "tests/adapters/kafka/support.h"

namespace tests::kafka {
namespace {

class StaticMember : public BrokerTest {
 protected:
  void SetUp() override {
    BrokerTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    topic_ = fresh_name("input");
    group_ = fresh_name("group");
    create_topics({{topic_, 4, {}}});
  }
  std::unique_ptr<Member> join(const std::string& name) {
    return std::make_unique<Member>(quick_connection(), topic_, group_, name, name);
  }
  static bool share(const Member& a, const Member& b) {
    return a.owned.size() == 2 && b.owned.size() == 2;
  }

  std::string topic_, group_;
};

TEST_F(StaticMember, GetsItsPartitionsBackAndNobodyElseNoticed) {
  auto first = join("pod-0");
  auto other = join("pod-1");
  ASSERT_TRUE(turn_until({first.get(), other.get()}, [&] { return share(*first, *other); }));
  const std::set<int> before = first->owned;
  const std::set<int> others = other->owned;
  const int assignments = other->assignments, revocations = other->revocations;
  ASSERT_TRUE(first->source->close(*first));
  EXPECT_TRUE(first->owned.empty()) << "what it had to commit is committed";
  first.reset();

  produce(topic_, {{"k", "v", *before.begin(), {}}});
  first = join("pod-0");
  ASSERT_TRUE(turn_until({first.get(), other.get()}, [&] { return !first->got.empty(); }));
  EXPECT_EQ(first->owned, before);
  EXPECT_EQ(other->owned, others);
  EXPECT_EQ(other->assignments, assignments);
  EXPECT_EQ(other->revocations, revocations);
  EXPECT_TRUE(first->faults.empty() && other->faults.empty());
  EXPECT_TRUE(first->source->close(*first));
  EXPECT_TRUE(other->source->close(*other));
}

TEST_F(StaticMember, StopsWhenItsNameIsUsedTwice) {
  auto first = join("pod-0");
  ASSERT_TRUE(turn_until({first.get()}, [&] { return first->owned.size() == 4; }));
  auto twin = join("pod-0");
  ASSERT_TRUE(turn_until({first.get(), twin.get()}, [&] { return !first->faults.empty(); }));
  EXPECT_EQ(first->faults[0].recovery, base::Recovery::Stop) << first->faults[0].detail;
  EXPECT_TRUE(twin->faults.empty());
}

}  // namespace
}  // namespace tests::kafka
