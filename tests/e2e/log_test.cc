// What a process says while it works, from its first line to its last, fed with what is awkward in
// a log: every line is JSON, and its fields are those that docs/logs.md promises, in that order.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <map>
#include <memory>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "adapters/config/keys.h"
#include "adapters/config/values.h"
#include "e2e/installation.h"

namespace e2e {
namespace {

using std::chrono::seconds;
using Names = std::vector<std::string>;

constexpr std::size_t kAlways = 4;  // so many of the promised fields are in every line
const std::string kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
const std::string kHostile = "{\"url\": \"https://a\"b\n\xff\xfe\x01\\u0000";

// First cells of the table, in their order.
Names promised_fields() {
  std::ifstream page(DATELINE_SOURCE_DIR "/docs/logs.md");
  Names fields;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("| `")) fields.push_back(line.substr(3, line.find('`', 3) - 3));
  }
  return fields;
}

// What the lines of one log were seen to hold.
class Seen final {
 public:
  void take(const std::string& line) {
    SCOPED_TRACE(line);
    simdjson::dom::object object;
    ASSERT_TRUE(simdjson::validate_utf8(line));
    ASSERT_EQ(parser_.parse(line).get(object), simdjson::SUCCESS);
    Names keys;
    for (const auto field : object) keys.emplace_back(field.key);
    expect_order(keys);
    for (const auto field : object) expect_type(field.key, field.value);
    const std::string level = text_of(object, "level");
    const std::string component = text_of(object, "component");
    const std::string message = text_of(object, "msg");
    EXPECT_TRUE(std::regex_match(text_of(object, "ts"), kTime));
    EXPECT_TRUE(kLevels.contains(level));
    EXPECT_NE(adapters::config::find_key("log.levels")->names.find(component),
              std::string_view::npos);
    EXPECT_EQ(message.find_first_of("0123456789/\"'"), std::string::npos) << "not constant";
    levels.insert(level);
    components.insert(component);
    messages.insert(message);
    fields.insert(keys.begin(), keys.end());
  }

  std::set<std::string> levels, components, messages, fields;

 private:
  void expect_order(const Names& keys) {
    ASSERT_GE(keys.size(), kAlways);
    EXPECT_TRUE(std::equal(promised_.begin(), promised_.begin() + kAlways, keys.begin()));
    EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), keys.size());
    std::vector<std::ptrdiff_t> places;  // a field that is not promised: behind all
    for (const std::string& key : keys) {
      places.push_back(std::find(promised_.begin(), promised_.end(), key) - promised_.begin());
    }
    EXPECT_TRUE(std::is_sorted(places.begin(), places.end()));
  }

  static std::string text_of(const simdjson::dom::object& object, std::string_view key) {
    return std::string(std::string_view(object[key]));
  }

  static void expect_type(std::string_view key, simdjson::dom::element value) {
    const bool number = key == "partition" || key == "offset";
    EXPECT_EQ(value.is_int64(), number) << key;
    EXPECT_EQ(value.is_string(), !number) << key;
  }

  const Names promised_ = promised_fields();
  const std::set<std::string> kLevels{"debug", "info", "warning", "error"};
  const std::regex kTime{R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"};
  simdjson::dom::parser parser_;
};

class LogTest : public tests::kafka::BrokerTest {
 protected:
  void SetUp() override {
    BrokerTest::SetUp();
    if (IsSkipped()) return;
    dateline_ = std::make_unique<Installation>(
        InstallationOptions{.name = "log",
                            .partitions = 1,
                            .binary = DATELINE_BINARY,
                            .settings = {{"workers.clean", "1"},
                                         {"workers.version", "1"},
                                         {"kafka.properties.debug", "conf,cgrp"},
                                         {"log.level", "debug"}}});
  }

  bool await_line(const std::string& part) {
    return process::await(seconds(60), [&] {
      return process::read_file(dateline_->folder() + "/log").find(part) != std::string::npos;
    });
  }

  void send(const std::string& key, const std::string& value) {
    tests::kafka::produce(
        dateline_->raw, {{.key = key,
                          .value = value,
                          .partition = 0,
                          .headers = {{"traceparent", "00-" + kTrace + "-00f067aa0ba902b7-01"}}}});
  }

  std::unique_ptr<Installation> dateline_;
};

TEST_F(LogTest, EveryLineIsJsonWithThePromisedFields) {
  // As the kubelet does beside a Service that is called dateline.
  dateline_->start({{"DATELINE_PORT", "tcp://10.0.0.1:80"}});
  dateline_->await_ready();
  for (int i = 0; i < 20; ++i) send("\"\n\xff" + std::to_string(i), kHostile);
  dateline_->process().send(SIGHUP);
  dateline_->process().send(SIGUSR1);
  EXPECT_TRUE(await_line("a record became a dead letter"));
  EXPECT_TRUE(await_line("the configuration was read again"));
  EXPECT_TRUE(await_line("\"status\""));
  dateline_->stop();

  std::istringstream log(process::read_file(dateline_->folder() + "/log"));
  Seen seen;
  for (std::string line; std::getline(log, line);) seen.take(line);
  for (const char* level : {"debug", "info", "warning"}) EXPECT_TRUE(seen.levels.contains(level));
  for (const char* component : {"adapters.kafka", "cli", "stream"}) {
    EXPECT_TRUE(seen.components.contains(component)) << component;
  }
  for (const char* message : {"the configuration has a weak spot", "drained",
                              "repeated lines were left out", "librdkafka says"}) {
    EXPECT_TRUE(seen.messages.contains(message)) << message;
  }
  for (const std::string& field : promised_fields())
    EXPECT_TRUE(seen.fields.contains(field)) << field;
}

}  // namespace
}  // namespace e2e
