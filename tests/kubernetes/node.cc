#include "tests/kubernetes/node.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace kubernetes {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;

constexpr seconds kPatience{600};
constexpr const char* kUnrestricted = "pod-security.kubernetes.io/enforce=restricted";

// A configuration file from paths with dots. No path of it has more than two parts.
std::string to_yaml(const std::map<std::string, std::string>& settings) {
  std::map<std::string, std::string> sections;
  for (const auto& [path, spelled] : settings) {
    const std::string value = spelled.empty() ? "''" : spelled;
    const auto dot = path.find('.');
    const bool nested = dot != std::string::npos;
    std::string& section = sections[path.substr(0, dot)];
    section += nested ? "\n  " + path.substr(dot + 1) + ": " + value : " " + value;
  }
  std::string text;
  for (const auto& [name, body] : sections) text += name + ":" + body + "\n";
  return text;
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

std::vector<std::string> with_kubectl(const std::vector<std::string>& arguments) {
  std::vector<std::string> all{"/usr/bin/env", "kubectl"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return all;
}

std::string home() {
  const char* found = std::getenv("HOME");  // the folder of the whole run
  return found == nullptr ? "" : found;
}

}  // namespace

Node::Node(std::string folder) : folder_(std::move(folder)) {
  fs::remove_all(folder_);
  fs::create_directories(folder_);
  fs::copy(std::string(DATELINE_SOURCE_DIR) + "/deploy/kubernetes", folder_ + "/kubernetes",
           fs::copy_options::recursive);
  fs::create_directories(folder_ + "/kubernetes/overlays/node");
  kubectl({"create", "namespace", "dateline"});
  kubectl({"label", "namespace", "dateline", kUnrestricted});
}

std::string Node::kubectl(const std::vector<std::string>& arguments) {
  const std::string out = folder_ + "/out", err = folder_ + "/err";
  fs::remove(out);
  fs::remove(err);
  e2e::Process process(with_kubectl(arguments), {}, {.out = out, .err = err});
  const auto ended = process.await(kPatience);
  if (ended && ended->code == 0 && ended->signal == 0) return e2e::read_file(out);
  std::string what = "kubectl";
  for (const std::string& each : arguments) what += " " + each;
  throw std::runtime_error(what + ": " + e2e::read_file(err));
}

void Node::apply(const std::map<std::string, std::string>& settings) {
  const std::string overlay = folder_ + "/kubernetes/overlays/node";
  std::ofstream(overlay + "/kustomization.yaml") << R"(
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: dateline
resources: [../small]
configMapGenerator: [{name: dateline, behavior: merge, files: [test.yaml]}]
patches:
  - target: {kind: Deployment}
    patch: |-
      - {op: add, path: /spec/template/spec/containers/0/args/-, value: --config=/etc/dateline/test.yaml}
)";
  std::ofstream(overlay + "/test.yaml") << to_yaml(settings);
  kubectl({"apply", "--server-side", "-k", overlay});
}

void Node::await_rolled_out() {
  kubectl({"rollout", "status", "deployment/dateline", "--timeout=580s"});
}

void Node::scale(int replicas) {
  kubectl({"scale", "deployment/dateline", "--replicas=" + std::to_string(replicas)});
}

std::vector<std::string> Node::pods() {
  return words_of(kubectl({"get", "pods", "-l", "app.kubernetes.io/name=dateline", "-o",
                           "jsonpath={.items[*].metadata.name}"}));
}

std::string Node::field(const std::string& pod, const std::string& path) {
  return kubectl({"get", "pod", pod, "--ignore-not-found", "-o", "jsonpath=" + path});
}

bool Node::is_ready(const std::string& pod) {
  return field(pod, R"({.status.conditions[?(@.type=="Ready")].status})") == "True";
}

std::optional<std::string> Node::http_get(const std::string& pod, const std::string& path) {
  try {
    return kubectl(
        {"get", "--raw", "/api/v1/namespaces/dateline/pods/" + pod + ":9464/proxy" + path});
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
}

std::unique_ptr<e2e::Process> Node::follow(const std::string& pod) {
  return std::make_unique<e2e::Process>(with_kubectl({"logs", "-f", pod}),
                                        std::map<std::string, std::string>{},
                                        process::Streams{.out = folder_ + "/log-" + pod});
}

std::string Node::log(const std::string& pod) const {
  return e2e::read_file(folder_ + "/log-" + pod);
}

pid_t Node::find_process(const std::string& pod) const {
  const std::string wanted = "DATELINE_INSTANCE=" + pod;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string place = entry.path().string();
    const std::string program = e2e::read_file(place + "/cmdline").c_str();  // up to the first NUL
    if (fs::path(program).filename() != "dateline") continue;
    const std::string environment = e2e::read_file(place + "/environ");
    if (('\0' + environment).find('\0' + wanted + '\0') == std::string::npos) continue;
    return static_cast<pid_t>(std::stol(entry.path().filename().string()));
  }
  return 0;
}

std::size_t Node::count_state_files(const std::string& pod) {
  const std::string state = home() + "/kubelet/pods/" + field(pod, "{.metadata.uid}") +
                            "/volumes/kubernetes.io~empty-dir/state";
  std::size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator(state))
    count += entry.is_regular_file();
  return count;
}

}  // namespace kubernetes
