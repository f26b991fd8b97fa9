// How a version is written, by configuration.
#include "version/records.h"

#include <gtest/gtest.h>

#include "news/encode/ninjs.h"
#include "news/encode/version.h"

namespace version {
namespace {

class Records : public testing::Test {
 protected:
  Records() {
    version_.id.bytes[0] = 7;
    version_.site = "harbourpost.example";
    version_.change.number = {2, 0};
    version_.change.verdict = news::Verdict::Revised;
    version_.article.emplace();
    version_.article->headline = "Night ferry returns";
  }
  std::vector<stream::OutRecord> write(Encoding encoding) {
    return to_records(version_, Publication{cause_, {}, generation_, true, encoding});
  }
  static std::string header(const stream::OutRecord& record, std::string_view name) {
    for (const stream::OwnedHeader& header : record.headers) {
      if (header.key == name) return header.value;
    }
    return "";
  }

  const stream::Record cause_{};
  const std::string generation_ = "g1";
  news::Version version_;
};

TEST_F(Records, AreJsonUnlessSomethingElseIsWanted) {
  const auto records = write({});
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].value, news::encode::to_json(version_));
  EXPECT_EQ(records[1].value, records[0].value);
  EXPECT_EQ(header(records[0], "content-type"), "application/json");
  EXPECT_EQ(header(records[0], "dateline-schema"), "dateline.article/1");
}

TEST_F(Records, AreBareMessagesWithoutARegistry) {
  const auto records = write({Form::Protobuf, 0});
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].value, news::encode::to_bytes(version_));
  EXPECT_EQ(header(records[0], "content-type"), "application/x-protobuf");
  EXPECT_EQ(header(records[0], "dateline-schema"), "dateline.Version/1");
  EXPECT_EQ(header(records[0], "dateline-verdict"), "revised");
  EXPECT_EQ(header(records[0], "dateline-number"), "2");
  EXPECT_EQ(records[0].key, to_hex(version_.id));
}

TEST_F(Records, AreFramedWithARegistrysId) {
  const auto records = write({Form::Protobuf, 17});
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[1].value, news::encode::to_framed_bytes(version_, 17));
}

// Compaction knows null only: a frame around nothing would stay for ever.
TEST_F(Records, ATombstoneIsNullInEveryForm) {
  for (const Encoding encoding : {Encoding{}, Encoding{Form::Protobuf, 17}}) {
    const auto record =
        to_tombstone(version_.id, Publication{cause_, {}, generation_, true, encoding});
    EXPECT_FALSE(record.value);
  }
}

}  // namespace
}  // namespace version
