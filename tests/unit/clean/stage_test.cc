#include "clean/stage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "news/encode/article.h"
#include "news/encode/candidate.h"

namespace clean {
namespace {

using news::AddressKind;
using news::Candidate;
using news::CandidateKind;
using news::Status;
using stream::Effects;
using stream::Header;
using stream::Record;

const Timestamp kAppended = *base::read_rfc3339("2026-03-02T07:02:12Z");
constexpr std::string_view kFetched = "2026-03-02T07:02:11Z";

// A stage without state reads nothing.
class NoState final : public stream::StateReader {
 public:
  Result<std::optional<std::string>> get(std::string_view) const override {
    ADD_FAILURE() << "clean has no state";
    return std::optional<std::string>();
  }
};

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

// {"name": "value", ...}; a value that begins with '#' is printed as it is.
std::string event(const std::vector<std::pair<std::string, std::string>>& fields) {
  std::string json = "{";
  for (const auto& [name, value] : fields) {
    if (json.size() > 1) json += ',';
    json += '"' + name + "\":";
    json += value.starts_with('#') ? value.substr(1) : '"' + escaped(value) + '"';
  }
  return json + '}';
}

std::vector<news::Publisher> publishers() {
  std::vector<news::Publisher> all(3);
  all[0].site = "harbourpost.example";
  all[0].name = "Harbour Post";
  all[0].hosts = {"harbourpost.example", "hpost.example"};
  all[1].site = "coastwire.example";
  all[1].hosts = {"coastwire.example"};
  all[1].agency = true;
  all[2].site = "stubborn.example";
  all[2].hosts = {"stubborn.example"};
  all[2].canonical_never = true;
  return all;
}

constexpr std::string_view kStory =
    "The night ferry sails again from May, the harbour board said on Monday.\n"
    "Two cabins were added while the ship lay in dock over the winter, and one deck was lost.\n"
    "Tickets are on sale from Thursday, said the board's chair, who expects full ships in July.\n";

std::string dump() { return "Night ferry returns\n" + std::string(kStory); }

std::string page(std::string_view head = {}) {
  std::string html = "<html><head><title>Night ferry returns | Harbour Post</title>";
  html += head;
  html += "</head><body><nav><a href=/>Home</a></nav><article><h1>Night ferry returns</h1>";
  std::string story(kStory);
  for (std::size_t at = 0; at < story.size();) {
    const std::size_t end = story.find('\n', at);
    html += "<p>" + story.substr(at, end - at) + "</p>";
    at = end + 1;
  }
  return html + "</article></body></html>";
}

class CleanStageTest : public testing::Test {
 protected:
  CleanStageTest() : stage_(options(), {publishers_, suffixes_, cleaning()}) {}

  static StageOptions options() {
    StageOptions made;
    made.input = "articles.raw";
    made.output = "dateline.candidates";
    made.decode.limits.event_bytes_max = 64u << 10;
    return made;
  }
  news::clean::Tables cleaning() const {
    news::clean::Tables tables;
    tables.publishers = &publishers_;
    tables.zones = &zones_;
    tables.version = "1.0.0+test";
    return tables;
  }

  Result<Effects> handle(std::optional<std::string_view> value,
                         const std::vector<Header>& headers = {}) {
    const Record record{{}, {}, "any key", value, headers, kAppended};
    return stage_.handle(record, NoState(), kAppended);
  }
  std::string code_of(std::optional<std::string_view> value,
                      const std::vector<Header>& headers = {}) {
    const Result<Effects> effects = handle(value, headers);
    if (effects) return "candidate";
    EXPECT_EQ(effects.fault().recovery, base::Recovery::DeadLetter);
    return std::string(effects.fault().code);
  }
  Candidate candidate_of(std::string_view value, const std::vector<Header>& headers = {}) {
    const Result<Effects> effects = handle(value, headers);
    if (!effects) {
      ADD_FAILURE() << effects.fault().code << ' ' << effects.fault().detail;
      return {};
    }
    EXPECT_EQ(effects->out.size(), 1u);
    EXPECT_EQ(effects->out[0].output, stream::Output{0});
    Result<Candidate> candidate = news::encode::read_candidate(*effects->out[0].value);
    EXPECT_EQ(effects->out[0].key, candidate->site);
    return *std::move(candidate);
  }
  std::vector<std::string> counted(const Effects& effects) const {
    std::vector<std::string> names;
    for (const stream::Tally& tally : effects.tally) {
      const stream::CounterSpec& counter = stage_.spec().counters.at(tally.counter.value);
      names.push_back(counter.metric + '{' + counter.labels + '}');
    }
    return names;
  }

