// What is read and written by hand, against protobuf's own code.
#include "news/encode/wire.h"

#include <google/protobuf/stubs/logging.h>
#include <gtest/gtest.h>

#include <random>

#include "news/encode/candidate.h"
#include "news/encode/rows.h"
#include "proto/candidate.pb.h"
#include "proto/version_state.pb.h"
#include "tests/unit/news/encode/samples.h"

namespace news::encode {
namespace {

constexpr RowFormat kFormats[] = {RowFormat::One, RowFormat::Two};

class Wire : public testing::Test {
 protected:
  // Protobuf writes a line about every text that is no UTF-8.
  void SetUp() override { google::protobuf::SetLogHandler(nullptr); }
};

// The bytes that protobuf itself writes for what it reads in `bytes`.
template <class Message>
std::string rewritten(const std::string& bytes) {
  Message message;
  EXPECT_TRUE(message.ParseFromString(bytes));
  return message.SerializeAsString();
}

TEST_F(Wire, RowsAreTheBytesThatProtobufWrites) {
  HeadRow bare;
  bare.floor = Timestamp{0};
  bare.site = "caf\xc3\xa9.example";
  for (const RowFormat format : kFormats) {
    const auto expect_same = [&]<class Message>(Message, const auto& row) {
      const std::string bytes = to_bytes(row, format);
      EXPECT_EQ(rewritten<Message>(bytes), bytes);
    };
    expect_same(dateline::HeadRow(), samples::full_head_row());
    expect_same(dateline::HeadRow(), bare);
    expect_same(dateline::TextRow(), samples::full_text_row());
    expect_same(dateline::AliasRow(),
                AliasRow{samples::some_id(4), 'u', 20516, 20515, 7, 0xdeadbeef, true});
    expect_same(dateline::SiteRow(), SiteRow{20546, 20547, 1, 0xffffffff});
    expect_same(dateline::LineRow(), LineRow{{0, 2, 0xffff}, {20515, 20516}});
    expect_same(dateline::FloodRow(), FloodRow{20516, 201});
    expect_same(dateline::CalendarRow(), CalendarRow{{line_key("a.example", 7)}, 3});
    expect_same(dateline::StreamRow(), StreamRow{20516, 20515, 3, 7});
  }
}

TEST_F(Wire, OneValueASightingOrManyIsReadInEveryWayThatProtobufReadsIt) {
  dateline::LineRow line;
  line.set_format(1);
  line.add_days(20515);
  // The same field again, not packed: what an older writer may have left.
  const std::string bytes = line.SerializeAsString() + std::string("\x18\x07", 2);
  const auto read = read_line_row(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->days, (std::vector<std::uint32_t>{20515, 7}));
}

// A text that is no UTF-8 is refused as protobuf refuses it, an unknown field is passed over.
TEST_F(Wire, TextsAreUtf8AndUnknownFieldsAreNobodysBusiness) {
  const std::string bytes = to_bytes(samples::withdrawal_candidate());
  EXPECT_TRUE(read_candidate(bytes + std::string("\xf8\x07\x01", 3)));
  const std::string group("\xfb\x07\x08\x01\xfc\x07", 6);
  EXPECT_TRUE(dateline::Candidate().ParseFromString(bytes + group));
  EXPECT_TRUE(read_candidate(bytes + group));
  EXPECT_EQ(read_candidate(bytes + group.substr(0, 4)).fault().code, "bad_candidate");
  const std::string note("\xb2\x01\x01\xff", 4);
  EXPECT_FALSE(dateline::Candidate().ParseFromString(bytes + note));
  EXPECT_EQ(read_candidate(bytes + note).fault().code, "bad_candidate");
}

std::string damaged(std::string bytes, std::mt19937& random) {
  for (auto left = random() % 3 + 1; left > 0; --left) {
    const std::size_t at = random() % bytes.size();
    const auto byte = static_cast<char>(random());
    switch (random() % 4) {
      case 0:
        bytes[at] = byte;
        break;
      case 1:
        bytes[at] = static_cast<char>(bytes[at] ^ 1 << random() % 8);
        break;
      case 2:
        bytes.insert(at, 1, byte);
        break;
      default:
        bytes.erase(at, 1);
    }
  }
  return bytes;
}

// Whatever happens to the bytes of a candidate: what protobuf refuses is refused, and what it takes
// says the same as protobuf's own bytes for it.
TEST_F(Wire, DamagedCandidatesAreReadAsProtobufReadsThem) {
  std::mt19937 random(11);
  const std::string whole[] = {to_bytes(samples::page_candidate()),
                               to_bytes(samples::withdrawal_candidate()),
                               to_bytes(samples::takedown_candidate())};
  int refused = 0, taken = 0;
  for (int i = 0; i < 30'000; ++i) {
    const std::string bytes = damaged(whole[i % 3], random);
    const auto read = read_candidate(bytes);
    dateline::Candidate message;
    if (!message.ParseFromString(bytes)) {
      EXPECT_FALSE(read) << base::to_hex(bytes);
      ++refused;
      continue;
    }
    const auto again = read_candidate(message.SerializeAsString());
    ASSERT_EQ(read.operator bool(), again.operator bool()) << base::to_hex(bytes);
    if (read) {
      EXPECT_EQ(*read, *again);
      ++taken;
    } else {
      EXPECT_EQ(read.fault().code, again.fault().code);
    }
  }
  EXPECT_GT(refused, 1'000);
  EXPECT_GT(taken, 1'000);
}

TEST_F(Wire, DamagedHeadRowsAreReadAsProtobufReadsThem) {
  std::mt19937 random(12);
  HeadRow row = samples::full_head_row();
  row.own_key = true;
  const ArticleId id = row.id;
  const std::string whole = to_bytes(row, RowFormat::Two);
  int refused = 0, taken = 0;
  for (int i = 0; i < 30'000; ++i) {
    const std::string bytes = damaged(whole, random);
    const auto read = read_head_row(id, bytes);
    dateline::HeadRow message;
    if (!message.ParseFromString(bytes)) {
      EXPECT_FALSE(read) << base::to_hex(bytes);
      ++refused;
      continue;
    }
    const auto again = read_head_row(id, message.SerializeAsString());
    ASSERT_EQ(read.operator bool(), again.operator bool()) << base::to_hex(bytes);
    if (!read) continue;
    EXPECT_EQ(*read, *again);
    ++taken;
  }
  EXPECT_GT(refused, 1'000);
  EXPECT_GT(taken, 1'000);
}

}  // namespace
}  // namespace news::encode
