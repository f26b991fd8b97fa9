// The users of deploy/kubernetes/components/strimzi on a broker that lets nobody do what no entry
// allows: the stages, each as its own user, do the main job; so do a replay, dead letters and the
// making of another generation.
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <memory>

#include "benchmarks/workload.h"
#include "e2e/process.h"
#include "tests/kafka/cluster.h"
#include "tests/kafka/private_broker.h"

namespace e2e {
namespace {

namespace kafka = adapters::kafka;
using std::chrono::seconds;

constexpr seconds kPatience{120};
constexpr int kEvents = 60, kBroken = 3;
constexpr const char* kUsers[] = {"dateline-clean", "dateline-version", "dateline-replay",
                                  "dateline-generation"};
constexpr const char* kSecret = "of-a-test";

// Who comes without a name may do everything; who has one, what the lists say.
std::string make_properties() {
  std::string text =
      "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer\n"
      "super.users=User:ANONYMOUS\n"
      "sasl.enabled.mechanisms=PLAIN\n"
      "listener.name.sasl_plaintext.plain.sasl.jaas.config="
      "org.apache.kafka.common.security.plain.PlainLoginModule required";
  for (const char* user : kUsers) text += std::string(" user_") + user + "=\"" + kSecret + "\"";
  return text + ";\n";
}

class Users : public tests::kafka::BrokerTest {
 protected:
  void SetUp() override {
    BrokerTest::SetUp();
    if (!can_start_broker()) return;
    named_ = "127.0.0.1:" + std::to_string(find_free_port());
    broker_ = std::make_unique<tests::kafka::PrivateBroker>(folder_ + "/broker", make_properties(),
                                                            "SASL_PLAINTEXT://" + named_);
    ASSERT_EQ(run({DATELINE_BINARY, "validate", "--create-topics", "--set",
                   "kafka.brokers=" + tests::kafka::bootstrap()}),
              0)
        << said();
    broker_->add_users(USERS_YAML);
  }
  void TearDown() override {
    broker_.reset();
    std::filesystem::remove_all(folder_);
  }

  int run(const std::vector<std::string>& arguments) {
    std::filesystem::create_directories(folder_);
    std::filesystem::remove(folder_ + "/output");
    const auto ended =
        Process(arguments, {}, process::Streams{.out = folder_ + "/output"}).await(kPatience);
    return ended ? ended->code : -1;
  }
  std::string said() const { return read_file(folder_ + "/output"); }

  std::vector<std::string> as(const std::string& user, std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), DATELINE_BINARY);
    for (const std::string& setting :
         {"kafka.brokers=" + named_, std::string("http.admin_listen="),
          "kafka.properties.security.protocol=" + std::string("SASL_PLAINTEXT"),
          "kafka.properties.sasl.mechanism=" + std::string("PLAIN"),
          "kafka.properties.sasl.username=" + user,
          "kafka.properties.sasl.password=" + std::string(kSecret)}) {
      arguments.insert(arguments.end(), {"--set", setting});
    }
    return arguments;
  }
  std::unique_ptr<Process> start(const std::string& user, const std::string& stage) {
    const std::string name = folder_ + "/" + stage;
    auto process = std::make_unique<Process>(
        as(user, {"run", "--stages", stage, "--set", "http.listen=", "--set",
                  "state.dir=" + name + ".state"}),
        std::map<std::string, std::string>{}, process::Streams{.out = name});
    return process;
  }
  void stop(Process& process, const std::string& stage) const {
    process.send(SIGTERM);
    const auto ended = process.await(kPatience);
    EXPECT_TRUE(ended && ended->code == 0) << said_by(stage);
  }
  std::string said_by(const std::string& stage) const { return read_file(folder_ + "/" + stage); }

  const std::string folder_ = testing::TempDir() + "users-" + std::to_string(::getpid());
  std::string named_;  // where users have names
  std::unique_ptr<tests::kafka::PrivateBroker> broker_;
};