  const news::PublisherTable publishers_{publishers()};
  const news::identity::Suffixes suffixes_;
  const base::ZoneTable zones_;
  CleanStage stage_;
};

using Fields = std::vector<std::pair<std::string, std::string>>;

Fields dump_fields() {
  return {{"url", "https://www.hpost.example/Ferry.html?utm_source=x"},
          {"text", dump()},
          {"title", "Night ferry returns"},
          {"fetched_at", std::string(kFetched)}};
}

Fields page_fields(std::string_view head = {}) {
  return {{"url", "https://www.harbourpost.example/ferry?ref=home"},
          {"html", page(head)},
          {"fetched_at", std::string(kFetched)}};
}

Fields with(Fields fields, const std::string& name, const std::string& value) {
  std::erase_if(fields, [&](const auto& field) { return field.first == name; });
  if (!value.empty()) fields.emplace_back(name, value);
  return fields;
}

TEST_F(CleanStageTest, TurnsADumpIntoACandidateOfItsPublishersSite) {
  const Candidate candidate = candidate_of(event(with(dump_fields(), "id", "crawl/7")));
  EXPECT_EQ(candidate.kind, CandidateKind::Page);
  EXPECT_EQ(candidate.lane, news::Lane::Live);
  EXPECT_EQ(candidate.status, Status::Usable);
  EXPECT_EQ(candidate.site, "harbourpost.example");
  EXPECT_EQ(candidate.event_id, "crawl/7");
  EXPECT_EQ(candidate.appended_at, kAppended);
  EXPECT_FALSE(candidate.origin_at);
  EXPECT_EQ(candidate.fetched_at, *base::read_rfc3339(kFetched));
  EXPECT_EQ(
      candidate.addresses,
      (std::vector<news::Address>{{AddressKind::Fetched, "https://hpost.example/Ferry.html"}}));
  EXPECT_EQ(candidate.cleaner, (news::Cleaner{news::clean::kOutputRevision, 0}));
  EXPECT_EQ(candidate.address_tag,
            static_cast<std::uint16_t>(base::xxh3_64("https://hpost.example/Ferry.html")));
  EXPECT_NE(candidate.text.content_hash, news::Hash128{});
  EXPECT_GE(candidate.text.sentences.size(), 3u);
  const auto article = news::encode::read_article(candidate.article);
  ASSERT_TRUE(article);
  EXPECT_EQ(article->headline, "Night ferry returns");
  EXPECT_EQ(article->blocks.size(), 3u);
  EXPECT_EQ(article->url, "https://www.hpost.example/Ferry.html?utm_source=x");
  EXPECT_EQ(article->method, "dump");
}

TEST_F(CleanStageTest, TurnsAPageIntoACandidateWithItsAddresses) {
  const Fields fields =
      with(with(page_fields("<link rel=canonical href=https://harbourpost.example/news/ferry>"
                            "<link rel=amphtml href=/amp/news/ferry-2>"),
                "request_url", "https://harbourpost.example/?p=81"),
           "guid", "hp-story-0081");
  const Candidate candidate = candidate_of(event(fields));
  ASSERT_GE(candidate.addresses.size(), 3u);
  EXPECT_EQ(candidate.addresses[0],
            (news::Address{AddressKind::Canonical, "https://harbourpost.example/news/ferry"}));
  EXPECT_EQ(candidate.addresses[1],
            (news::Address{AddressKind::Fetched, "https://harbourpost.example/ferry?ref=home"}));
  EXPECT_EQ(candidate.addresses[2],
            (news::Address{AddressKind::Request, "https://harbourpost.example/?p=81"}));
  EXPECT_EQ(candidate.guid, "hp-story-0081");
  const auto article = news::encode::read_article(candidate.article);
  ASSERT_TRUE(article);
  EXPECT_EQ(article->headline, "Night ferry returns");
  EXPECT_EQ(article->blocks.size(), 3u);
}

TEST_F(CleanStageTest, TakesACanonicalOfAnotherSiteAsAHintOnly) {
  const Candidate candidate = candidate_of(
      event(page_fields("<link rel=canonical href=https://coastwire.example/news/ferry>")));
  ASSERT_EQ(candidate.addresses.size(), 1u);
  EXPECT_EQ(candidate.addresses[0].kind, AddressKind::Fetched);
  const auto article = news::encode::read_article(candidate.article);
  EXPECT_EQ(article->origin_hint, "https://coastwire.example/news/ferry");
  EXPECT_EQ(article->canonical_url, "");
}

TEST_F(CleanStageTest, TakesNoCanonicalOfAPublisherWhoseAreNotToBeTrusted) {
  const Candidate candidate = candidate_of(
      event(with(page_fields("<link rel=canonical href=https://stubborn.example/news/ferry>"),
                 "url", "https://stubborn.example/ferry")));
  ASSERT_EQ(candidate.addresses.size(), 1u);
  EXPECT_EQ(candidate.addresses[0].kind, AddressKind::Fetched);
  EXPECT_EQ(news::encode::read_article(candidate.article)->canonical_url,
            "https://stubborn.example/news/ferry");
}

TEST_F(CleanStageTest, MarksAgencies) {
  EXPECT_FALSE(candidate_of(event(dump_fields())).agency);
  EXPECT_TRUE(
      candidate_of(event(with(dump_fields(), "url", "https://coastwire.example/ferry-7"))).agency);
}

TEST_F(CleanStageTest, ForgetsARequestAddressOfAnotherSiteAndAGuidThatIsAnAddress) {
  const Candidate candidate =
      candidate_of(event(with(with(dump_fields(), "request_url", "https://t.example/x"), "guid",
                              "https://harbourpost.example/?p=81")));
  EXPECT_EQ(candidate.addresses.size(), 1u);
  EXPECT_EQ(candidate.guid, "");
}

TEST_F(CleanStageTest, AnswersPagesThatAreGoneWithAWithdrawal) {
  const auto withdrawn = [&](const std::string& name, const std::string& value) {
    Fields fields = with(with(dump_fields(), "text", ""), name, value);
    const Candidate candidate = candidate_of(event(fields));
    EXPECT_EQ(candidate.kind, CandidateKind::Withdrawal);
    EXPECT_EQ(candidate.article, "");
    EXPECT_EQ(candidate.text, news::TextFeatures{});
    EXPECT_EQ(candidate.addresses.size(), 1u);
    EXPECT_EQ(candidate.site, "harbourpost.example");
    return candidate.status;
  };
  EXPECT_EQ(withdrawn("status", "#404"), Status::Missing);
  EXPECT_EQ(withdrawn("status", "#410"), Status::Gone);
  EXPECT_EQ(withdrawn("deleted", "#true"), Status::Deleted);
  EXPECT_EQ(withdrawn("status", "#451"), Status::Withheld);
}

TEST_F(CleanStageTest, WithholdsAPageThatALawKeepsBackWhateverItSays) {
  const Candidate candidate = candidate_of(event(with(dump_fields(), "status", "#451")));
  EXPECT_EQ(candidate.kind, CandidateKind::Withdrawal);
  EXPECT_EQ(candidate.status, Status::Withheld);
  EXPECT_EQ(candidate.article, "");
}

TEST_F(CleanStageTest, HearsAKillInTheHeadline) {
  Fields fields = with(dump_fields(), "title", "KILL: Night ferry returns");
  fields = with(fields, "text", "KILL: Night ferry returns\n" + std::string(kStory));
  const Candidate candidate = candidate_of(event(fields));
  EXPECT_TRUE(candidate.signals.kill);
  EXPECT_EQ(candidate.status, Status::Canceled);
  EXPECT_EQ(candidate.kind, CandidateKind::Page);
}

TEST_F(CleanStageTest, JudgesClocksByTheOriginalRecordsTime) {
  const std::string late = event(with(dump_fields(), "fetched_at", "2026-03-04T00:00:00Z"));
  EXPECT_EQ(code_of(late), "bad_fetch_time");
  const Timestamp origin = *base::read_rfc3339("2026-03-04T00:00:01Z");
  for (const std::string& text : {std::to_string(origin.value), base::to_rfc3339(origin)}) {
    const Candidate candidate = candidate_of(late, {{"dateline-origin-time", text}});
    EXPECT_EQ(candidate.origin_at, origin);
    EXPECT_EQ(candidate.appended_at, kAppended);
  }
  for (const char* text : {"yesterday", "", "-5", "99999999999999999999"}) {
    EXPECT_EQ(code_of(late, {{"dateline-origin-time", text}}), "bad_fetch_time") << text;
  }
}

TEST_F(CleanStageTest, PassesTheTraceOnAndSaysWhoseWorkItIs) {
  const std::vector<Header> headers{
      {"traceparent", "00-1-2-01"}, {"other", "x"}, {"tracestate", "v=1"}};
  const Result<Effects> effects = handle(event(dump_fields()), headers);
  ASSERT_TRUE(effects);
  EXPECT_EQ(
      effects->out[0].headers,
      (std::vector<stream::OwnedHeader>{
          {"traceparent", "00-1-2-01"}, {"tracestate", "v=1"}, {"dateline-cleaned-by", "1"}}));
}

TEST_F(CleanStageTest, CountsWhatItFound) {
  const Result<Effects> effects = handle(event(dump_fields()));
  ASSERT_TRUE(effects);
  const std::vector<std::string> names = counted(*effects);
  const auto has = [&](const std::string& name) {
    return std::count(names.begin(), names.end(), name) == 1;
  };
  EXPECT_EQ(std::count_if(names.begin(), names.end(),
                          [](const std::string& n) {
                            return n.starts_with("clean_pages_total{method=\"dump\",confidence=");
                          }),
            1);
  EXPECT_TRUE(has("clean_fields_total{field=\"headline\",found=\"yes\"}"));
  EXPECT_TRUE(has("clean_fields_total{field=\"body\",found=\"yes\"}"));
  EXPECT_TRUE(has("clean_fields_total{field=\"authors\",found=\"no\"}"));
  EXPECT_TRUE(has("clean_fields_total{field=\"canonical\",found=\"no\"}"));
  EXPECT_EQ(std::count_if(names.begin(), names.end(),
                          [](const std::string& n) { return n.starts_with("clean_fields"); }),
            8);
  EXPECT_TRUE(
      handle(event(with(with(dump_fields(), "text", ""), "status", "#410")))->tally.empty());
}

TEST_F(CleanStageTest, CountsEachFlag) {
  const Result<Effects> effects = handle(event(with(dump_fields(), "authors", "#7")));
  ASSERT_TRUE(effects);
  const std::vector<std::string> names = counted(*effects);
  EXPECT_EQ(std::count(names.begin(), names.end(), "clean_flags_total{flag=\"hint_ignored\"}"), 1);
}

TEST_F(CleanStageTest, OfTheBackfillLaneSaysSo) {
  StageOptions backfill = options();
  backfill.lane = news::Lane::Backfill;
  CleanStage stage(backfill, {publishers_, suffixes_, cleaning()});
  const std::string value = event(dump_fields());
  const Record record{{}, {}, {}, value, {}, kAppended};
  const Result<Effects> effects = stage.handle(record, NoState(), kAppended);
  ASSERT_TRUE(effects);
  EXPECT_EQ(news::encode::read_candidate(*effects->out[0].value)->lane, news::Lane::Backfill);
}

TEST_F(CleanStageTest, GivesTheSameBytesTwice) {
  const std::string value = event(page_fields());
  const Result<Effects> first = handle(value);
  ASSERT_TRUE(first);
  ASSERT_TRUE(handle(event(dump_fields())));
  EXPECT_EQ(*handle(value), *first);
}

TEST_F(CleanStageTest, TellsTheSameCrawlByItsTags) {
  const Candidate first = candidate_of(event(dump_fields()));
  EXPECT_EQ(candidate_of(event(dump_fields())).raw_tag, first.raw_tag);
  const Candidate other = candidate_of(event(with(dump_fields(), "text", dump() + "One more.\n")));
  EXPECT_NE(other.raw_tag, first.raw_tag);
  EXPECT_EQ(other.address_tag, first.address_tag);
}

TEST_F(CleanStageTest, KeepsWhatCannotBeReadAsADeadLetterWithItsReason) {
  const Fields good = dump_fields();
  EXPECT_EQ(code_of(event(good)), "candidate");
  EXPECT_EQ(code_of(std::nullopt), "no_value");
  EXPECT_EQ(code_of(event(with(good, "text", std::string(64u << 10, 'x')))), "event_too_large");
  EXPECT_EQ(code_of("{\"url\":"), "bad_json");
  EXPECT_EQ(code_of("[]"), "bad_json");
  EXPECT_EQ(code_of("{} {}"), "bad_json");
  EXPECT_EQ(code_of(event(with(good, "url", "#7"))), "bad_field");
  EXPECT_EQ(code_of(event(with(good, "url", ""))), "no_address");
  EXPECT_EQ(code_of(event(with(good, "url", "https://192.0.2.7/x"))), "bad_address");
  EXPECT_EQ(code_of(event(with(good, "url", "mailto:desk@harbourpost.example"))), "bad_address");
  EXPECT_EQ(code_of(event(with(good, "url", "https://co.uk/x"))), "bad_address");
  EXPECT_EQ(code_of(event(with(good, "fetched_at", ""))), "no_fetch_time");
  EXPECT_EQ(code_of(event(with(good, "fetched_at", "soon"))), "bad_fetch_time");
  EXPECT_EQ(code_of(event(with(good, "status", "#503"))), "http_status");
  EXPECT_EQ(code_of(event(with(good, "text", ""))), "no_content");
  EXPECT_EQ(code_of(event(with(with(good, "text", ""), "html_base64", "%%%"))), "bad_base64");
  EXPECT_EQ(code_of(event(with(with(good, "text", ""), "html_base64", "JVBERi0xLjcKJeLjz9M="))),
            "not_text");
  EXPECT_EQ(code_of(event(with(good, "url", "https://www.harbourpost.example/"))), "not_article");
  EXPECT_EQ(code_of(event(with(good, "url", "https://harbourpost.example/index.html"))),
            "not_article");
  EXPECT_EQ(code_of(event(with(with(good, "title", ""), "text", "   \n  "))), "no_article");
}

TEST_F(CleanStageTest, GivesCallersOutsideOfTopicsTheArticleToo) {
  const Result<Cleaned> cleaned = stage_.clean(event(dump_fields()), {kAppended, std::nullopt});
  ASSERT_TRUE(cleaned);
  ASSERT_TRUE(cleaned->article);
  EXPECT_EQ(cleaned->article->headline, "Night ferry returns");
  EXPECT_EQ(*news::encode::read_article(cleaned->candidate.article), *cleaned->article);
}

TEST(CleanStageSpec, NamesEveryCounterOnce) {
  const news::PublisherTable none;
  const news::identity::Suffixes suffixes;
  const base::ZoneTable zones;
  news::clean::Tables tables;
  tables.publishers = &none;
  tables.zones = &zones;
  StageOptions options;
  options.input = "in";
  options.output = "out";
  const CleanStage stage(options, {none, suffixes, tables});
  EXPECT_EQ(stage.spec().name, "clean");
  EXPECT_EQ(stage.spec().input, "in");
  EXPECT_EQ(stage.spec().outputs, std::vector<std::string>{"out"});
  EXPECT_FALSE(stage.spec().has_state);
  std::vector<std::string> names;
  for (const stream::CounterSpec& counter : stage.spec().counters) {
    names.push_back(counter.metric + counter.labels);
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
  EXPECT_LT(names.size(), 60u);
}

}  // namespace
}  // namespace clean
