// A second generation beside the first, on a real broker: made, though its maker dies at every
// step; run beside the first until it has caught up with what goes on coming; compared; the readers
// moved, and moved back.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/hash.h"
#include "benchmarks/page.h"
#include "benchmarks/workload.h"
#include "e2e/installation.h"

namespace e2e {
namespace {

using std::chrono::seconds;

constexpr int kPartitions = 2;
constexpr int kDone = 0, kRefused = 2, kStopped = 1, kUsage = 64, kConfiguration = 78;
constexpr seconds kPatience{120};
constexpr std::int64_t kMonday = 1'741'000'000'000;
using Input = Installation::Input;

// The last two labels of the host: "https://m.courier.example/a" is of courier.example.
std::string site_of(const std::string& url) {
  const std::size_t begin = url.find("//") + 2;
  const std::string host = url.substr(begin, url.find('/', begin) - begin);
  const std::size_t label = host.rfind('.', host.rfind('.') - 1);
  return label == std::string::npos ? host : host.substr(label + 1);
}

class Generation : public tests::kafka::BrokerTest {
 protected:
  void SetUp() override {
    BrokerTest::SetUp();
    if (IsSkipped()) return;
    dateline_ = std::make_unique<Installation>(InstallationOptions{
        .name = "generation",
        .partitions = kPartitions,
        .binary = DATELINE_CRASH_BINARY,
        .settings = {{"workers.clean", "1"}, {"workers.version", "1"}, {"workers.backfill", "1"}},
        .has_lane = true});
  }

  // A site's events are in one partition, so that both generations get them in one order and even
  // the numbers of versions are the same.
  void feed(int events) {
    std::vector<tests::kafka::Sent> batch;
    for (int i = 0; i < events; ++i) {
      benchmarks::WorkloadEvent event = workload_.next();
      const int partition = base::partition_for_key(site_of(event.key), kPartitions);
      urls_.push_back(event.key);
      batch.push_back({event.key, std::move(event.value), partition, {}});
    }
    tests::kafka::produce(dateline_->raw, batch);
  }

  // One article that is seen once.
  void tell(const std::string& name, std::size_t words) {
    const benchmarks::Site site = benchmarks::make_site(3);
    const std::string url = "https://" + site.host + "/news/" + name;
    const benchmarks::Story story = benchmarks::make_story(
        {.seed = base::xxh3_64(name), .words = static_cast<std::uint32_t>(words)});
    const benchmarks::PagePlace place{site, url, kMonday, 1};
    tests::kafka::produce(dateline_->raw,
                          {{url,
                            benchmarks::make_event(url, kMonday + 3'600'000,
                                                   benchmarks::make_dump(story, place), "text"),
                            0,
                            {}}});
  }

  int run_verb(std::vector<std::string> arguments,
               const std::map<std::string, std::string>& environment = {}) {
    const std::string verb = arguments.front();
    read_ = dateline_->log_of(verb).size();
    const auto process = dateline_->start_verb(arguments, environment);
    const auto ended = process->await(kPatience);
    said_ = dateline_->log_of(verb).substr(read_);
    if (ended && ended->signal != 0) return -ended->signal;
    return ended ? ended->code : -1;
  }
  // `replay run --generation ... --execute`
  int make(const std::string& name, Input input, std::vector<std::string> more = {},
           const std::map<std::string, std::string>& environment = {}) {
    std::vector<std::string> verb{"replay",   "run",     "--generation",
                                  name,       "--input", input == Input::Raw ? "raw" : "candidates",
                                  "--execute"};
    verb.insert(verb.end(), more.begin(), more.end());
    return run_verb(verb, environment);
  }
  // Beside nothing that moves any more.
  int compare(const std::string& one, const std::string& other,
              std::vector<std::string> more = {}) {
    std::vector<std::string> verb{"replay", "compare", one, other, "--settle", "0s"};
    verb.insert(verb.end(), more.begin(), more.end());
    return run_verb(verb);
  }
  simdjson::dom::element json() {
    const std::size_t at = said_.find("{\"format\"");
    EXPECT_NE(at, std::string::npos) << said_;
    json_ = said_.substr(at, said_.find('\n', at) - at);
    return parser_.parse(json_);
  }
  int take_down(const std::string& url) {
    return run_verb({"takedown", url, "--reason", "court order", "--execute"});
  }

