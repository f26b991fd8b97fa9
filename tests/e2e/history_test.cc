// `dateline history` on a real broker: versions are found by urn, by the address that made the id
// and by any other, in both forms.
#include <gtest/gtest.h>

#include <filesystem>

#include "base/hash.h"
#include "e2e/process.h"
#include "news/encode/ninjs.h"
#include "news/encode/version.h"
#include "news/identity/keys.h"
#include "tests/kafka/cluster.h"

namespace e2e {
namespace {

constexpr int kPartitions = 3;
constexpr char kSite[] = "harbourpost.example", kUrl[] = "https://harbourpost.example/night-ferry",
               kOther[] = "https://harbourpost.example/2026/night-ferry";

struct Answer {
  int code = -1;
  std::string out, err;
};

class HistoryOnBroker : public tests::kafka::BrokerTest {
 protected:
  void SetUp() override {
    BrokerTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    topic_ = tests::kafka::fresh_name("history");
    tests::kafka::create_topics({{topic_, kPartitions, {}}});
  }

  static news::Version make_version(std::uint32_t number, const std::string& text) {
    news::Version version;
    version.site = kSite;
    version.id = news::identity::article_id(kSite, news::identity::KeyKind::Address, kUrl);
    version.change.number = {number, 0};
    version.change.verdict = number == 1 ? news::Verdict::New : news::Verdict::Revised;
    version.article.emplace();
    version.article->headline = "Night ferry returns";
    version.article->url = kOther;
    version.article->canonical_url = kUrl;
    version.article->blocks.push_back({news::BlockKind::Paragraph, 0, text});
    return version;
  }

  void publish(const news::Version& version, const std::string& value) {
    const std::string key = to_hex(version.id);
    tests::kafka::produce(topic_, {{key,
                                    value,
                                    base::partition_for_key(key, kPartitions),
                                    {{"dateline-site", version.site}}}});
  }

  Answer run(std::vector<std::string> arguments) {
    const std::string path = testing::TempDir() + topic_;
    std::vector<std::string> all{DATELINE_BINARY, "history",
                                 "--set",         "kafka.brokers=" + tests::kafka::bootstrap(),
                                 "--set",         "topics.versions=" + topic_};
    all.insert(all.end(), arguments.begin(), arguments.end());
    std::filesystem::remove(path + ".out");
    std::filesystem::remove(path + ".err");
    Process process(all, {}, {.out = path + ".out", .err = path + ".err"});
    const auto ended = process.await(std::chrono::seconds(60));
    EXPECT_TRUE(ended) << "it does not end";
    return {ended ? ended->code : -1, read_file(path + ".out"), read_file(path + ".err")};
  }

  std::string topic_;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(HistoryOnBroker, IsFoundByUrnAndByEveryAddress) {
  const news::Version first = make_version(1, "It sails in May."),
                      second = make_version(2, "It sails in June.");
  publish(first, news::encode::to_json(first));
  news::Version stranger = make_version(1, "Something else.");
  stranger.id = news::identity::article_id(kSite, news::identity::KeyKind::Guid, "stranger");
  stranger.article->url = stranger.article->canonical_url = "https://harbourpost.example/else";
  publish(stranger, news::encode::to_json(stranger));
  publish(second, news::encode::to_framed_bytes(second, 17));

  const std::string urn = news::to_urn(kSite, first.id);
  for (const std::string& what : {urn, std::string(kUrl), std::string(kOther),
                                  std::string("http://www.harbourpost.example/night-ferry/")}) {
    const Answer answer = run({what, "--diff"});
    EXPECT_EQ(answer.code, 0) << what << answer.err;
    EXPECT_TRUE(has(answer.out, urn)) << what << answer.out;
    EXPECT_TRUE(has(answer.out, "It sails in May.")) << answer.out;
    EXPECT_TRUE(has(answer.out, "│ It sails in June.")) << answer.out;
    EXPECT_FALSE(has(answer.out, "Something else")) << answer.out;
  }
  const Answer json = run({urn, "--json", "--limit", "1"});
  EXPECT_EQ(json.out, news::encode::to_json(second) + "\n");
}

TEST_F(HistoryOnBroker, SaysWhatItDoesNotFindOrUnderstand) {
  const Answer unknown = run({"https://harbourpost.example/nothing"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_TRUE(has(unknown.err, "has no version of https://harbourpost.example/nothing"));
  EXPECT_EQ(unknown.out, "");
  EXPECT_EQ(run({"urn:dateline:x"}).code, 64);
  EXPECT_EQ(run({kUrl, "--from", "yesterday"}).code, 64);
  const Answer nowhere = run({kUrl, "--set", "topics.versions="});
  EXPECT_EQ(nowhere.code, 78);
  EXPECT_TRUE(has(nowhere.err, "no topic keeps versions"));
}

TEST_F(HistoryOnBroker, LeavesOutWhatWasPublishedBefore) {
  const news::Version first = make_version(1, "It sails in May.");
  publish(first, news::encode::to_json(first));
  EXPECT_EQ(run({kUrl, "--from", "2020-01-01T00:00:00Z"}).code, 0);
  EXPECT_EQ(run({kUrl, "--from", "2100-01-01T00:00:00Z"}).code, 2);
}

}  // namespace
}  // namespace e2e
