#include "version/takedown_request.h"

#include <gtest/gtest.h>

#include "news/history.h"
#include "news/identity/keys.h"

namespace version {
namespace {

constexpr base::Timestamp kNow{1'772'000'000'000};

class TakedownRequestTest : public testing::Test {
 protected:
  base::Result<TakedownRequest> read(const std::string& target, const std::string& why = "order") {
    return read_takedown(target, why, {suffixes_, publishers_}, kNow);
  }

  const news::identity::Suffixes suffixes_;
  const news::PublisherTable publishers_;
};

TEST_F(TakedownRequestTest, OfAnAddressNamesItsSiteAndTheCanonicalSpelling) {
  const auto request = read("http://www.harbourpost.example/a/?utm_source=x");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->name, "https://harbourpost.example/a");
  EXPECT_EQ(request->candidate.kind, news::CandidateKind::Takedown);
  EXPECT_EQ(request->candidate.site, "harbourpost.example");
  EXPECT_EQ(request->candidate.fetched_at, kNow);
  EXPECT_EQ(request->candidate.reason, "order");
  ASSERT_EQ(request->candidate.addresses.size(), 1u);
  EXPECT_EQ(request->candidate.addresses[0].url, request->name);
}

TEST_F(TakedownRequestTest, OfAUrnNamesSiteAndId) {
  const auto id = news::identity::article_id("harbourpost.example",
                                             news::identity::KeyKind::Address, "https://x/y");
  const std::string urn = news::to_urn("harbourpost.example", id);
  const auto request = read(urn);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->name, urn);
  EXPECT_EQ(request->candidate.site, "harbourpost.example");
  EXPECT_EQ(request->candidate.guid, to_hex(id));
  EXPECT_TRUE(request->candidate.addresses.empty());
}

TEST_F(TakedownRequestTest, RefusesWhatNamesNoArticle) {
  const std::string id(32, 'a');
  EXPECT_EQ(read("urn:dateline:harbourpost.example").fault().code, "bad_urn");
  EXPECT_EQ(read("urn:dateline:harbourpost.example:12").fault().code, "bad_urn");
  EXPECT_EQ(read("urn:dateline:nosite:" + id).fault().code, "bad_urn");
  EXPECT_EQ(read("urn:dateline:www.harbourpost.example:" + id).fault().code, "bad_urn")
      << "not a site: its log is another partition";
  EXPECT_TRUE(read("urn:dateline:harbourpost.example:" + id));
  EXPECT_EQ(read("mailto:desk@harbourpost.example").fault().code, "bad_address");
  EXPECT_EQ(read("").fault().code, "bad_address");
}

TEST_F(TakedownRequestTest, WantsAReasonOfBoundedLength) {
  const std::string url = "https://harbourpost.example/a";
  EXPECT_EQ(read(url, "").fault().code, "bad_reason");
  EXPECT_TRUE(read(url, std::string(kReasonBytesMax, 'x')));
  EXPECT_EQ(read(url, std::string(kReasonBytesMax + 1, 'x')).fault().code, "bad_reason");
}

}  // namespace
}  // namespace version