  void await_caught_up(const e2e::Generation& generation, Process& process) {
    ASSERT_TRUE(process::await(kPatience, [&] { return dateline_->unread(generation) == 0; }))
        << dateline_->log_of(generation.name);
    ASSERT_FALSE(process.await(std::chrono::milliseconds(0))) << dateline_->log_of(generation.name);
  }
  void stop(Process& process, const std::string& name) {
    process.send(SIGTERM);
    const auto ended = process.await(kPatience);
    ASSERT_TRUE(ended && ended->code == kDone) << dateline_->log_of(name);
  }

  // The keys that a reader of the table has.
  std::set<std::string> table(const std::string& topic) const {
    std::set<std::string> keys;
    dateline_->each_record(topic, [&](const LogRecord& record) {
      record.value ? (void)keys.insert(record.key) : (void)keys.erase(record.key);
    });
    return keys;
  }
  std::size_t count(const std::string& topic) const {
    std::size_t records = 0;
    dateline_->each_record(topic, [&](const LogRecord&) { ++records; });
    return records;
  }
  bool is_in(const std::string& topic, const std::string& text) const {
    bool found = false;
    dateline_->each_record(topic, [&](const LogRecord& record) {
      found |= record.value && record.value->find(text) != std::string::npos;
    });
    return found;
  }
  // The article of a page, as its source says.
  std::string key_of(const std::string& url) const {
    std::string key;
    dateline_->each_record(dateline_->clean, [&](const LogRecord& record) {
      if (record.value && record.value->find("\"url\":\"" + url + "\"") != std::string::npos) {
        key = record.key;
      }
    });
    return key;
  }
  // One that is in the table now.
  std::string find_published() const {
    const std::set<std::string> there = table(dateline_->clean);
    for (const std::string& url : urls_) {
      if (there.contains(key_of(url))) return url;
    }
    return {};
  }

