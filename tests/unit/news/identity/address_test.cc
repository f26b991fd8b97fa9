#include "news/identity/address.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

namespace news::identity {
namespace {

std::vector<Publisher> make_publishers() {
  std::vector<Publisher> all(3);
  all[0].site = "joongang.co.kr";
  all[0].hosts = {"joongang.co.kr", "joins.com"};
  all[1].site = "noisy.example";
  all[1].hosts = {"noisy.example"};
  all[1].query_noise = {"from"};
  all[2].site = "shop.example";
  all[2].hosts = {"shop.example"};
  all[2].query_identity = {"CmpId", "amp"};
  return all;
}

class Address : public testing::Test {
 protected:
  std::string canon(std::string_view address, std::string_view base = {}) const {
    const Result<std::string> url = canonicalize(address, rules_, base);
    return url ? *url : "fault " + std::string(url.fault().code);
  }
  std::string site(std::string_view address) const {
    const Result<Place> place = locate(address, rules_);
    return place ? place->site : "fault " + std::string(place.fault().code);
  }

  const Suffixes suffixes_;
  const PublisherTable publishers_{make_publishers()};
  const AddressRules rules_{suffixes_, publishers_};
};

using Vectors = std::vector<std::pair<std::string, std::string>>;

TEST_F(Address, TakesSchemeHostAndPortToOneSpelling) {
  const Vectors vectors{
      {"HTTP://WWW.Example.COM:80/News/A.html", "https://example.com/News/A.html"},
      {"https://user:pw@example.com:8443/x", "https://example.com:8443/x"},
      {"https://example.com.:443", "https://example.com/"},
      {"https://example.com:08443/x", "https://example.com:8443/x"},
      {"https://example.com:/x", "https://example.com/x"},
      {"https://m\xC3\xBCnchen-zeitung.de/a", "https://xn--mnchen-zeitung-gsb.de/a"},
      {"https://stra\xC3\x9F"
       "e.example/x",
       "https://xn--strae-oqa.example/x"},
      {"https://ex%61mple.com/x", "https://example.com/x"},
      {"https://blog.example.com/p/12", "https://blog.example.com/p/12"},
      {"https://news.example.com/p/12", "https://news.example.com/p/12"},
      {"https://m.www.example.com/x", "https://example.com/x"},
      {"https://www2.example.com/x", "https://example.com/x"},
      {"https://mobile.example.com/x", "https://example.com/x"},
      {"https://m.co.kr/p", "https://m.co.kr/p"},
      {"https://m.example.co.kr/view.html?idxno=41&fbclid=Iw0x",
       "https://example.co.kr/view.html?idxno=41"},
  };
  for (const auto& [in, out] : vectors) EXPECT_EQ(canon(in), out) << in;
}

TEST_F(Address, RepairsWhatPeopleAndProgramsWrite) {
  const Vectors vectors{
      {"http://http://example.com/w/6", "https://example.com/w/6"},
      {"https://https:/example.com/w/6", "https://example.com/w/6"},
      {"https:/example.com\\w\\7", "https://example.com/w/7"},
      {"//example.com/w/8?", "https://example.com/w/8"},
      {"example.com/w/10", "https://example.com/w/10"},
      {"example.com:8443/w/10", "https://example.com:8443/w/10"},
      {" \xE2\x80\x8B\xEF\xBB\xBF\xC2\xA0https://example.com/w\t/\r\n11\xE3\x80\x80 ",
       "https://example.com/w/11"},
      {"https://example.com/view?id=5&amp;utm_campaign=z", "https://example.com/view?id=5"},
      {"https://example.com/view?a=1&amp;amp;b=2", "https://example.com/view?a=1&b=2"},
      {"https://example.com/view?a=b\\c", "https://example.com/view?a=b%5Cc"},
  };
  for (const auto& [in, out] : vectors) EXPECT_EQ(canon(in), out) << in;
}

TEST_F(Address, ResolvesRelativeReferencesOnlyAgainstABase) {
  const std::string base = "https://www.example.com/section/page?x=1#top";
  EXPECT_EQ(canon("/w/9?page=2", "https://www.example.com/section/"),
            "https://example.com/w/9?page=2");
  EXPECT_EQ(canon("w/9", base), "https://example.com/section/w/9");
  EXPECT_EQ(canon("../w/9", base), "https://example.com/w/9");
  EXPECT_EQ(canon("story.html", base), "https://example.com/section/story.html");
  EXPECT_EQ(canon("?page=3", base), "https://example.com/section/page?page=3");
  EXPECT_EQ(canon("#!/a", base), "https://example.com/section/page?x=1#!/a");
  EXPECT_EQ(canon("example.com/x", base), "https://example.com/x");
  EXPECT_EQ(canon("//other.example/x", base), "https://other.example/x");
  EXPECT_EQ(canon("/w/9"), "fault bad_address");
  EXPECT_EQ(canon("/w/9", "mailto:desk@example.com"), "fault bad_address");
}

TEST_F(Address, KeepsWhatMayBeTheArticleInAQuery) {
  const Vectors vectors{
      {"https://example.com/a/s-1/?utm_source=rss&utm_medium=feed", "https://example.com/a/s-1"},
      {"https://example.com/a/s-1#comments", "https://example.com/a/s-1"},
      {"https://example.com/v.php?ud=2025&no=7&no=8",
       "https://example.com/v.php?no=7&no=8&ud=2025"},
      {"https://example.com/WT?WT.mc_id=x&sid=100&oid=009&aid=0001",
       "https://example.com/WT?aid=0001&oid=009&sid=100"},
      {"https://example.com/w?a&b=&=c&&a=%7e", "https://example.com/w?=c&a&a=~&b="},
      {"https://example.com/w?output=AMP&outputType=amp&output=rss",
       "https://example.com/w?output=rss"},
  };
  for (const auto& [in, out] : vectors) EXPECT_EQ(canon(in), out) << in;
  for (const char* same :
       {"https://example.com/info.php?SerialNo=0099&from=top",
        "https://example.com/p?id=", "https://example.com/watch?v=aBcD",
        "https://example.com/s?q=a+b&r=a%20b", "https://example.com/index.php?id=12",
        "https://example.com/w?aid=1&cid=2&id=3&idxno=4&no=5&oid=6&page=7&ref=8"}) {
    EXPECT_EQ(canon(same), same);
  }
}

TEST_F(Address, LetsPublishersAddNoiseAndProtectNames) {
  EXPECT_EQ(canon("https://noisy.example/story?b=2&FROM=top&a=1"),
            "https://noisy.example/story?a=1&b=2");
  EXPECT_EQ(canon("https://example.com/story?from=top"), "https://example.com/story?from=top");
  EXPECT_EQ(canon("https://shop.example/story?cmpid=A17&gclid=x"),
            "https://shop.example/story?cmpid=A17");
  EXPECT_EQ(canon("https://shop.example/story?amp=3"), "https://shop.example/story?amp=3");
}

TEST_F(Address, GivesPathsOneSpellingAndKeepsTheirCase) {
  const Vectors vectors{
      {"https://example.com//a/./b/../c//story", "https://example.com/a/c/story"},
      {"https://example.com/a%7Eb/%e2%82%ac/%2Fx", "https://example.com/a~b/%E2%82%AC/%2Fx"},
      {"https://example.com/\xEB\x89\xB4\xEC\x8A\xA4/5 1%-x",
       "https://example.com/%EB%89%B4%EC%8A%A4/5%201%25-x"},
      {"https://example.com/news/index.html", "https://example.com/news"},
      {"https://example.com/news/Default.aspx", "https://example.com/news"},
      {"https://example.com/story;jsessionid=8A7F.n1?id=3", "https://example.com/story?id=3"},
      {"https://example.com/a;SID=3/b;x=1;PhpSessId=9", "https://example.com/a/b;x=1"},
      {"https://amp.example.com/w/2/amp/", "https://example.com/w/2"},
      {"https://example.com/w/2.amp", "https://example.com/w/2"},
      {"https://example.com/w/2.amp.html?outputType=amp", "https://example.com/w/2.html"},
      {"https://example.com/w/%2e%2E/x", "https://example.com/x"},
      {"https://example.com/app#!/a/11", "https://example.com/app#!/a/11"},
      {"https://example.com/app#!", "https://example.com/app"},
  };
  for (const auto& [in, out] : vectors) EXPECT_EQ(canon(in), out) << in;
}

TEST_F(Address, UnwrapsCachesArchivesAndRedirectors) {
  const Vectors vectors{
      {"https://x.cdn.ampproject.org/c/s/www.example.com/w/3?usqp=mq", "https://example.com/w/3"},
      {"https://www.google.com/amp/s/www.example.com/w/3.amp", "https://example.com/w/3"},
      {"https://www.google.com/url?sa=t&url=https%3A%2F%2Fexample.com%2Fw%3Fid%3D9",
       "https://example.com/w?id=9"},
      {"https://www.google.co.uk/url?q=https://example.com/w", "https://example.com/w"},
      {"https://web.archive.org/web/20240603101112id_/http://www.example.com/w/5",
       "https://example.com/w/5"},
      {"https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.com%2Fw&h=AT0",
       "https://example.com/w"},
      {"https://web.archive.org/web/2024/https://www.google.com/amp/s/example.com/w",
       "https://example.com/w"},
  };
  for (const auto& [in, out] : vectors) EXPECT_EQ(canon(in), out) << in;
}

TEST_F(Address, RefusesWhatIsNoAddressOfAnArticle) {
  for (const char* bad : {"",
                          "  ",
                          "mailto:desk@example.com",
                          "javascript:void(0)",
                          "ftp://example.com/x",
                          "https://t.co/Ab3",
                          "https://www.google.com/url?sa=t",
                          "https://l.facebook.com/l.php?h=1",
                          "https://www.google.com/url?url=mailto:x",
                          "https://web.archive.org/web/1/https://web.archive.org/web/2/"
                          "https://web.archive.org/web/3/https://example.com/w",
                          "https://",
                          "https:///",
                          "https://exa mple.com/",
                          "https://a..example/x",
                          "https://example.com:99999/",
                          "https://example.com:x/",
                          "https://[::1]/x",
                          "https://192.0.2.7/x",
                          "https://localhost/x",
                          "https://co.kr/x",
                          "https://com/x"}) {
    EXPECT_EQ(canon(bad), "fault bad_address") << bad;
  }
}

TEST_F(Address, HoldsItsLimitsExactly) {
  const std::string prefix = "https://example.com/";
  const std::string longest = prefix + std::string(kAddressBytesMax - prefix.size(), 'a');
  EXPECT_EQ(canon(longest), longest);
  EXPECT_EQ(canon("  " + longest + "  "), longest);
  EXPECT_EQ(canon(longest + "a"), "fault bad_address");
  // Within the limit as found, beyond it once escaped.
  EXPECT_EQ(canon(prefix + std::string(1500, ' ') + "x"), "fault bad_address");

  std::string query = "https://example.com/w?";
  for (std::size_t i = 0; i < kParametersMax; ++i) query += "&b=" + std::to_string(i);
  EXPECT_NE(canon(query), "fault bad_address");
  EXPECT_EQ(canon(query + "&b=x"), "fault bad_address");
  EXPECT_EQ(canon("https://" + std::string(63, 'a') + ".example/x"),
            "https://" + std::string(63, 'a') + ".example/x");
  EXPECT_EQ(canon("https://" + std::string(64, 'a') + ".example/x"), "fault bad_address");
}

TEST_F(Address, KnowsTheSiteOfTheHostAsFound) {
  EXPECT_EQ(site("https://news.joins.com/article/1"), "joongang.co.kr");
  EXPECT_EQ(site("https://koreajoongangdaily.joins.com/x"), "joongang.co.kr");
  EXPECT_EQ(site("https://www.example.co.uk/x"), "example.co.uk");
  EXPECT_EQ(site("https://a.b.paper.example/x"), "paper.example");
  EXPECT_EQ(site("https://desk.github.io/x"), "desk.github.io");
  EXPECT_EQ(site("https://x.cdn.ampproject.org/c/s/www.example.com/w/3"), "example.com");
}

TEST_F(Address, OfAnAddressIsItself) {
  const std::vector<std::string> pieces{"http://",
                                        "https:/",
                                        "//",
                                        "www.",
                                        "m.",
                                        "amp.",
                                        "example.com",
                                        "noisy.example",
                                        "shop.example",
                                        "google.com",
                                        "/url?q=",
                                        "/amp/s/",
                                        "x.cdn.ampproject.org/c/",
                                        "web.archive.org/web/1/",
                                        "l.facebook.com/l.php?u=",
                                        "/",
                                        "/..",
                                        "/./",
                                        "..",
                                        "%2e",
                                        "%2F",
                                        "%",
                                        "%25",
                                        "%2",
                                        "amp",
                                        ".amp",
                                        ".amp.html",
                                        "index.html",
                                        "/index.php",
                                        "default.asp",
                                        ";sid=",
                                        ";jsessionid=1",
                                        "?",
                                        "&",
                                        "=",
                                        "&amp;",
                                        "amp;",
                                        "%61mp;",
                                        "&%61mp;",
                                        "#",
                                        "#!",
                                        "!",
                                        "utm_x=1",
                                        "from=1",
                                        "cmpid=2",
                                        "id=3",
                                        "\xEB\x89\xB4",
                                        "\xFF",
                                        " ",
                                        "\t",
                                        "\\",
                                        "@",
                                        ":",
                                        ":80",
                                        ":8080",
                                        "xn--",
                                        "\xC3\x9F",
                                        "~",
                                        "+"};
  std::mt19937_64 random(20261124);
  int accepted = 0;
  for (int round = 0; round < 60'000; ++round) {
    std::string address = round % 3 == 0 ? "" : "https://example.com/";
    for (auto left = random() % 9; left > 0; --left) address += pieces[random() % pieces.size()];
    const Result<Place> once = locate(address, rules_);
    if (!once) {
      ASSERT_EQ(once.fault().code, "bad_address");
      continue;
    }
    ++accepted;
    const Result<Place> twice = locate(once->url, rules_);
    ASSERT_TRUE(twice) << address << " -> " << once->url << ": " << twice.fault().detail;
    ASSERT_EQ(*twice, *once) << address;
  }
  EXPECT_GT(accepted, 20'000);
}

}  // namespace
}  // namespace news::identity
