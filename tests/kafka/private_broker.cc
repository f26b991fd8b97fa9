#include "tests/kafka/private_broker.h"

#include <signal.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <utility>
#include <vector>

#include "tests/kafka/cluster.h"

namespace tests::kafka {
namespace {

using std::chrono::seconds;

// Its output is in <folder>/<name>.
void run(const std::string& folder, const std::string& name,
         const std::vector<std::string>& arguments,
         const std::map<std::string, std::string>& environment = {}) {
  e2e::Process process(arguments, environment, process::Streams{.out = folder + "/" + name});
  const auto ended = process.await(seconds(90));
  if (ended && ended->code == 0 && ended->signal == 0) return;
  throw std::runtime_error(name + ": " + e2e::read_file(folder + "/" + name));
}

}  // namespace

PrivateBroker::PrivateBroker(std::string folder, const std::string& properties,
                             const std::string& listener)
    : folder_(std::move(folder)) {
  std::filesystem::create_directories(folder_);
  run(folder_, "prepare.log",
      {DATELINE_TEST_BROKER_PREPARE, folder_, DATELINE_TEST_BROKER_JARS,
       DATELINE_TEST_BROKER_PROBE},
      {{"DATELINE_TEST_BROKER_LISTENER", listener}});
  std::ifstream(folder_ + "/bootstrap") >> bootstrap_;
  std::ofstream(folder_ + "/server.properties", std::ios::app) << properties;
  start();
  use_broker(bootstrap_);
}

PrivateBroker::~PrivateBroker() {
  use_broker("");
  server_.reset();
  std::filesystem::remove_all(folder_);
}

void PrivateBroker::kill() {
  server_->send(SIGKILL);
  if (!server_->await(seconds(30))) throw std::runtime_error("the broker cannot be killed");
}

void PrivateBroker::start() {
  server_ = std::make_unique<e2e::Process>(
      std::vector<std::string>{"/usr/bin/env", "java", "-Xmx256m", "-XX:+UseSerialGC",
                               "-XX:TieredStopAtLevel=1", "-cp",
                               std::string(DATELINE_TEST_BROKER_JARS) + "/*", "kafka.Kafka",
                               folder_ + "/server.properties"},
      std::map<std::string, std::string>{}, process::Streams{.out = folder_ + "/broker.log"});
  run(folder_, "probe.log", {DATELINE_TEST_BROKER_PROBE, "ready", bootstrap_, "60"});
}

void PrivateBroker::add_users(const std::string& file) {
  run(folder_, "users.log",
      {"/usr/bin/env", "java", "-cp", std::string(DATELINE_TEST_BROKER_JARS) + "/*",
       DATELINE_TEST_BROKER_USERS, bootstrap_, file});
}

void PrivateBroker::freeze() { server_->send(SIGSTOP); }
void PrivateBroker::thaw() { server_->send(SIGCONT); }

}  // namespace tests::kafka
