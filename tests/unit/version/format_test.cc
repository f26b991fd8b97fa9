// A state as one release has written it, under the next one, and back again.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "tests/golden/golden.h"
#include "tests/unit/version/world.h"
#include "version/find.h"

namespace version {
namespace {

using news::encode::RowFormat;

std::uint32_t format_of(const std::string& row) { return static_cast<std::uint8_t>(row[1]); }

std::set<std::uint32_t> formats_in(const std::map<std::string, std::string>& rows) {
  std::set<std::uint32_t> formats;
  for (const auto& [key, row] : rows) {
    EXPECT_EQ(row[0], '\x08') << "field 1, a varint";
    formats.insert(format_of(row));
  }
  return formats;
}

// One life of a process: what it may read, and what it writes.
struct Release {
  RowFormat writes = RowFormat::One;
  std::uint32_t reads_max = 2;  // the release before the format knows nothing above 1
};

class Reader final : public stream::StateReader {
 public:
  Reader(const std::map<std::string, std::string>& rows, std::uint32_t max)
      : rows_(rows), max_(max) {}
  base::Result<std::optional<std::string>> get(std::string_view key) const override {
    const auto at = rows_.find(std::string(key));
    if (at == rows_.end()) return std::optional<std::string>{};
    if (format_of(at->second) > max_) return base::stop("unknown_format");
    return std::optional<std::string>{at->second};
  }

 private:
  const std::map<std::string, std::string>& rows_;
  const std::uint32_t max_;
};

// The state over all lives, and what was published.
struct History {
  std::map<std::string, std::string> rows;
  std::set<char> kinds;  // of rows that were ever written
  std::vector<stream::Effects> published;
};

// A takedown tells the keys that have alias rows: of format 1 the article's own too, which its id
// says already.
std::string without_aliases(const std::string& bytes) {
  news::Candidate takedown = *news::encode::read_candidate(bytes);
  takedown.aliases.clear();
  return news::encode::to_bytes(takedown);
}

base::Result<base::Done> live(const Release& release, const std::vector<std::string>& log,
                              History& history) {
  VersionStage stage({.input = "candidates",
                      .articles = "clean",
                      .versions = "versions",
                      .generation = "7",
                      .ages = {.head_days = 20, .text_days = 5, .content_days = 3, .line_days = 5},
                      .row_format = release.writes});
  for (const std::string& bytes : log) {
    const Reader reader(history.rows, release.reads_max);
    const stream::Record record{{0}, {0}, kSite, bytes, {}, Timestamp{kStart + 1000 * kDay}};
    auto effects = stage.handle(record, reader, Timestamp{kStart});
    if (!effects) return effects.fault();
    for (stream::StateWrite& row : effects->rows) {
      history.kinds.insert(row.key[0]);
      if (row.value) {
        history.rows[row.key] = *row.value;
      } else {
        history.rows.erase(row.key);
      }
    }
    effects->rows.clear();
    for (stream::OutRecord& out : effects->out) {
      if (out.output == kTakedowns) out.value = without_aliases(*out.value);
    }
    history.published.push_back(std::move(*effects));
  }
  return base::Done{};
}

// Canonical addresses that name no single article: what a site row is for.
void add_flood(std::vector<std::string>& log) {
  for (std::uint32_t i = 0; i < kDistrustedMax * (kKeyTextsMax + 1); ++i) {
    const std::string number = std::to_string(i);
    const Page page{.path = "flood" + number,
                    .at = i,
                    .headline = "Flood " + number,
                    .canonical = "flooded" + std::to_string(i / (kKeyTextsMax + 1))};
    log.push_back(news::encode::to_bytes(to_candidate(page)));
  }
}

// Four months of everything that makes rows: every kind of row comes, is read again, ages and goes.
std::vector<std::string> make_log(int records, unsigned seed = 6) {
  std::vector<std::string> log;
  std::mt19937 random(seed);
  for (int i = 0; i < records; ++i) {
    const std::string path = "p" + std::to_string(random() % 60);
    Page page{.path = path, .at = i * 2 * kHour, .headline = "Of " + path};
    page.paragraphs = {"What " + path + " tells is told in this one sentence.",
                       "Paragraph " + std::to_string(random() % 4) + " ends it."};
    if (random() % 150 == 0) page.canonical = "p" + std::to_string(random() % 60);
    if (random() % 25 == 0) page.status = news::Status::Gone;
    if (random() % 8 == 0) page.request = "latest";
    if (random() % 100 == 0) page.guid = "urn:newsml:harbour:" + std::to_string(random() % 5);
    if (random() % 6 == 0) page.at -= 3 * kDay;
    log.push_back(news::encode::to_bytes(to_candidate(page)));
    if (i % 211 != 30) continue;
    news::Candidate takedown;
    takedown.kind = news::CandidateKind::Takedown;
    takedown.site = kSite;
    takedown.fetched_at = takedown.appended_at = Timestamp{kStart + page.at};
    takedown.addresses = {{news::AddressKind::Fetched, address(page, path)}};
    log.push_back(news::encode::to_bytes(takedown));
  }
  return log;
}

std::vector<std::string> part(const std::vector<std::string>& log, std::size_t quarter) {
  const auto size = static_cast<std::ptrdiff_t>(log.size() / 4);
  const auto begin = log.begin() + static_cast<std::ptrdiff_t>(quarter) * size;
  return {begin, quarter == 3 ? log.end() : begin + size};
}

constexpr Release kBefore{.writes = RowFormat::One, .reads_max = 1};
constexpr Release kRolledOut{.writes = RowFormat::One, .reads_max = 2};
constexpr Release kSwitched{.writes = RowFormat::Two, .reads_max = 2};

class Formats : public testing::Test {
 protected:
  // What comes of the log when nobody ever upgrades.
  void SetUp() override {
    log_ = make_log(1500);
    add_flood(log_);
    ASSERT_TRUE(live(kBefore, log_, expected_));
  }

