#include "replay/plan.h"

#include <gtest/gtest.h>

#include "replay/note.h"

namespace replay {
namespace {

using base::Timestamp;

const Timestamp kNow = *base::read_rfc3339("2026-11-10T12:00:00Z");

Timestamp at(std::string_view text) { return *base::read_rfc3339(text); }

Request ask(const std::string& from, const std::string& to = "now") {
  Request request{
      .topic = "articles.raw", .target = "articles.raw.backfill", .from = from, .to = to};
  request.from_point = *read_point(from, kNow);
  request.to_point = *read_point(to, kNow);
  return request;
}

World world(std::vector<Found> partitions) {
  return {.source = {.exists = true, .bytes_max = 11'000'000, .has_append_time = true},
          .target = {.exists = true, .bytes_max = 11'000'000, .has_append_time = true},
          .readers = 1,
          .partitions = std::move(partitions)};
}

using Refusals = std::vector<std::string>;

TEST(Points, AreTimesDaysAgesOffsetsAndTheEnds) {
  using Kind = Point::Kind;
  EXPECT_EQ(read_point("earliest", kNow), (Point{Kind::Earliest, 0, {}}));
  EXPECT_EQ(read_point("now", kNow), (Point{Kind::Now, 0, {}}));
  EXPECT_EQ(read_point("offset:1200", kNow), (Point{Kind::Offset, 1200, {}}));
  EXPECT_EQ(read_point("-7d", kNow), (Point{Kind::Time, 0, at("2026-11-03T12:00:00Z")}));
  EXPECT_EQ(read_point("-90m", kNow), (Point{Kind::Time, 0, at("2026-11-10T10:30:00Z")}));
  EXPECT_EQ(read_point("2026-11-01", kNow), (Point{Kind::Time, 0, at("2026-11-01T00:00:00Z")}));
  EXPECT_EQ(read_point("2026-11-01T08:00:00+01:00", kNow),
            (Point{Kind::Time, 0, at("2026-11-01T07:00:00Z")}));
  for (const char* bad : {"", "latest", "offset:", "offset:-1", "offset:1x", "-", "-d", "-7", "-7w",
                          "--7d", "7d", "2026-13-01", "-99999999999999999999d"}) {
    EXPECT_EQ(read_point(bad, kNow), std::nullopt) << bad;
  }
}

TEST(Points, PartitionsAreListedAndRanged) {
  EXPECT_EQ(read_partitions("3"), (std::vector<std::int32_t>{3}));
  EXPECT_EQ(read_partitions("5,0-2,1"), (std::vector<std::int32_t>{0, 1, 2, 5}));
  for (const char* bad : {"", ",", "1,", "-1", "3-1", "a", "0-999999999"}) {
    EXPECT_EQ(read_partitions(bad), std::nullopt) << bad;
  }
}

TEST(Plan, TakesEachPartitionFromTheFirstRecordOfATimeToTheLastBefore) {
  const Plan plan = make_plan(
      ask("2026-11-01", "2026-11-08"),
      world({{.partition = 0,
              .start = 0,
              .end = 1000,
              .from_at = 100,
              .to_at = 400,
              .bytes_mean = 3.5},
             {.partition = 1, .start = 0, .end = 50, .from_at = 40, .to_at = -1, .bytes_mean = 2},
             {.partition = 2, .start = 0, .end = 50, .from_at = -1, .to_at = -1},
             {.partition = 3, .start = 0, .end = 0, .from_at = -1, .to_at = -1}}),
      "");
  EXPECT_EQ(plan.rows, (std::vector<PlanRow>{{0, 100, 400, 300, 1050, ""},
                                             {1, 40, 50, 10, 20, ""},
                                             {2, 50, 50, 0, 0, ""},
                                             {3, 0, 0, 0, 0, ""}}));
  EXPECT_EQ(plan.refusals, Refusals{});
  EXPECT_EQ(plan.records(), 310u);
  EXPECT_EQ(plan.bytes(), 1070u);
}

TEST(Plan, OfOffsetsStaysWithinTheLog) {
  const World found = world({{.partition = 0, .start = 0, .end = 30}});
  EXPECT_EQ(make_plan(ask("offset:10", "offset:20"), found, "").rows[0],
            (PlanRow{0, 10, 20, 10, 0, ""}));
  EXPECT_EQ(make_plan(ask("offset:10", "offset:99"), found, "").rows[0].to, 30);
  EXPECT_EQ(make_plan(ask("offset:99", "now"), found, "").rows[0].records, 0u);
  EXPECT_EQ(make_plan(ask("offset:20", "offset:10"), found, "").rows[0].records, 0u);
}

TEST(Plan, IsRefusedWhereRetentionHasCutTheBeginning) {
  const Found cut{.partition = 3,
                  .start = 70,
                  .end = 90,
                  .from_at = 70,
                  .to_at = -1,
                  .first_time = at("2026-11-03T07:12:00Z")};
  const Found whole{.partition = 0, .start = 0, .end = 90, .from_at = 5, .to_at = -1};
  Request request = ask("2026-11-01");
  const Plan plan = make_plan(request, world({whole, cut}), "");
  EXPECT_EQ(plan.rows[1].note,
            "asked 2026-11-01T00:00:00Z, log starts 2026-11-03T07:12:00Z (retention)");
  EXPECT_EQ(plan.rows[1].records, 20u) << "what is left";
  EXPECT_EQ(plan.refusals, Refusals{"partition 3 is cut (--accept-gap to go on)"});
  request.accepts_gap = true;
  EXPECT_EQ(make_plan(request, world({whole, cut}), "").refusals, Refusals{});
  EXPECT_EQ(make_plan(ask("2026-11-03T07:12:00Z"), world({whole, cut}), "").refusals, Refusals{});
  EXPECT_EQ(make_plan(ask("earliest"), world({whole, cut}), "").refusals, Refusals{});
  EXPECT_EQ(make_plan(ask("offset:69"), world({cut, cut}), "").refusals,
            Refusals{"partitions 3, 3 are cut (--accept-gap to go on)"});
  EXPECT_EQ(make_plan(ask("offset:70"), world({cut}), "").refusals, Refusals{});
}

TEST(Plan, OfALogThatIsEmptyByNowIsCutToo) {
  const Found gone{.partition = 0, .start = 70, .end = 70, .from_at = -1, .to_at = -1};
  EXPECT_EQ(make_plan(ask("-7d"), world({gone}), "").rows[0].note,
            "asked 2026-11-03T12:00:00Z, log is empty by now (retention)");
}

TEST(Plan, IsRefusedForTopicsThatCannotServe) {
  const auto refusals = [](auto change) {
    Request request = ask("earliest");
    World found = world({{.partition = 0, .start = 0, .end = 5}});
    change(request, found);
    return make_plan(request, found, "").refusals;
  };
  EXPECT_EQ(refusals([](Request& r, World&) { r.target = r.topic; }),
            Refusals{"source and target are one topic: articles.raw"});
  EXPECT_EQ(refusals([](Request&, World& w) { w.source = {}, w.partitions.clear(); }),
            Refusals{"topic articles.raw does not exist"});
  EXPECT_EQ(refusals([](Request&, World& w) { w.target.exists = false; }),
            Refusals{"topic articles.raw.backfill does not exist"});
  EXPECT_EQ(refusals([](Request&, World& w) { w.target.bytes_max = 10'999'999; }).size(), 1u);
  EXPECT_EQ(refusals([](Request&, World& w) { w.source.bytes_max = std::nullopt; }), Refusals{});
  EXPECT_EQ(refusals([](Request&, World& w) { w.target.has_append_time = false; }).size(), 1u);
  EXPECT_EQ(refusals([](Request&, World& w) { w.source.has_append_time = false; }), Refusals{});
  EXPECT_EQ(refusals([](Request&, World& w) { w.readers = 0; }),
            Refusals{"nobody reads articles.raw.backfill: start `dateline run` first"});
  EXPECT_EQ(refusals([](Request& r, World&) {
              r.partitions = {0, 7};
            }),
            Refusals{"articles.raw has no partition 7"});
}

TEST(Plan, HasANameOfItsOwnAndADigestOfTheRequest) {
  const World found = world({{.partition = 0, .start = 0, .end = 30}});
  const World grown = world({{.partition = 0, .start = 0, .end = 31}});
  const Plan plan = make_plan(ask("earliest"), found, "");
  EXPECT_EQ(plan.id.size(), 12u);
  EXPECT_EQ(make_plan(ask("earliest"), found, "").id, plan.id);
  EXPECT_NE(make_plan(ask("earliest"), grown, "").id, plan.id) << "the end moved";
  EXPECT_EQ(make_plan(ask("earliest"), grown, "").digest, plan.digest);
  EXPECT_EQ(make_plan(ask("earliest"), found, "week-44").id, "week-44");
  EXPECT_NE(digest_of(ask("-7d")), plan.digest);
  Request other = ask("earliest");
  other.selection.sites = {"a.example"};
  EXPECT_NE(digest_of(other), plan.digest);
  other = ask("earliest");
  other.partitions = {0};
  EXPECT_NE(digest_of(other), plan.digest);
  other = ask("earliest");
  other.accepts_gap = true;
  EXPECT_EQ(digest_of(other), plan.digest) << "what is copied is the same";
}

TEST(Plan, WithSlackLooksFurtherAndTakesNoMore) {
  Request request = ask("2026-11-01", "2026-11-08");
  request.slack = base::Millis(600'000);
  const Request wide = with_slack(request);
  EXPECT_EQ(wide.from_point.time, at("2026-10-31T23:50:00Z"));
  EXPECT_EQ(wide.to_point.time, at("2026-11-08T00:10:00Z"));
  EXPECT_EQ(wide.selection.came_from, at("2026-11-01T00:00:00Z"));
  EXPECT_EQ(wide.selection.came_to, at("2026-11-08T00:00:00Z"));
  EXPECT_EQ(with_slack(ask("2026-11-01")).selection, Selection{});
}

TEST(Plan, TakesAsLongAsTheSlowerRate) {
  Plan plan;
  plan.rows = {{0, 0, 10'000, 10'000, 2'000'000, ""}};
  EXPECT_EQ(time_for(plan, {}), std::nullopt);
  EXPECT_EQ(time_for(plan, {.records = 1'000, .bytes = 0}), base::Millis(10'000));
  EXPECT_EQ(time_for(plan, {.records = 1'000, .bytes = 100'000}), base::Millis(20'000));
}

TEST(Notes, ComeBackAsTheyWereWritten) {
  const Note note{81'200'114, 84'711'902, "0f3a91c2d45e6b78"};
  EXPECT_EQ(to_text(note), "dateline-replay/1 from=81200114 to=84711902 plan=0f3a91c2d45e6b78");
  EXPECT_EQ(read_note(to_text(note)), note);
  for (const char* bad :
       {"", "x", "dateline-replay/2 from=1 to=2 plan=a", "dateline-replay/1",
        "dateline-replay/1 from=1 to=2 plan=", "dateline-replay/1 from=1 to=x plan=a",
        "dateline-replay/1 from=-1 to=2 plan=a", "dateline-replay/1 from=1 to=2 plan=a more"}) {
    EXPECT_EQ(read_note(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace replay
