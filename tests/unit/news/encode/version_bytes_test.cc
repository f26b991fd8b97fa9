// A version as protobuf says what its JSON says.
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "news/encode/article.h"
#include "news/encode/packed.h"
#include "news/encode/version.h"
#include "proto/version.pb.h"
#include "tests/unit/news/encode/samples.h"

namespace news::encode {
namespace {

dateline::Version parse(std::string_view bytes) {
  dateline::Version message;
  EXPECT_TRUE(message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
  return message;
}

VersionNumber number_of(const dateline::VersionNumber& number) {
  return {number.head(), number.historic()};
}

void expect_difference(const dateline::Difference& written, const Difference& meant) {
  EXPECT_EQ(written.kept(), meant.kept);
  EXPECT_EQ(written.added(), meant.added);
  EXPECT_EQ(written.removed(), meant.removed);
  EXPECT_EQ(written.edited(), meant.edited);
  EXPECT_EQ(written.moved(), meant.moved);
  EXPECT_EQ(written.words_before(), meant.words_before);
  EXPECT_EQ(written.words_after(), meant.words_after);
  EXPECT_EQ(written.more(), meant.more);
  ASSERT_EQ(static_cast<std::size_t>(written.operations_size()), meant.operations.size());
  for (int i = 0; i < written.operations_size(); ++i) {
    const auto& operation = written.operations(i);
    const Operation& expected = meant.operations[static_cast<std::size_t>(i)];
    EXPECT_EQ(static_cast<int>(operation.kind()), static_cast<int>(expected.kind));
    EXPECT_EQ(operation.paragraph(), expected.paragraph);
    EXPECT_EQ(operation.has_sentence(), expected.sentence.has_value());
    EXPECT_EQ(operation.sentence(), expected.sentence.value_or(0));
    EXPECT_EQ(operation.facts(), expected.facts);
  }
}

TEST(VersionBytes, SayAllThatAVersionIs) {
  const Version meant = samples::corrected_version();
  ASSERT_TRUE(meant.change.difference && !meant.change.difference->operations.empty());
  ASSERT_TRUE(meant.change.previous && !meant.change.history.empty());
  const dateline::Version written = parse(to_bytes(meant));
  EXPECT_EQ(written.format(), 1U);
  EXPECT_EQ(written.uri(), "urn:dateline:" + meant.site + ":" + to_hex(meant.id));
  EXPECT_EQ(written.site(), meant.site);
  EXPECT_EQ(number_of(written.number()), meant.change.number);
  EXPECT_EQ(written.pub_status(), dateline::Version::USABLE);
  EXPECT_EQ(written.language(), meant.language);
  EXPECT_EQ(written.first_created(), meant.first_created.value);
  EXPECT_EQ(written.version_created(), meant.version_created.value);
  EXPECT_EQ(written.ed_note(), meant.ed_note);
  EXPECT_EQ(unpack_hash(written.content_hash()), meant.content_hash);
  EXPECT_EQ(written.fetched_at(), meant.fetched_at.value);
  EXPECT_EQ(written.status(), 200U);
  EXPECT_EQ(written.article().SerializeAsString(), to_bytes(*meant.article));
}

TEST(VersionBytes, SayWhatChangedAndTheHistory) {
  const Change meant = samples::corrected_version().change;
  const dateline::Version version = parse(to_bytes(samples::corrected_version()));
  const dateline::Change& written = version.change();
  EXPECT_EQ(written.verdict(), "revised");
  EXPECT_EQ(written.change_class(), "correction");
  EXPECT_EQ(written.historic(), meant.historic);
  EXPECT_EQ(number_of(written.previous()), meant.previous);
  EXPECT_EQ(written.has_reverts_to(), meant.reverts_to.has_value());
  EXPECT_EQ(written.flapping(), meant.flapping);
  EXPECT_EQ(written.identity(), meant.identity);
  EXPECT_EQ(written.row(), meant.row);
  EXPECT_EQ(written.guard(), meant.guard);
  expect_difference(written.difference(), *meant.difference);
  ASSERT_EQ(static_cast<std::size_t>(written.history_size()), meant.history.size());
  for (int i = 0; i < written.history_size(); ++i) {
    const auto& entry = written.history(i);
    const HistoryEntry& expected = meant.history[static_cast<std::size_t>(i)];
    EXPECT_EQ(entry.has_number(), expected.number.has_value());
    EXPECT_EQ(number_of(entry.number()), expected.number.value_or(VersionNumber{}));
    EXPECT_EQ(entry.since(), expected.since.value);
    EXPECT_EQ(entry.status(), to_string(expected.status));
    EXPECT_EQ(unpack_hash(entry.content_hash()), expected.content_hash);
  }
}

TEST(VersionBytes, OfAWithdrawalCarryNoArticle) {
  const Version meant = samples::withdrawn_version();
  const dateline::Version written = parse(to_bytes(meant));
  EXPECT_FALSE(written.has_article());
  EXPECT_EQ(written.pub_status(), dateline::Version::CANCELED);
  EXPECT_EQ(written.change().verdict(), "withdrawn");
  EXPECT_EQ(written.change().change_class(), "retraction");
  EXPECT_FALSE(written.change().has_difference());
}

TEST(VersionBytes, AreFramedAsASchemaRegistryWantsThem) {
  const Version version = samples::corrected_version();
  const std::string framed = to_framed_bytes(version, 0x01020304);
  EXPECT_EQ(framed.substr(0, 6), std::string("\0\x01\x02\x03\x04\0", 6));
  EXPECT_EQ(framed.substr(6), to_bytes(version));
  EXPECT_DEATH(to_framed_bytes(version, 0), "schema_id");
  EXPECT_DEATH(to_framed_bytes(version, 0x80000000), "schema_id");
  EXPECT_EQ(to_framed_bytes(version, 0x7fffffff).substr(1, 4), "\x7f\xff\xff\xff");
}

TEST(VersionBytes, AreReadBackWhole) {
  for (const Version& meant : {samples::corrected_version(), samples::withdrawn_version()}) {
    const auto bare = read_version(to_bytes(meant));
    ASSERT_TRUE(bare) << bare.fault().detail;
    EXPECT_EQ(*bare, meant);
    const auto framed = read_version(to_framed_bytes(meant, 17));
    ASSERT_TRUE(framed) << framed.fault().detail;
    EXPECT_EQ(*framed, meant);
  }
}

TEST(VersionBytes, OfAnotherFormatOrDamagedAreRefused) {
  const auto refused = [](const auto& change) {
    dateline::Version message = parse(to_bytes(samples::corrected_version()));
    change(message);
    const auto read = read_version(message.SerializeAsString());
    return read ? std::string("read") : std::string(read.fault().code);
  };
  EXPECT_EQ(refused([](auto& message) { message.set_format(2); }), "unknown_format");
  EXPECT_EQ(refused([](auto& message) { message.mutable_article()->set_format(9); }),
            "unknown_format");
  EXPECT_EQ(refused([](auto& message) { message.set_uri("urn:dateline:x:1"); }), "bad_version");
  EXPECT_EQ(refused([](auto& message) { message.set_content_hash("123"); }), "bad_version");
  EXPECT_EQ(refused([](auto& message) { message.set_status(1000); }), "bad_version");
  EXPECT_EQ(refused([](auto& message) { message.mutable_change()->set_verdict("odd"); }),
            "bad_version");
  EXPECT_EQ(refused([](auto& message) { message.mutable_change()->set_change_class("odd"); }),
            "bad_version");
  EXPECT_EQ(read_version("\xff\xff").fault().code, "bad_version");
  EXPECT_EQ(read_version(std::string(3, '\0')).fault().code, "unknown_format");
}

// The frame names the message by its place in the file.
TEST(VersionBytes, AreTheFirstMessageOfTheirFile) {
  std::string line;
  std::ifstream file(std::string(DATELINE_SOURCE_DIR) + "/proto/version.proto");
  while (std::getline(file, line) && !line.starts_with("message ")) {
  }
  EXPECT_EQ(line, "message Version {");
}

}  // namespace
}  // namespace news::encode
