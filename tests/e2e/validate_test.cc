// `dateline validate` on a broker that keeps access lists.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <filesystem>

#include "adapters/kafka/owners.h"
#include "e2e/process.h"
#include "tests/kafka/cluster.h"
#include "tests/kafka/private_broker.h"

namespace e2e {
namespace {

namespace kafka = adapters::kafka;
using AclBinding = kafka::Owned<rd_kafka_AclBinding_t, rd_kafka_AclBinding_destroy>;

constexpr std::chrono::seconds kPatience{60};

class Validate : public tests::kafka::BrokerTest {
 protected:
  void SetUp() override {
    BrokerTest::SetUp();
    if (!can_start_broker()) return;
    broker_ = std::make_unique<tests::kafka::PrivateBroker>(
        folder_ + "/broker",
        "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer\n"
        "allow.everyone.if.no.acl.found=true\n");
  }

  int validate(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{DATELINE_BINARY, "validate", "--set",
                                       "kafka.brokers=" + tests::kafka::bootstrap()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    std::filesystem::remove(folder_ + "/output");
    const auto ended =
        Process(arguments, {}, process::Streams{.out = folder_ + "/output"}).await(kPatience);
    return ended ? ended->code : -1;
  }
  std::string said() const { return read_file(folder_ + "/output"); }

  static void add_acl(rd_kafka_ResourceType_t type, const char* name,
                      rd_kafka_AclOperation_t operation, rd_kafka_AclPermissionType_t permission) {
    const kafka::Handle client = tests::kafka::make_client(RD_KAFKA_PRODUCER, {});
    std::array<char, 256> text{};
    const AclBinding binding(rd_kafka_AclBinding_new(type, name, RD_KAFKA_RESOURCE_PATTERN_LITERAL,
                                                     "User:ANONYMOUS", "*", operation, permission,
                                                     text.data(), text.size()));
    ASSERT_TRUE(binding) << text.data();
    const kafka::Queue queue(rd_kafka_queue_new(client.get()));
    rd_kafka_AclBinding_t* bindings[] = {binding.get()};
    rd_kafka_CreateAcls(client.get(), bindings, 1, nullptr, queue.get());
    const kafka::Event event(rd_kafka_queue_poll(queue.get(), 30'000));
    ASSERT_TRUE(event);
    ASSERT_EQ(rd_kafka_event_error(event.get()), RD_KAFKA_RESP_ERR_NO_ERROR)
        << rd_kafka_event_error_string(event.get());
  }

  const std::string folder_ = testing::TempDir() + "validate-" + std::to_string(::getpid());
  std::unique_ptr<tests::kafka::PrivateBroker> broker_;
};

TEST_F(Validate, TellsWhatTheAccessListsDenyAndWhatNoEntryAllows) {
  ASSERT_EQ(validate({"--create-topics"}), 0) << said();
  EXPECT_NE(said().find("created articles.raw"), std::string::npos) << said();
  EXPECT_NE(said().find("User:ANONYMOUS is allowed by no entry to Read articles.raw"),
            std::string::npos)
      << said();
  add_acl(RD_KAFKA_RESOURCE_TOPIC, "*", RD_KAFKA_ACL_OPERATION_ALL,
          RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW);
  ASSERT_TRUE(await(kPatience, [&] {
    return validate() == 0 && said().find("to Read articles.raw") == std::string::npos;
  })) << said();
  EXPECT_NE(said().find("to Read group dateline.clean.g1"), std::string::npos) << said();

  add_acl(RD_KAFKA_RESOURCE_TOPIC, "articles.clean", RD_KAFKA_ACL_OPERATION_WRITE,
          RD_KAFKA_ACL_PERMISSION_TYPE_DENY);
  ASSERT_TRUE(await(kPatience, [&] { return validate() == 2; })) << said();
  EXPECT_NE(said().find("error: User:ANONYMOUS may not Write articles.clean"), std::string::npos)
      << said();
}

}  // namespace
}  // namespace e2e
