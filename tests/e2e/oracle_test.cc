// The oracle sees each way in which a run can be wrong: here a small service is run in memory
// without a fault, then one thing of what it left behind is changed at a time.
#include "e2e/oracle.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace e2e {
namespace {

using stream::Effects;
using stream::Output;
using stream::Record;
using stream::Result;
using stream::StateReader;
using stream::Timestamp;

// "site:text" -> a candidate of that site; "bad" dies.
class SmallClean final : public stream::Stage {
 public:
  const stream::StageSpec& spec() const override { return spec_; }
  Result<Effects> handle(const Record& record, const StateReader&, Timestamp) override {
    const std::string value(*record.value);
    const std::size_t colon = value.find(':');
    if (colon == std::string::npos) return base::dead_letter("bad_json");
    Effects effects;
    effects.out.push_back({Output{0}, value.substr(0, colon), value.substr(colon + 1), {}});
    return effects;
  }

 private:
  stream::StageSpec spec_{.name = "clean",
                          .input = "raw",
                          .outputs = {"candidates"},
                          .has_state = false,
                          .counters = {}};
};

// Publishes "<text>#<how often this site was seen>" under the text; "kill" dies beside a row.
class SmallVersion final : public stream::Stage {
 public:
  const stream::StageSpec& spec() const override { return spec_; }
  Result<Effects> handle(const Record& record, const StateReader& state, Timestamp) override {
    auto row = state.get(record.key);
    if (!row) return row.fault();
    const std::string seen = *row ? **row + "i" : "i";
    Effects effects;
    effects.rows.push_back({std::string(record.key), seen});
    if (*record.value == "kill") {
      effects.dead = base::dead_letter("kill_unresolved");
      return effects;
    }
    for (const Output output : {Output{0}, Output{1}}) {
      effects.out.push_back({output,
                             std::string(*record.value),
                             std::string(*record.value) + "#" + seen,
                             {{"site", std::string(record.key)}}});
    }
    return effects;
  }

