// What `replay` understands of its flags, what it prints, and when it stands back for live news.
#include <gtest/gtest.h>

#include <sstream>

#include "adapters/config/load.h"
#include "cli/live_watch.h"
#include "cli/replay_flags.h"
#include "cli/replay_text.h"

namespace cli {
namespace {

const base::Timestamp kNow = *base::read_rfc3339("2026-11-10T12:00:00Z");

adapters::config::Settings defaults() { return adapters::config::load({}).settings; }

ReplayWish wish_of(const ReplayFlags& flags) {
  return std::get<ReplayWish>(read_wish(flags, defaults(), kNow));
}

std::string complaint_of(const ReplayFlags& flags) {
  return std::get<std::string>(read_wish(flags, defaults(), kNow));
}

TEST(ReplayFlagsTest, AskForEverythingInTheRawTopicUnlessTheySayOtherwise) {
  const ReplayWish wish = wish_of({});
  EXPECT_EQ(wish.request.topic, "articles.raw");
  EXPECT_EQ(wish.request.target, "articles.raw.backfill");
  EXPECT_EQ(wish.request.from_point.kind, replay::Point::Kind::Earliest);
  EXPECT_EQ(wish.request.to_point.kind, replay::Point::Kind::Now);
  EXPECT_TRUE(wish.request.selection.empty());
  EXPECT_EQ(wish.pace, 0);
  EXPECT_EQ(wish.deadline, std::nullopt);
}

TEST(ReplayFlagsTest, AreReadWhole) {
  ReplayFlags flags;
  flags.topic = "other";
  flags.from = "-7d";
  flags.to = "2026-11-08";
  flags.partitions = "0,3-4";
  flags.sites = {"a.example"};
  flags.keys = {"k"};
  flags.where = {"meta.crawler=north=west"};
  flags.fetched_from = "2026-11-01";
  flags.pace = "0.5x";
  flags.deadline = "2h";
  const ReplayWish wish = wish_of(flags);
  EXPECT_EQ(wish.request.topic, "other");
  EXPECT_EQ(wish.request.from_point.time, *base::read_rfc3339("2026-11-03T12:00:00Z"));
  EXPECT_EQ(wish.request.partitions, (std::vector<std::int32_t>{0, 3, 4}));
  const replay::Selection& selection = wish.request.selection;
  EXPECT_EQ(selection.sites, flags.sites);
  EXPECT_EQ(selection.keys, flags.keys);
  EXPECT_EQ(selection.where, (decltype(selection.where){{"meta.crawler", "north=west"}}));
  EXPECT_EQ(selection.fetched_from, *base::read_rfc3339("2026-11-01T00:00:00Z"));
  EXPECT_EQ(wish.pace, 0.5);
  EXPECT_EQ(wish.deadline, base::Millis(7'200'000));
}

TEST(ReplayFlagsTest, MeanDeadLettersWhereverTheyNameTheirTopic) {
  ReplayFlags flags;
  flags.of_dead = true;
  flags.reasons = {"bad_json"};
  const ReplayWish dead = wish_of(flags);
  EXPECT_EQ(dead.request.topic, "articles.dead");
  EXPECT_TRUE(dead.request.selection.of_dead);
  EXPECT_EQ(dead.request.selection.reasons, flags.reasons);
  flags.from = "soon";
  EXPECT_EQ(complaint_of(flags).substr(0, 7), "--since") << "as `dead replay` has it";
  flags = {};
  flags.topic = "articles.dead";
  EXPECT_TRUE(wish_of(flags).request.selection.of_dead);
  EXPECT_FALSE(wish_of({}).request.selection.of_dead);
}

TEST(ReplayFlagsTest, AreToldOneByOneWhenTheyAreBad) {
  const auto complaint = [](auto change) {
    ReplayFlags flags;
    change(flags);
    return complaint_of(flags).substr(0, complaint_of(flags).find(':'));
  };
  EXPECT_EQ(complaint([](ReplayFlags& f) { f.to = "later"; }), "--to");
  EXPECT_EQ(complaint([](ReplayFlags& f) { f.fetched_to = "-7d"; }), "--fetched-to")
      << "it would be another time when it goes on";
  EXPECT_EQ(complaint([](ReplayFlags& f) { f.where = {"=x"}; }), "--where");
  EXPECT_EQ(complaint([](ReplayFlags& f) { f.slack = "10"; }), "--slack");
  EXPECT_EQ(complaint([](ReplayFlags& f) { f.pace = "0x"; }), "--pace");
  EXPECT_EQ(complaint([](ReplayFlags& f) { f.deadline = "soon"; }), "--deadline");
  EXPECT_EQ(complaint([](ReplayFlags& f) { f.id = std::string(101, 'a'); }), "--id");
}

replay::Plan plan() {
  replay::Plan plan;
  plan.topic = "articles.raw";
  plan.target = "articles.raw.backfill";
  plan.id = "week-44";
  plan.digest = "0f3a";
  plan.rows = {{0, 81'200'114, 84'711'902, 3'511'788, 5'476'083'302, ""},
               {3, 90'011'870, 91'400'002, 1'388'132, 2'150'000'000, "log starts later"}};
  plan.refusals = {"partition 3 is cut (--accept-gap to go on)"};
  plan.live_lag = 2;
  return plan;
}

TEST(ReplayText, OfAPlanIsATable) {
  std::ostringstream out;
  const replay::Plan shown = plan();
  print_table(out,
              {shown, {.records = 5'000, .bytes = 0}, ReplaySample{990, {{"no_article", 10}}}});
  EXPECT_EQ(out.str(),
            "partition        from          to       records      bytes  note\n"
            "        0    81200114    84711902     3,511,788  ~ 5.1 GiB\n"
            "        3    90011870    91400002     1,388,132  ~ 2.0 GiB  log starts later\n"
            "    total                             4,899,920  ~ 7.1 GiB  16 min at 5,000/s; live "
            "traffic is 2 records behind\n"
            "sample: 1,000 read, 10 would be dead letters: no_article 10\n"
            "from articles.raw to articles.raw.backfill as week-44\n"
            "refused: partition 3 is cut (--accept-gap to go on)\n");
}

TEST(ReplayText, OfAPlanForScriptsIsOneObject) {
  std::ostringstream out;
  const replay::Plan shown = plan();
  print_json(out, {shown, {.records = 5'000, .bytes = 0}, std::nullopt});
  EXPECT_EQ(out.str(),
            R"({"format":1,"id":"week-44","digest":"0f3a","topic":"articles.raw",)"
            R"("target":"articles.raw.backfill","partitions":[)"
            R"({"partition":0,"from":81200114,"to":84711902,"records":3511788,"bytes":5476083302},)"
            R"({"partition":3,"from":90011870,"to":91400002,"records":1388132,"bytes":2150000000,)"
            R"("note":"log starts later"}],"records":4899920,"bytes":7626083302,)"
            R"("seconds":979.984,"live_lag":2,)"
            R"x("refused":["partition 3 is cut (--accept-gap to go on)"]})x"
            "\n");
}

TEST(ReplayText, OfAStateTellsEachPartitionOfASingleOne) {
  const ReplayState half{"a", "articles.raw", {{0, 15, {10, 20, "d"}}, {1, 7, {7, 7, "d"}}}};
  const ReplayState whole{"b", "articles.raw", {{0, 20, {10, 20, "d"}}}};
  std::ostringstream out;
  print_table(out, {half, whole});
  EXPECT_EQ(out.str(), "a  articles.raw  5 of 10 (50%)\nb  articles.raw  10 of 10 (100%), done\n");
  out.str({});
  print_table(out, {half});
  EXPECT_EQ(out.str(),
            "a  articles.raw  5 of 10 (50%)\n"
            "partition        from        next            to       done\n"
            "        0          10          15            20        50%\n"
            "        1           7           7             7       100%\n");
}

TEST(LiveFirst, GoesByTheStageThatIsFurthestBehind) {
  const LiveLags lags = lags_of({.live = {{7, 100}, {9, 200}, {8, 300}}, .lane = {50, 1'000}});
  EXPECT_EQ(lags.live, 9);
  EXPECT_EQ(lags.backlog, 50);
}

TEST(LiveFirst, HoldsBackAtEachLimitAndLetsGoBelow) {
  replay::Control control({});
  const LiveLimits limits{.backlog_max = 50'000, .live_lag_max = 10'000};
  hold_back(control, {.backlog = 50'000, .live = 10'000}, limits);
  EXPECT_FALSE(control.is_paused());
  hold_back(control, {.backlog = 50'001, .live = 0}, limits);
  EXPECT_TRUE(control.is_paused(replay::Cause::Backlog));
  EXPECT_FALSE(control.is_paused(replay::Cause::LiveLag));
  hold_back(control, {.backlog = 0, .live = 10'001}, limits);
  EXPECT_FALSE(control.is_paused(replay::Cause::Backlog));
  EXPECT_TRUE(control.is_paused(replay::Cause::LiveLag));
  control.set_paused(replay::Cause::Operator, true);
  hold_back(control, {}, limits);
  EXPECT_TRUE(control.is_paused()) << "the operator's word is his own";
}

}  // namespace
}  // namespace cli
