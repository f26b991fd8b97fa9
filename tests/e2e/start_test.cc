// The checks at the start of the service, against a real broker: what only a person can mend ends
// the process, and says what it is.
#include <gtest/gtest.h>

#include "e2e/installation.h"

namespace e2e {
namespace {

using std::chrono::seconds;

class Start : public tests::kafka::BrokerTest {
 protected:
  void SetUp() override {
    BrokerTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    dateline_ = std::make_unique<Installation>(InstallationOptions{
        .name = "start", .partitions = 2, .binary = DATELINE_BINARY, .settings = {}});
  }
  void expect_refused(const std::string& topic, const std::string& detail) {
    dateline_->start();
    const auto ended = dateline_->process().await(seconds(60));
    ASSERT_TRUE(ended) << "it runs";
    EXPECT_EQ(ended->code, 78);
    EXPECT_NE(dateline_->log().find("\"topic\":\"" + topic + "\",\"detail\":\"" + detail),
              std::string::npos)
        << dateline_->log();
  }

  std::unique_ptr<Installation> dateline_;
};

TEST_F(Start, RefusesAChangelogWithMorePartitionsThanItsInput) {
  tests::kafka::add_partitions(dateline_->changelog, 3);
  expect_refused(dateline_->changelog, "has 3 partitions, ");
}

TEST_F(Start, RefusesAnInputThatHasGrownBeyondItsChangelog) {
  tests::kafka::add_partitions(dateline_->candidates, 3);
  expect_refused(dateline_->changelog, "has 2 partitions, ");
}

}  // namespace
}  // namespace e2e