 private:
  stream::StageSpec spec_{.name = "version",
                          .input = "candidates",
                          .outputs = {"articles.clean", "articles.versions"},
                          .has_state = true,
                          .counters = {}};
};

using Log = std::vector<LogRecord>;

// Everything that a run leaves behind.
struct World {
  Log raw, candidates, published, dead, changelog;
  std::map<std::int32_t, Rows> stores;
  std::vector<PartitionEnd> ends;
};

LogRecord& append(Log& log, const std::string& topic, std::int32_t partition, std::string key,
                  std::optional<std::string> value) {
  std::int64_t offset = 0;
  for (const LogRecord& record : log) {
    if (record.topic == topic && record.partition == partition) ++offset;
  }
  log.push_back({.topic = topic,
                 .partition = partition,
                 .offset = offset,
                 .timestamp_ms = 1,
                 .key = std::move(key),
                 .value = std::move(value),
                 .headers = {}});
  return log.back();
}

const std::map<std::string, std::int32_t> kPartitions{
    {"articles.clean", 2}, {"articles.versions", 2}, {"articles.dead", 1}};

void bury(World& world, const LogRecord& record, const std::string& stage, std::string_view code) {
  LogRecord& letter = append(world.dead, "articles.dead", 0, record.key, record.value);
  letter.headers = {{"dateline-reason", std::string(code)},
                    {"dateline-stage", stage},
                    {"dateline-origin", record.place()}};
}

void clean_all(World& world) {
  SmallClean stage;
  Fold fold(stage);
  for (const LogRecord& record : world.raw) {
    const auto answer = fold.handle(record);
    ASSERT_TRUE(answer);
    if (answer->dead) bury(world, record, "clean", answer->dead->code);
    for (const stream::OutRecord& out : answer->out) {
      append(world.candidates, "candidates", base::partition_for_key(out.key, 2), out.key,
             out.value);
    }
  }
}

void version_all(World& world) {
  SmallVersion stage;
  Fold fold(stage);
  for (const LogRecord& record : world.candidates) {
    const auto answer = fold.handle(record);
    ASSERT_TRUE(answer);
    if (answer->dead) bury(world, record, "version", answer->dead->code);
    for (const stream::OutRecord& out : answer->out) {
      LogRecord& published = append(world.published, fold.spec().outputs[out.output.value],
                                    base::partition_for_key(out.key, 2), out.key, out.value);
      published.headers = out.headers;
    }
    append(world.changelog, "changelog", record.partition, record.key,
           fold.state().at(record.partition).at(record.key));
  }
  world.stores = fold.state();
}

World make_world() {
  World world;
  int partition = 0;
  for (const char* value : {"a:one", "b:two", "a:three", "bad", "a:one", "b:kill", "c:four",
                            "a:one", "c:five", "bad", "b:six"}) {
    append(world.raw, "raw", partition++ % 2, "", value);
  }
  clean_all(world);
  version_all(world);
  world.ends = {{.topic = "raw", .partition = 0, .last_stable = 6, .end = 6, .committed = 6},
                {.topic = "candidates", .partition = 0, .last_stable = 5, .end = 5, .committed = 4},
                {.topic = "articles.clean", .partition = 0, .last_stable = 3, .end = 3}};
  return world;
}

std::vector<std::string> differences_of(const World& world) {
  SmallClean clean;
  SmallVersion version;
  Oracle oracle({.clean = clean,
                 .version = version,
                 .dead_topic = "articles.dead",
                 .site_header = "site",
                 .partitions = kPartitions});
  for (const LogRecord& record : world.raw) oracle.raw(record);
  for (const LogRecord& record : world.candidates) oracle.candidate(record);
  for (const LogRecord& record : world.published) oracle.published(record);
  for (const LogRecord& record : world.dead) oracle.dead(record);
  for (const LogRecord& record : world.changelog) oracle.changelog(record);
  for (const auto& [partition, rows] : world.stores) oracle.store(partition, rows, "store");
  for (const PartitionEnd& end : world.ends) oracle.end(end);
  return oracle.differences();
}

std::string spoiled(const std::function<void(World&)>& spoil) {
  World world = make_world();
  spoil(world);
  std::string all;
  for (const std::string& difference : differences_of(world)) all += difference + "\n";
  return all;
}

void drop_last(Log& log, const std::string& topic) {
  for (auto record = log.rbegin(); record != log.rend(); ++record) {
    if (record->topic == topic) {
      log.erase(std::next(record).base());
      return;
    }
  }
}

TEST(Oracle, FindsNothingInARunWithoutFault) { EXPECT_EQ(differences_of(make_world()).size(), 0u); }

TEST(Oracle, SeesARawRecordThatWasLost) {
  EXPECT_NE(spoiled([](World& w) {
              append(w.raw, "raw", 0, "", "d:new");
            }).find("candidates: 1 missing, caused by raw/0/6"),
            std::string::npos);
}

TEST(Oracle, SeesACandidateThatCameTwice) {
  EXPECT_NE(spoiled([](World& w) {
              w.candidates.push_back(w.candidates.back());
            }).find("candidates: 1 too many"),
            std::string::npos);
}

TEST(Oracle, SeesADeadLetterOfCleanThatWasLostOrDoubled) {
  const auto lost = spoiled([](World& w) { w.dead.erase(w.dead.begin()); });
  EXPECT_NE(lost.find("dead letters of clean: 1 missing"), std::string::npos) << lost;
  const auto doubled = spoiled([](World& w) { w.dead.push_back(w.dead.front()); });
  EXPECT_NE(doubled.find("dead letters of clean: 1 too many"), std::string::npos) << doubled;
}

TEST(Oracle, SeesADeadLetterOfAnotherReasonOrWithOtherBytes) {
  EXPECT_NE(spoiled([](World& w) { w.dead.front().headers[0].value = "no_address"; }), "");
  EXPECT_NE(spoiled([](World& w) { w.dead.front().value = "ba"; }), "");
  EXPECT_NE(spoiled([](World& w) { w.dead.back().headers[0].value = "bad_json"; }), "");
}

TEST(Oracle, SeesAPublishedRecordThatIsMissingDoubledOrElsewhere) {
  for (const std::string topic : {"articles.clean", "articles.versions"}) {
    const auto lost = spoiled([&](World& w) { drop_last(w.published, topic); });
    EXPECT_NE(lost.find("published: " + topic), std::string::npos) << lost;
  }
  EXPECT_NE(spoiled([](World& w) { w.published.push_back(w.published.back()); }), "");
  EXPECT_NE(spoiled([](World& w) { w.published.back().partition ^= 1; }), "");
}

TEST(Oracle, SeesAnotherValueAndAnotherHeader) {
  EXPECT_NE(spoiled([](World& w) { *w.published.front().value += " "; }), "");
  EXPECT_NE(spoiled([](World& w) { w.published.front().headers.push_back({"more", ""}); }), "");
}

TEST(Oracle, SeesTwoRecordsOfASiteInTheWrongOrder) {
  const auto found = spoiled([](World& w) {
    // The first and the second time that "one" was published: equal key, partition and site.
    std::vector<LogRecord*> same;
    for (LogRecord& record : w.published) {
      if (record.topic == "articles.clean" && record.key == "one") same.push_back(&record);
    }
    std::swap(same.at(0)->value, same.at(1)->value);
  });
  EXPECT_NE(found.find("differs at number 0"), std::string::npos) << found;
}

TEST(Oracle, SeesAStoreThatIsNotTheFoldOfItsChangelog) {
  const auto missing = spoiled([](World& w) { w.stores.begin()->second.clear(); });
  EXPECT_NE(missing.find("store of partition"), std::string::npos) << missing;
  EXPECT_NE(missing.find("is missing"), std::string::npos);
  const auto other = spoiled([](World& w) { w.stores.begin()->second.begin()->second += "i"; });
  EXPECT_NE(other.find("has another value"), std::string::npos) << other;
  const auto more = spoiled([](World& w) { w.stores.begin()->second["zz"] = "1"; });
  EXPECT_NE(more.find("is one more"), std::string::npos) << more;
}

// Both the store and its changelog counted a candidate twice: only the fold of the input tells.
TEST(Oracle, SeesAStateThatTookACandidateTwice) {
  const auto found = spoiled([](World& w) {
    LogRecord& last = w.changelog.back();
    *last.value += "i";
    w.stores[last.partition][last.key] = *last.value;
  });
  EXPECT_NE(found.find("against the fold of the candidates"), std::string::npos) << found;
  EXPECT_EQ(found.find("store of partition"), std::string::npos) << found;
}

TEST(Oracle, DoesNotMindTheEnginesOwnRows) {
  EXPECT_EQ(spoiled([](World& w) {
              append(w.changelog, "changelog", 0, std::string("\0incarnation", 12), "x");
              w.stores[0][std::string("\0meta", 5)] = "y";
            }),
            "");
}

TEST(Oracle, SeesInputThatWasNotReadToItsEnd) {
  EXPECT_NE(spoiled([](World& w) { w.ends[1].unread = 2; }).find("2 records behind"),
            std::string::npos);
  EXPECT_NE(spoiled([](World& w) { w.ends[0].committed = 7; }).find("beyond the end"),
            std::string::npos);
}

TEST(Oracle, SeesATransactionThatHangs) {
  EXPECT_NE(spoiled([](World& w) { w.ends[2].last_stable = 1; }).find("hangs open"),
            std::string::npos);
}

TEST(Oracle, SaysHowManyDifferencesThereAreButNamesFew) {
  const auto found = spoiled([](World& w) {
    for (int i = 0; i < 20; ++i) append(w.raw, "raw", 0, "", "d:" + std::to_string(i));
  });
  EXPECT_NE(found.find("candidates: 20 differences in all"), std::string::npos) << found;
}

}  // namespace
}  // namespace e2e