  void expect_the_same(const History& history) const {
    ASSERT_EQ(history.published.size(), expected_.published.size());
    for (std::size_t i = 0; i < history.published.size(); ++i) {
      ASSERT_TRUE(history.published[i] == expected_.published[i]) << "record " << i;
    }
  }

  std::vector<std::string> log_;
  History expected_;
};

TEST_F(Formats, TheStateHasEveryKindOfRow) {
  const std::set<char>& kinds = expected_.kinds;
  EXPECT_EQ(std::string(kinds.begin(), kinds.end()), "adefhlsx");
}

TEST_F(Formats, ANewReleaseTakesTheStateOverAndTheOldOneTakesItBack) {
  History history;
  ASSERT_TRUE(live(kBefore, part(log_, 0), history));
  ASSERT_TRUE(live(kRolledOut, part(log_, 1), history));
  EXPECT_EQ(formats_in(history.rows), (std::set<std::uint32_t>{1}));
  ASSERT_TRUE(live(kBefore, part(log_, 2), history)) << "rolled back";
  ASSERT_TRUE(live(kRolledOut, part(log_, 3), history));
  expect_the_same(history);
  EXPECT_EQ(history.rows, expected_.rows);
}

TEST_F(Formats, OnceSwitchedBothAreReadAndTheOldReleaseStops) {
  History history;
  ASSERT_TRUE(live(kBefore, part(log_, 0), history));
  ASSERT_TRUE(live(kRolledOut, part(log_, 1), history));
  ASSERT_TRUE(live(kSwitched, part(log_, 2), history));
  EXPECT_EQ(formats_in(history.rows), (std::set<std::uint32_t>{1, 2}));
  History refused = history;
  const auto old = live(kBefore, part(log_, 3), refused);
  ASSERT_FALSE(old) << "and loses nothing";
  EXPECT_EQ(old.fault().code, "unknown_format");
  EXPECT_EQ(old.fault().recovery, base::Recovery::Stop);
  ASSERT_TRUE(live(kSwitched, part(log_, 3), history));
  expect_the_same(history);
}

TEST_F(Formats, ASwitchCanBeTakenBackByTheReleaseThatKnowsBoth) {
  History history;
  ASSERT_TRUE(live(kSwitched, part(log_, 0), history));
  ASSERT_TRUE(live(kSwitched, part(log_, 1), history));
  EXPECT_EQ(formats_in(history.rows), (std::set<std::uint32_t>{2}));
  ASSERT_TRUE(live(kRolledOut, part(log_, 2), history));
  ASSERT_TRUE(live(kRolledOut, part(log_, 3), history));
  expect_the_same(history);
  EXPECT_TRUE(formats_in(history.rows).contains(1));
}

// Pages change their canonical addresses, take over those of others, are taken down, age and come
// back: what an article's own address says without an alias row is what an alias row would say.
TEST(FormatsOfManyLogs, PublishAndCountTheSame) {
  constexpr unsigned kLogs = 6;
  std::size_t own = 0, given_up = 0;
  for (unsigned seed = 1; seed <= kLogs; ++seed) {
    History expected, history;
    const std::vector<std::string> log = make_log(1500, seed);
    ASSERT_TRUE(live(kBefore, log, expected));
    ASSERT_TRUE(live(kSwitched, log, history));
    for (std::size_t i = 0; i < expected.published.size(); ++i) {
      ASSERT_TRUE(history.published[i] == expected.published[i]) << "log " << seed << ':' << i;
    }
    for (const auto& [key, row] : history.rows) {
      const auto id = news::encode::read_head_key(key);
      if (!id) continue;
      const bool is_own = news::encode::read_head_row(*id, row)->own_key;
      own += is_own ? 1 : 0;
      given_up += is_own ? 0 : 1;
    }
  }
  EXPECT_GT(own, 50u);
  EXPECT_GT(given_up, 50u);
}

TEST_F(Formats, TheNewOneTakesLessRoom) {
  History history;
  ASSERT_TRUE(live(kSwitched, log_, history));
  const auto bytes_of = [](const History& of, char kind) {
    std::size_t sum = 0;
    for (const auto& [key, row] : of.rows) sum += key[0] == kind ? key.size() + row.size() : 0;
    return sum;
  };
  EXPECT_LT(bytes_of(history, 'h'), bytes_of(expected_, 'h') * 9 / 10);
  EXPECT_LT(bytes_of(history, 'a'), bytes_of(expected_, 'a') * 7 / 10);
  EXPECT_LT(bytes_of(history, 'x'), bytes_of(expected_, 'x'));
}

// A state that a process of format 1 has left, byte for byte: it must be readable for as long as
// format 1 is.
TEST(FormatGolden, AStateOfFormatOneIsWrittenAsItWas) {
  History history;
  const std::vector<std::string> log = make_log(12);
  ASSERT_TRUE(live(kBefore, log, history));
  std::string all;
  for (const auto& [key, row] : history.rows) {
    all += static_cast<char>(key.size());
    all += key;
    all += static_cast<char>(row.size() >> 8);
    all += static_cast<char>(row.size());
    all += row;
  }
  golden::expect_hex_file("state_format_1.hex", all);
}

}  // namespace
}  // namespace version
