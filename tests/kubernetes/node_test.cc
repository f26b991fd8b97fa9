// Our image as our Deployment on a real kubelet: confined as the manifests say, ended under load
// within its grace, killed, lost, rolled, and nothing lost, doubled or reordered by any of it. Run
// by cluster/run_node.sh, which gives it the node and the broker.
//
// DATELINE_NODE_EVENTS: how many (60,000)
#include "tests/kubernetes/node.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <regex>
#include <set>

#include "e2e/verdict.h"

namespace kubernetes {
namespace {

using std::chrono::duration;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr int kPartitions = 4;
constexpr seconds kPatience{300};
constexpr const char* kExitCode = "{.status.containerStatuses[0].state.terminated.exitCode}";
constexpr const char* kStarted = "{.status.containerStatuses[0].started}";
constexpr const char* kRestarts = "{.status.containerStatuses[0].restartCount}";

std::size_t events() { return e2e::number_from("DATELINE_NODE_EVENTS", 60'000); }

class OnANode : public tests::kafka::BrokerTest {
 protected:
  OnANode()
      : run_(std::getenv("HOME")),
        node_(run_ + "/node-test"),
        dateline_({.name = "node",
                   .partitions = kPartitions,
                   .binary = DATELINE_BINARY,
                   .settings = {}}) {}

  void deploy(const std::string& level) {
    auto settings = dateline_.settings();
    settings["log.level"] = level;
    settings.erase("http.admin_listen");  // as it is: loopback, of the pod
    node_.apply(settings);
  }
  double metric(const std::string& pod, const std::string& name, const std::string& labels) {
    return e2e::read_metric(node_.http_get(pod, "/metrics").value_or(""), name, labels);
  }
  // Waits until two pods are ready, none of them `gone`.
  std::vector<std::string> await_two(const std::string& gone = "") {
    std::vector<std::string> pods;
    const bool come = e2e::await(kPatience, [&] {
      pods = node_.pods();
      return pods.size() == 2 && std::find(pods.begin(), pods.end(), gone) == pods.end() &&
             std::all_of(pods.begin(), pods.end(),
                         [&](const std::string& pod) { return node_.is_ready(pod); });
    });
    EXPECT_TRUE(come) << node_.kubectl({"get", "pods", "-o", "wide"});
    return pods;
  }
  void feed_more() { e2e::feed(dateline_, kPartitions, events() / 4, ++seed_); }
  void expect_load() const { EXPECT_GT(dateline_.unread(), 0) << "too few events for a load"; }

  void expect_confined(const std::string& pod);
  void expect_probes_answered(const std::string& pod);
  void end_one(const std::string& pod);
  void kill_one(const std::string& pod);
  void lose_one(const std::string& pod);
  void start_one_in_an_outage(const std::string& pod);
  void roll();
  void judge();

  const std::string run_;  // the folder of run_node.sh
  Node node_;
  e2e::Installation dateline_;
  std::uint64_t seed_ = 0;
};

// What the kernel says of the process, not what was asked for.
void OnANode::expect_confined(const std::string& pod) {
  const pid_t process = node_.find_process(pod);
  ASSERT_GT(process, 0);
  const std::string place = "/proc/" + std::to_string(process);
  const std::string status = e2e::read_file(place + "/status");
  for (const char* line : {"Uid:\t65532\t65532\t65532\t65532\n",
                           "Gid:\t65532\t65532\t65532\t65532\n", "CapEff:\t0000000000000000\n",
                           "CapBnd:\t0000000000000000\n", "NoNewPrivs:\t1\n", "Seccomp:\t2\n"}) {
    EXPECT_NE(status.find(line), std::string::npos) << line << "is not in\n" << status;
  }
  const std::string mounts = e2e::read_file(place + "/mountinfo");
  EXPECT_TRUE(std::regex_search(mounts, std::regex(" / / ro,"))) << mounts;
  EXPECT_EQ(mounts.find("serviceaccount"), std::string::npos) << "it has a token";
}

void OnANode::expect_probes_answered(const std::string& pod) {
  for (const char* path : {"/startupz", "/livez", "/readyz"}) {
    EXPECT_TRUE(node_.http_get(pod, path)) << path;
  }
  EXPECT_FALSE(node_.http_get(pod, "/nowhere"));
  EXPECT_EQ(node_.field(pod, kRestarts), "0") << "a probe has killed it";
}

// A finalizer keeps the pod that has ended, so that its exit code can be read.
void OnANode::end_one(const std::string& pod) {
  feed_more();
  ASSERT_TRUE(e2e::await(kPatience, [&] {
    return metric(pod, "dateline_commits_total", "outcome=\"committed\"") > 0;
  }));
  const auto follower = node_.follow(pod);
  node_.kubectl(
      {"patch", "pod", pod, "-p", R"({"metadata":{"finalizers":["dateline.test/look"]}})"});
  const auto begin = steady_clock::now();
  node_.kubectl({"delete", "pod", pod, "--wait=false"});
  ASSERT_TRUE(e2e::await(kPatience, [&] { return !node_.field(pod, kExitCode).empty(); }));
  const duration<double> took = steady_clock::now() - begin;
  expect_load();
  EXPECT_EQ(node_.field(pod, kExitCode), "0");
  EXPECT_LT(took, seconds(60)) << "the grace period";
  ASSERT_TRUE(follower->await(seconds(30)));
  EXPECT_NE(node_.log(pod).find("\"drained\""), std::string::npos) << node_.log(pod);
  std::printf("ended under load in %.1f s, with 0\n", took.count());
  node_.kubectl({"patch", "pod", pod, "-p", R"({"metadata":{"finalizers":null}})"});
  await_two(pod);
}

// The container comes back in its pod, and finds the state that it had.
void OnANode::kill_one(const std::string& pod) {
  feed_more();
  ASSERT_TRUE(e2e::await(kPatience, [&] { return node_.count_state_files(pod) > 0; }));
  ASSERT_EQ(::kill(node_.find_process(pod), SIGKILL), 0);
  ASSERT_TRUE(e2e::await(kPatience, [&] { return node_.field(pod, kRestarts) == "1"; }));
  EXPECT_GT(node_.count_state_files(pod), 0U) << "the state went with the container";
  const auto begin = steady_clock::now();
  await_two();
  std::printf("killed, ready again after %.1f s\n",
              duration<double>(steady_clock::now() - begin).count());
}

// Pod and state are gone at once; another pod has to restore from the changelog.
void OnANode::lose_one(const std::string& pod) {
  feed_more();
  std::set<std::string> before;
  for (const std::string& each : node_.pods()) before.insert(each);
  ASSERT_EQ(::kill(node_.find_process(pod), SIGKILL), 0);
  node_.kubectl({"delete", "pod", pod, "--grace-period=0", "--force"});
  const auto begin = steady_clock::now();
  for (const std::string& each : await_two(pod)) {
    if (before.contains(each)) continue;
    const double restored = metric(each, "dateline_restored_records_total", "");
    EXPECT_GT(metric(each, "dateline_restores_total", "kind=\"full\""), 0);
    EXPECT_GT(restored, 0);
    std::printf("lost, a new pod was ready after %.1f s with %.0f records restored\n",
                duration<double>(steady_clock::now() - begin).count(), restored);
  }
}

// A pod that begins while no broker answers is up, waits, and is not restarted for it.
void OnANode::start_one_in_an_outage(const std::string& pod) {
  const auto broker = static_cast<pid_t>(std::stol(e2e::read_file(run_ + "/broker/pid")));
  ASSERT_EQ(::kill(broker, SIGSTOP), 0);
  node_.kubectl({"delete", "pod", pod, "--grace-period=0", "--force"});
  std::string fresh;
  const bool started = e2e::await(kPatience, [&] {
    for (const std::string& each : node_.pods()) {
      if (each != pod && node_.field(each, kStarted) == "true" && !node_.is_ready(each))
        fresh = each;
    }
    return !fresh.empty();
  });
  ASSERT_EQ(::kill(broker, SIGCONT), 0);
  EXPECT_TRUE(started) << node_.kubectl({"get", "pods", "-o", "wide"});
  await_two(pod);
  EXPECT_EQ(node_.field(fresh, kRestarts), "0");
}

// One pod at a time, so somebody always works.
void OnANode::roll() {
  feed_more();
  const std::vector<std::string> before = node_.pods();
  deploy("debug");
  int least = 2;
  ASSERT_TRUE(e2e::await(kPatience, [&] {
    const std::vector<std::string> now = node_.pods();
    least = std::min(
        least, static_cast<int>(std::count_if(now.begin(), now.end(), [&](const std::string& pod) {
          return node_.is_ready(pod);
        })));
    return std::none_of(now.begin(), now.end(), [&](const std::string& pod) {
      return std::find(before.begin(), before.end(), pod) != before.end();
    });
  }));
  EXPECT_GE(least, 1) << "nobody was there";
  node_.await_rolled_out();
  expect_probes_answered(await_two().front());
}

void OnANode::judge() {
  ASSERT_TRUE(e2e::await(seconds(900), [&] { return dateline_.unread() == 0; }));
  node_.scale(0);
  ASSERT_TRUE(e2e::await(kPatience, [&] { return node_.pods().empty(); }));
  // The image may stand on another Debian than this test.
  e2e::Verdict verdict(dateline_, kPartitions, e2e::Tables::Foreign);
  const auto restored = dateline_.restore_stores(kPatience);
  EXPECT_EQ(restored.size(), static_cast<std::size_t>(kPartitions));
  verdict.stores(restored, "store restored from nothing");
  std::printf("%s\n", verdict.summary().c_str());
  for (const std::string& difference : verdict.differences()) ADD_FAILURE() << difference;
}

TEST_F(OnANode, LosesNothingWhateverBecomesOfItsPods) {
  deploy("info");
  node_.await_rolled_out();
  for (const std::string& pod : await_two()) {
    expect_confined(pod);
    expect_probes_answered(pod);
  }
  ASSERT_FALSE(HasFailure());
  end_one(await_two().front());
  ASSERT_FALSE(HasFailure());
  kill_one(await_two().front());
  ASSERT_FALSE(HasFailure());
  lose_one(await_two().front());
  ASSERT_FALSE(HasFailure());
  start_one_in_an_outage(await_two().front());
  ASSERT_FALSE(HasFailure());
  roll();
  ASSERT_FALSE(HasFailure());
  judge();
}

}  // namespace
}  // namespace kubernetes