  std::unique_ptr<Installation> dateline_;
  benchmarks::Workload workload_{
      {.seed = 17, .sites = 6, .html_per_mille = 100, .new_per_mille = 500}};
  std::vector<std::string> urls_;
  std::size_t read_ = 0;
  std::string said_, json_;
  simdjson::dom::parser parser_;
};

TEST_F(Generation, FromTheRawEventsCatchesUpIsCutOverToAndRolledBack) {
  dateline_->start();
  dateline_->await_ready();
  feed(250);
  dateline_->await_drained(kPatience);
  const std::string before = find_published();
  const std::string taken = key_of(before);
  ASSERT_FALSE(before.empty());
  ASSERT_EQ(take_down(before), kDone) << said_;
  ASSERT_EQ(make("g2", Input::Raw), kDone) << said_;

  const auto second = dateline_->name_generation("g2", Input::Raw);
  const auto process = dateline_->start(second);
  feed(150);
  await_caught_up(second, *process);
  dateline_->await_drained(kPatience);
  // In mid-run: to the candidates of both.
  const std::string during = find_published();
  const std::string taken_too = key_of(during);
  ASSERT_FALSE(taken_too.empty());
  ASSERT_EQ(take_down(during), kDone) << said_;
  EXPECT_NE(said_.find("g1, g2"), std::string::npos) << said_;
  feed(100);
  await_caught_up(second, *process);
  dateline_->await_drained(kPatience);

  EXPECT_EQ(compare("g1", "g2", {"--format", "json"}), kDone) << said_;
  const auto same = json();
  EXPECT_TRUE(bool(same["same"]));
  EXPECT_GT(std::uint64_t(same["equal"]), 150u);
  EXPECT_EQ(std::int64_t(same["other"]["behind"]["clean"]), 0);
  const std::set<std::string> articles = table(dateline_->clean);
  EXPECT_EQ(articles, table(second.clean));
  for (const std::string& key : {taken, taken_too}) EXPECT_FALSE(articles.contains(key)) << key;

  // The readers move. The first one's output stays as it is.
  dateline_->stop();
  const std::size_t left = count(dateline_->clean);
  feed(100);
  await_caught_up(second, *process);
  EXPECT_EQ(count(dateline_->clean), left);
  EXPECT_EQ(compare("g1", "g2", {"--samples", "1"}), kRefused) << said_;
  EXPECT_NE(said_.find("are only in g2"), std::string::npos) << said_;
  EXPECT_EQ(said_.find("clean 0 behind, clean.backfill 0 behind, version 0 behind\n"),
            said_.rfind("clean 0 behind, clean.backfill 0 behind, version 0 behind\n"))
      << "the first one is behind\n"
      << said_;

  // And back: it goes on where it was, and has the same heads then.
  dateline_->start();
  dateline_->await_ready();
  dateline_->await_drained(kPatience);
  EXPECT_EQ(compare("g1", "g2"), kDone) << said_;
  EXPECT_EQ(table(dateline_->clean), table(second.clean));
  EXPECT_GT(count(dateline_->clean), left);

  // Where it began is still known, so the same command is no mistake, and another one is.
  EXPECT_EQ(make("g2", Input::Raw), kDone) << said_;
  EXPECT_NE(said_.find("made before: g2"), std::string::npos) << said_;
  EXPECT_EQ(make("g2", Input::Raw, {"--from", "offset:1"}), kRefused) << said_;
  EXPECT_NE(said_.find("made with other starts"), std::string::npos) << said_;
  stop(*process, "g2");
  EXPECT_EQ(dateline_->log_of("g2").find("a committed offset without state"), std::string::npos);
  dateline_->stop();
}

// Its tables say the same in another form. After the cut-over the first one still cleans for it.
TEST_F(Generation, FromTheCandidatesIsTheSameInAnotherFormIsCutOverToAndRolledBack) {
  dateline_->start();
  dateline_->await_ready();
  feed(200);
  dateline_->await_drained(kPatience);
  ASSERT_EQ(make("g2", Input::Candidates), kDone) << said_;
  const auto second = dateline_->name_generation("g2");
  const auto process = dateline_->start(second, {}, {{"versions.output", "protobuf"}});
  feed(100);
  ASSERT_EQ(take_down(urls_.front()), kDone) << said_;
  dateline_->await_drained(kPatience);
  await_caught_up(second, *process);
  EXPECT_EQ(compare("g1", "g2", {"--format", "json"}), kDone) << said_;
  EXPECT_GT(std::uint64_t(json()["equal"]), 100u);
  EXPECT_EQ(table(dateline_->clean), table(second.clean));

  dateline_->stop();
  const std::size_t left = count(dateline_->clean);
  const auto cleaning = dateline_->start_verb({"run", "--stages", "clean", "--set", "instance=pod",
                                               "--set", "http.listen=", "--set",
                                               "state.dir=" + dateline_->folder() + "/state"});
  feed(50);
  tell("late", 60);
  ASSERT_TRUE(process::await(kPatience, [&] { return is_in(second.clean, "/news/late"); }))
      << dateline_->log_of("run") << dateline_->log_of("g2");
  EXPECT_EQ(count(dateline_->clean), left);
  stop(*cleaning, "run");

  dateline_->start();
  dateline_->await_ready();
  dateline_->await_drained(kPatience);
  await_caught_up(second, *process);
  EXPECT_EQ(compare("g1", "g2"), kDone) << said_;
  EXPECT_GT(count(dateline_->clean), left);
  stop(*process, "g2");
  dateline_->stop();
}

TEST_F(Generation, ThatCleansOtherwiseDiffersWhereItShould) {
  constexpr int kLong = 12, kShort = 7;
  dateline_->start();
  dateline_->await_ready();
  for (int i = 0; i < kLong + kShort; ++i) tell("story-" + std::to_string(i), i < kLong ? 900 : 60);
  dateline_->await_drained(kPatience);
  ASSERT_EQ(make("g2", Input::Raw), kDone) << said_;
  const auto second = dateline_->name_generation("g2", Input::Raw);
  const auto process = dateline_->start(second, {}, {{"limits.body_bytes_max", "1KiB"}});
  await_caught_up(second, *process);
  EXPECT_EQ(compare("g1", "g2", {"--format", "json", "--samples", "2"}), kRefused) << said_;
  const auto found = json();
  EXPECT_EQ(std::int64_t(found["differing"]), kLong) << json_;
  EXPECT_EQ(std::int64_t(found["equal"]), kShort) << json_;
  EXPECT_EQ(std::int64_t(found["by_field"]["text"]), kLong) << json_;
  EXPECT_EQ(std::int64_t(found["by_field"]["headline"]), 0) << json_;
  EXPECT_EQ(std::int64_t(found["missing"]) + std::int64_t(found["added"]), 0) << json_;
  std::size_t examples = 0;
  for (const simdjson::dom::element example : simdjson::dom::array(found["examples"])) {
    if (std::string_view(example["kind"]) != "text") continue;
    ++examples;
    EXPECT_TRUE(std::string_view(example["urn"]).starts_with("urn:dateline:"));
    EXPECT_NE(std::string_view(example["one"]), std::string_view(example["other"]));
  }
  EXPECT_EQ(examples, 2u) << json_;
  EXPECT_EQ(compare("g1", "g2",
                    {"--ignore", "text", "--ignore", "markup", "--ignore", "change", "--ignore",
                     "quality"}),
            kDone)
      << said_;
  EXPECT_NE(said_.find("not looked at: text markup change quality"), std::string::npos);
  stop(*process, "g2");
  dateline_->stop();
}

// Or both tables would be spoilt, and nobody would see it.
TEST_F(Generation, DoesNotStartOnTheOutputsOfAnother) {
  dateline_->start();
  dateline_->await_ready();
  feed(40);
  dateline_->await_drained(kPatience);
  dateline_->stop();
  ASSERT_EQ(make("g2", Input::Raw), kDone) << said_;
  const auto good = dateline_->name_generation("g2", Input::Raw);
  for (auto spoil :
       {&e2e::Generation::clean, &e2e::Generation::versions, &e2e::Generation::candidates}) {
    auto spoilt = good;
    spoilt.*spoil = spoil == &e2e::Generation::clean      ? dateline_->clean
                    : spoil == &e2e::Generation::versions ? dateline_->versions
                                                          : dateline_->candidates;
    const auto process = dateline_->start(spoilt);
    const auto ended = process->await(kPatience);
    ASSERT_TRUE(ended && ended->code == kConfiguration) << spoilt.*spoil;
    const std::string log = dateline_->log_of("g2");
    EXPECT_NE(log.find(spoilt.*spoil + "\",\"detail\":\"is written by generation g1"),
              std::string::npos)
        << log;
  }
  EXPECT_EQ(run_verb({"validate", "--set", "generation=g2", "--create-topics"}), kRefused) << said_;
  EXPECT_NE(said_.find("is written by generation g1, and this is g2"), std::string::npos) << said_;
  const auto process = dateline_->start(good);
  await_caught_up(good, *process);
  stop(*process, "g2");
  EXPECT_EQ(run_verb({"validate"}), kDone) << said_;
}

// Three topics and three groups' offsets from the raw events: a death behind each.
TEST_F(Generation, IsMadeWholeHoweverOftenItsMakerDies) {
  feed(20);
  const auto second = dateline_->name_generation("g2", Input::Raw);
  for (const char* place : {"generation-topic:1", "generation-start:1", "generation-start:1",
                            "generation-start:1", "generation-topic:2", "generation-topic:3"}) {
    ASSERT_EQ(make("g2", Input::Raw, {}, {{"DATELINE_CRASH_AT", place}}), -SIGKILL)
        << place << said_;
    // What is half made does not run.
    const auto half = dateline_->start(second);
    const auto ended = half->await(kPatience);
    ASSERT_TRUE(ended && ended->code == kConfiguration) << place << dateline_->log_of("g2");
  }
  ASSERT_EQ(make("g2", Input::Raw), kDone) << said_;
  EXPECT_NE(said_.find("made: g2"), std::string::npos) << said_;
  EXPECT_NE(said_.find("DATELINE_TOPICS_CANDIDATES=" + second.candidates), std::string::npos);
  for (const auto& [topic, group] :
       {std::pair{dateline_->raw, dateline_->group("clean", "g2")},
        {second.candidates, dateline_->group("version", "g2")},
        {dateline_->backfill, dateline_->group("clean.backfill", "g2")}}) {
    for (const auto& [partition, offset] : tests::kafka::committed(group, topic)) {
      EXPECT_EQ(offset, 0) << topic << '/' << partition;
    }
  }
  const auto process = dateline_->start(second);
  await_caught_up(second, *process);
  EXPECT_FALSE(table(second.clean).empty());
  stop(*process, "g2");
}

TEST_F(Generation, IsOnlyAPlanUntilItIsToBeMade) {
  feed(5);
  for (const char* verb : {"plan", "run"}) {
    EXPECT_EQ(run_verb({"replay", verb, "--generation", "g2"}), kDone) << said_;
    EXPECT_NE(said_.find("Nothing was made; do it with --execute."), std::string::npos) << said_;
    EXPECT_NE(said_.find("  " + dateline_->clean + ".g2\n"), std::string::npos) << said_;
    EXPECT_NE(said_.find("its input has everything that ever came"), std::string::npos) << said_;
  }
  EXPECT_EQ(run_verb({"replay", "plan", "--generation", "g1"}), kRefused) << said_;
  EXPECT_EQ(compare("g1", "g2"), kStopped) << "there is no g2\n" << said_;
  EXPECT_EQ(run_verb({"replay", "plan", "--generation", "g/2"}), kUsage) << said_;
}

TEST_F(Generation, DoesNotBeginWithoutAWordWhereItsInputIsCut) {
  dateline_->start();
  dateline_->await_ready();
  feed(120);
  dateline_->await_drained(kPatience);
  dateline_->stop();
  const std::size_t known = table(dateline_->clean).size();
  ASSERT_GT(known, 20u);
  for (const auto& [partition, end] :
       tests::kafka::ends(dateline_->candidates, tests::kafka::Isolation::ReadCommitted)) {
    tests::kafka::delete_records(dateline_->candidates, partition, end);
  }
  EXPECT_EQ(run_verb({"replay", "plan", "--generation", "g2", "--input", "candidates", "--format",
                      "json"}),
            kRefused)
      << said_;
  const auto unknown = json()["unknown"];
  EXPECT_EQ(std::uint64_t(unknown["articles"]), known);
  EXPECT_EQ(std::uint64_t(unknown["lost"]), known);
  EXPECT_EQ(make("g2", Input::Candidates), kRefused) << said_;
  EXPECT_NE(said_.find("it cannot know all that g1 knows"), std::string::npos) << said_;
  EXPECT_NE(said_.find("Nothing was made."), std::string::npos) << said_;
  EXPECT_EQ(make("g2", Input::Candidates, {"--from", "offset:0"}), kRefused) << said_;
  EXPECT_NE(said_.find("asked offset 0, log starts at"), std::string::npos) << said_;
  // The raw events are all there.
  EXPECT_EQ(run_verb({"replay", "plan", "--generation", "g3"}), kDone) << said_;
  EXPECT_EQ(make("g2", Input::Candidates, {"--accept-gap"}), kDone) << said_;
}

}  // namespace
}  // namespace e2e
