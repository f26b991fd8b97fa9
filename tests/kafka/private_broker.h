// tests/kafka/private_broker.h
//
// A broker of one test's own, to be killed, frozen and started again; it dies with the test. While
// it lives, everything of cluster.h is about it. Blocks; throws std::runtime_error when it does not
// come up.
#pragma once

#include <memory>
#include <string>

#include "e2e/process.h"

namespace tests::kafka {

class PrivateBroker final {
 public:
  // Starts it. `folder` is its own; `properties` are lines that its server.properties has besides;
  // `listener` is one more, "SASL_PLAINTEXT://127.0.0.1:9094", beside the plain one.
  explicit PrivateBroker(std::string folder, const std::string& properties = "",
                         const std::string& listener = "");
  ~PrivateBroker();
  PrivateBroker(const PrivateBroker&) = delete;
  PrivateBroker& operator=(const PrivateBroker&) = delete;

  // SIGKILL; what it has written stays.
  void kill();
  // After kill(): again on the same ports, with what it had. Ready when it returns.
  void start();
  // Access lists: those of the KafkaUser objects in this file, as Strimzi's operator would.
  void add_users(const std::string& file);
  void freeze();
  void thaw();

 private:
  const std::string folder_;
  std::string bootstrap_;
  std::unique_ptr<e2e::Process> server_;
};

}  // namespace tests::kafka
