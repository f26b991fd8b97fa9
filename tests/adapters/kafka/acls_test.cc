// What access lists say, on lists made by hand.
#include "adapters/kafka/acls.h"

#include <gtest/gtest.h>

namespace adapters::kafka {
namespace {

constexpr const char* kMe = "User:me";

Acl allow(Operation operation, const std::string& topic) {
  return {.resource = Resource::Topic, .name = topic, .principal = kMe, .operation = operation};
}

Need need(Operation operation, const std::string& topic) {
  return {Resource::Topic, topic, false, operation};
}

bool is_allowed(const Need& needed, const std::vector<Acl>& acls) {
  return find_denials({needed}, acls, kMe).empty();
}

TEST(Acls, AnEntryAllowsByNameByPrefixOrAll) {
  const Need read = need(Operation::Read, "articles.raw");
  EXPECT_FALSE(is_allowed(read, {}));
  EXPECT_TRUE(is_allowed(read, {allow(Operation::Read, "articles.raw")}));
  EXPECT_TRUE(is_allowed(read, {allow(Operation::Read, "*")}));
  EXPECT_TRUE(is_allowed(read, {allow(Operation::All, "articles.raw")}));
  EXPECT_FALSE(is_allowed(read, {allow(Operation::Read, "articles")}));
  Acl prefix = allow(Operation::Read, "articles");
  prefix.is_prefix = true;
  EXPECT_TRUE(is_allowed(read, {prefix}));
  EXPECT_FALSE(is_allowed(read, {allow(Operation::Write, "articles.raw")}));
}

TEST(Acls, EntriesOfOthersAndOfOtherResourcesDoNotCount) {
  const Need read = need(Operation::Read, "articles.raw");
  Acl other = allow(Operation::Read, "articles.raw");
  other.principal = "User:you";
  EXPECT_FALSE(is_allowed(read, {other}));
  other.principal = "User:*";
  EXPECT_TRUE(is_allowed(read, {other}));
  Acl group = allow(Operation::Read, "articles.raw");
  group.resource = Resource::Group;
  EXPECT_FALSE(is_allowed(read, {group}));
}

TEST(Acls, ReadAndWriteAllowDescribe) {
  const Need describe = need(Operation::Describe, "t");
  EXPECT_TRUE(is_allowed(describe, {allow(Operation::Read, "t")}));
  EXPECT_TRUE(is_allowed(describe, {allow(Operation::Write, "t")}));
  EXPECT_FALSE(is_allowed(need(Operation::Read, "t"), {allow(Operation::Describe, "t")}));
}

TEST(Acls, ADenialBeatsWhatIsAllowedAndIsAnError) {
  const Need write = need(Operation::Write, "articles.clean");
  Acl denied = allow(Operation::Write, "articles.clean");
  denied.allows = false;
  const std::vector<Acl> acls{allow(Operation::All, "*"), denied};
  EXPECT_EQ(find_denials({write, need(Operation::Read, "articles.clean")}, acls, kMe),
            (std::vector<Denial>{{true, write}}));
  EXPECT_EQ(find_denials({write}, {}, kMe), (std::vector<Denial>{{false, write}}));
}

TEST(Acls, APrefixIsAllowedByAPrefixOnlyAndDeniedByAnyPart) {
  const Need ids{Resource::TransactionalId, "dateline.clean.g1.", true, Operation::Write};
  Acl acl{.resource = Resource::TransactionalId,
          .name = "dateline.clean.g1.pod-0.w0",
          .principal = kMe,
          .operation = Operation::Write};
  EXPECT_EQ(find_denials({ids}, {acl}, kMe).size(), 1u);
  acl.name = "dateline.";
  acl.is_prefix = true;
  EXPECT_TRUE(find_denials({ids}, {acl}, kMe).empty());
  Acl part = acl;
  part.name = "dateline.clean.g1.pod-1.";
  part.allows = false;
  EXPECT_EQ(find_denials({ids}, {acl, part}, kMe), (std::vector<Denial>{{true, ids}}));
}

TEST(Acls, NeedsReadAsPeopleWriteThem) {
  EXPECT_EQ(to_text(need(Operation::Write, "articles.clean")), "Write articles.clean");
  EXPECT_EQ(to_text({Resource::Group, "g", false, Operation::Read}), "Read group g");
  EXPECT_EQ(to_text({Resource::TransactionalId, "g.", true, Operation::Write}),
            "Write transactional id g.*");
}

TEST(Acls, AClientIsKnownByItsSettingsWhereItNamesItself) {
  const auto principal = [](const Properties& properties) {
    return principal_of({.brokers = "b",
                         .properties = properties,
                         .consumer_properties = {},
                         .producer_properties = {}});
  };
  EXPECT_EQ(principal({}), "User:ANONYMOUS");
  EXPECT_EQ(principal({{"security.protocol", "SASL_SSL"},
                       {"sasl.mechanism", "SCRAM-SHA-512"},
                       {"sasl.username", "news"}}),
            "User:news");
  EXPECT_EQ(principal({{"security.protocol", "ssl"}}), "");
  EXPECT_EQ(principal({{"security.protocol", "sasl_plaintext"}, {"sasl.mechanism", "GSSAPI"}}), "");
}

}  // namespace
}  // namespace adapters::kafka