void tell() {
  benchmarks::Workload workload({});
  std::vector<tests::kafka::Sent> batch;
  for (int i = 0; i < kEvents; ++i) {
    const benchmarks::WorkloadEvent event = workload.next();
    batch.push_back({event.key, event.value, i % 24, {}});
  }
  for (int i = 0; i < kBroken; ++i) batch.push_back({"broken", "{", i, {}});
  tests::kafka::produce("articles.raw", batch);
}

std::size_t count(const std::string& topic) { return tests::kafka::consume_all(topic).size(); }

// Whether a record of this user comes to be in the topic. Nobody else writes meanwhile.
bool writes(const std::string& named, const std::string& user, const std::string& topic) {
  const std::size_t before = count(topic);
  const kafka::Handle producer =
      tests::kafka::make_client(RD_KAFKA_PRODUCER, {{"bootstrap.servers", named},
                                                    {"security.protocol", "SASL_PLAINTEXT"},
                                                    {"sasl.mechanism", "PLAIN"},
                                                    {"sasl.username", user},
                                                    {"sasl.password", kSecret}});
  rd_kafka_producev(producer.get(), RD_KAFKA_V_TOPIC(topic.c_str()), RD_KAFKA_V_KEY("k", 1),
                    RD_KAFKA_V_VALUE(const_cast<char*>("v"), 1),
                    RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END);
  EXPECT_EQ(rd_kafka_flush(producer.get(), 30'000), RD_KAFKA_RESP_ERR_NO_ERROR);
  return count(topic) > before;
}

TEST_F(Users, MayDoWhatTheirStageDoesAndNothingElse) {
  const auto clean = start("dateline-clean", "clean");
  const auto version = start("dateline-version", "version");
  tell();
  EXPECT_TRUE(await(kPatience,
                    [&] {
                      return count("dateline.candidates") == kEvents &&
                             count("articles.dead") == kBroken && count("articles.clean") > 0;
                    }))
      << said_by("clean") << said_by("version");

  EXPECT_EQ(run(as("dateline-replay", {"replay", "run", "--topic", "articles.raw", "--id", "again",
                                       "--execute", "--set", "http.listen="})),
            0)
      << said();
  EXPECT_TRUE(await(kPatience, [&] { return count("dateline.candidates") == 2 * kEvents; }))
      << said_by("clean");
  EXPECT_EQ(run(as("dateline-replay", {"dead", "list"})), 0) << said();
  EXPECT_EQ(run(as("dateline-replay", {"dead", "replay", "--execute", "--set", "http.listen="})), 0)
      << said();
  EXPECT_EQ(run(as("dateline-generation",
                   {"replay", "run", "--generation", "g2", "--input", "raw", "--execute"})),
            0)
      << said();
  EXPECT_EQ(count("articles.clean.g2"), 0u);
  EXPECT_EQ(run(as("dateline-generation", {"replay", "compare", "g1", "g2", "--settle", "0s"})), 2)
      << said();
  stop(*clean, "clean");
  stop(*version, "version");

  // A stage that is started again looks at who has written its outputs: it is let.
  for (const std::string stage : {"clean", "version"}) {
    EXPECT_EQ(run(as("dateline-" + stage,
                     {"run", "--stages", stage, "--set", "generation=other", "--set",
                      "http.listen=", "--set", "state.dir=" + folder_ + "/other.state"})),
              78);
    EXPECT_NE(said().find("and this is other"), std::string::npos) << said();
  }
  const auto again = start("dateline-version", "version");
  tell();
  const auto clean_again = start("dateline-clean", "clean");
  EXPECT_TRUE(await(kPatience, [&] { return count("dateline.candidates") == 3 * kEvents; }))
      << said_by("clean");
  stop(*clean_again, "clean");
  stop(*again, "version");

  EXPECT_TRUE(writes(named_, "dateline-clean", "articles.dead"));
  EXPECT_FALSE(writes(named_, "dateline-clean", "articles.raw"));
  EXPECT_FALSE(writes(named_, "dateline-clean", "articles.clean"));
  EXPECT_FALSE(writes(named_, "dateline-version", "dateline.candidates"));
  EXPECT_FALSE(writes(named_, "dateline-replay", "articles.clean"));
  EXPECT_FALSE(writes(named_, "dateline-generation", "articles.clean"));
}

}  // namespace
}  // namespace e2e
