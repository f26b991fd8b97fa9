// tests/kubernetes/node.h
//
// The one real node of run_node.sh with our Deployment on it, as a person with kubectl and a shell
// on the node sees it. Blocks; throws std::runtime_error with kubectl's words when it refuses, or
// when something does not come in time. One thread.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "e2e/process.h"

namespace kubernetes {

class Node final {
 public:
  // `folder`: of its own, for manifests and what commands say.
  explicit Node(std::string folder);
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  std::string kubectl(const std::vector<std::string>& arguments);

  // overlays/small in a namespace that admits restricted pods alone, with this configuration over
  // the one that is there. Again: another configuration.
  void apply(const std::map<std::string, std::string>& settings);
  void await_rolled_out();
  void scale(int replicas);

  std::vector<std::string> pods();
  // A field of a pod by its path: "{.status.phase}"; empty: it has none, or is no more.
  std::string field(const std::string& pod, const std::string& path);
  bool is_ready(const std::string& pod);
  // Of its status server, through the API server; nothing: no answer 200.
  std::optional<std::string> http_get(const std::string& pod, const std::string& path);
  // Its log so far and to come, in log(pod).
  std::unique_ptr<e2e::Process> follow(const std::string& pod);
  std::string log(const std::string& pod) const;
  // The process of its container, as the node has it; 0: it is gone.
  pid_t find_process(const std::string& pod) const;
  // Files of its state, which outlive a container.
  std::size_t count_state_files(const std::string& pod);

 private:
  const std::string folder_;
};

}  // namespace kubernetes
