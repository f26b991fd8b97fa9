#include "news/identity/site.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace news::identity {
namespace {

Publisher make_publisher(std::string site, std::vector<std::string> hosts) {
  Publisher publisher;
  publisher.site = std::move(site);
  publisher.hosts = std::move(hosts);
  return publisher;
}

TEST(Site, IsTheRegistrableDomainByIcannAndPrivateRules) {
  const Suffixes suffixes;
  EXPECT_EQ(suffixes.registrable_domain("a.example.co.uk"), "example.co.uk");
  EXPECT_EQ(suffixes.registrable_domain("desk.github.io"), "desk.github.io");
  EXPECT_EQ(suffixes.registrable_domain("x.desk.github.io"), "desk.github.io");
  EXPECT_EQ(suffixes.registrable_domain("www.city.kawasaki.jp"), "city.kawasaki.jp");
}

TEST(Site, CountsALastLabelThatNobodyListsAsASuffix) {
  const Suffixes suffixes;
  EXPECT_EQ(suffixes.registrable_domain("news.paper.example"), "paper.example");
}

TEST(Site, IsRefusedForAddressesSingleLabelsAndBareSuffixes) {
  const Suffixes suffixes;
  const PublisherTable publishers;
  for (const char* host :
       {"192.0.2.7", "0x7f.1", "localhost", "com", "co.uk", "github.io", "example", ""}) {
    const Result<std::string> site = site_of(host, suffixes, publishers);
    ASSERT_FALSE(site) << host;
    EXPECT_EQ(site.fault().code, "bad_address");
    EXPECT_EQ(site.fault().recovery, base::Recovery::DeadLetter);
  }
}

TEST(Site, OfAPublisherIsTheLongestMatchAmongItsHosts) {
  const Suffixes suffixes;
  const PublisherTable publishers({make_publisher("one.example", {"one.example", "shared.example"}),
                                   make_publisher("two.example", {"desk.shared.example"})});
  EXPECT_EQ(*site_of("a.shared.example", suffixes, publishers), "one.example");
  EXPECT_EQ(*site_of("a.desk.shared.example", suffixes, publishers), "two.example");
  EXPECT_EQ(*site_of("notshared.example", suffixes, publishers), "notshared.example");
}

TEST(Site, ListSaysWhichOneItIs) { EXPECT_EQ(Suffixes().version().size(), 40u); }

}  // namespace
}  // namespace news::identity
