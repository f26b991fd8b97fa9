// Every verb that needs no news: what it answers to good and to bad arguments.
#include <gtest/gtest.h>

#include "cli/binary.h"

namespace cli_tests {
namespace {

struct Row {
  std::string name;
  Call call;
  int code = 0;
  std::vector<std::string> out{}, err{};  // each must occur; none: the stream is empty
};

class Command : public testing::TestWithParam<Row> {};

void expect_parts(const std::string& stream, const std::vector<std::string>& parts,
                  const char* name) {
  if (parts.empty()) {
    EXPECT_EQ(stream, "") << name;
  }
  for (const std::string& part : parts) {
    EXPECT_NE(stream.find(part), std::string::npos) << name << " lacks: " << part << "\nit is:\n"
                                                    << stream;
  }
}

TEST_P(Command, Answers) {
  const Row& row = GetParam();
  const Answer answer = run(row.call);
  EXPECT_EQ(answer.code, row.code) << answer.out << answer.err;
  expect_parts(answer.out, row.out, "stdout");
  expect_parts(answer.err, row.err, "stderr");
}

// Nobody listens at port 1 of loopback.
constexpr const char* kNobody = "kafka.brokers=127.0.0.1:1";

const Row kRows[] = {
    {"NoVerb", {}, 64, {}, {"subcommand is required"}},
    {"UnknownVerb", {{"fly"}}, 64, {}, {"there is no verb \"fly\""}},
    {"UnknownFlag", {{"run", "--fast"}}, 64, {}, {"--fast"}},
    {"UnknownFlagOfClean", {{"clean", "--loud"}}, 64, {}, {"--loud"}},
    {"StageThatIsNone", {{"clean", "--stages", "version"}}, 64, {}, {"--stages"}},
    {"TooFewArticles", {{"demo", "--articles", "3"}}, 64, {}, {"--articles"}},
    {"DemoWithAFile", {{"demo", "-c", "any.yaml"}}, 64, {}, {"no configuration file"}},
    {"ConfigNeedsAVerb", {{"config"}}, 64, {}, {"subcommand is required"}},
    {"Help", {{"--help"}}, 0, {"Begin with `dateline demo`", "clean", "run", "DATELINE_CONFIG"}},
    {"HelpOfAVerb", {{"clean", "--help"}}, 0, {"--url", "--fetched-at", "--dead"}},

    {"HelpNamesTheVariablesOfFlags", {{"--help"}}, 0, {"[DATELINE_LOG_LEVEL]", "--no-progress"}},
    {"FormatThatIsNone", {{"--format", "xml", "config", "show"}}, 64, {}, {"--format"}},
    {"ColorThatIsNone", {{"version", "--color", "blue"}}, 64, {}, {"--color"}},
    {"CompletionWithoutAShell", {{"completion"}}, 64, {}, {"subcommand is required"}},
    {"CompletionOfNoShell",
     {{"completion", "csh"}},
     64,
     {},
     {"there is no verb \"completion csh\""}},
    {"CompletionOfBash", {{"completion", "bash"}}, 0, {"complete -F _dateline dateline"}},
    {"GlobalFlagsStandAnywhere",
     {{"--no-progress", "config", "--format", "json", "show", "--changed"}},
     0,
     {}},

    {"Version", {{"version"}}, 0, {"dateline 0.1.0 (", "librdkafka 2", "RocksDB ", "simdjson "}},
    {"VersionAsJson", {{"version", "--json"}}, 0, {"{\"version\":\"0.1.0\",\"commit\":\""}},
    {"VersionInTheFormatJson",
     {{"version", "--format", "json"}},
     0,
     {"{\"version\":\"0.1.0\",\"commit\":\""}},

    {"ConfigShow",
     {{"config", "show", "--set", "commit.interval=200ms"},
      {{"DATELINE_KAFKA_START_AT", "latest"}}},
     0,
     {"commit.interval", "200ms", "--set", "DATELINE_KAFKA_START_AT", "latest", "app", "dateline"}},
    {"ConfigShowIsATable",
     {{"config", "show", "--changed", "--set", "commit.interval=200ms"}},
     0,
     {"KEY              VALUE  FROM\ncommit.interval  200ms  --set\n"}},
    {"ConfigShowAsJson",
     {{"config", "show", "--changed", "--format", "json", "--set", "kafka.properties.retries=3"}},
     0,
     {"{\"key\": \"kafka.properties\", \"value\": {\"retries\": \"3\"}, \"from\": \"--set\", "
      "\"live\": "
      "false}\n"}},
    {"ConfigSchema",
     {{"config", "schema"}},
     0,
     {"https://json-schema.org/draft/2020-12/schema", "\"commit\": {"}},
    {"FileOfTheVariableThatIsNotThere",
     {{"config", "show"}, {{"DATELINE_CONFIG", "elsewhere.yaml"}}},
     78,
     {},
     {"elsewhere.yaml: cannot be read"}},
    {"FileThatIsNotThere", {{"config", "show", "-c", "nowhere.yaml"}}, 78, {}, {"nowhere.yaml"}},
    {"VariableThatNamesNoKey",
     {{"config", "show"}, {{"DATELINE_COMMITT_INTERVAL", "1s"}}},
     0,
     {"commit.interval"},
     {"warning: ", "DATELINE_COMMITT_INTERVAL"}},
    {"SetOfAnUnknownKey",
     {{"config", "show", "--set", "kafka.brokerz=x"}},
     78,
     {},
     {"kafka.brokerz", "kafka.brokers"}},

    {"TakedownWithoutAReason",
     {{"takedown", "https://harbourpost.example/a"}},
     64,
     {},
     {"--reason"}},
    {"TakedownOfNoArticle",
     {{"takedown", "urn:dateline:nosite:1", "--reason", "x"}},
     64,
     {},
     {"bad_urn"}},
    {"TakedownWithBrokersAway",
     {{"takedown", "https://harbourpost.example/a", "--reason", "x", "--set", kNobody}},
     69,
     {},
     {"kafka_away", "nothing was sent"}},

    {"ReplayWithoutAVerb", {{"replay"}}, 64, {}, {"subcommand is required"}},
    {"ReplayFromNowhere", {{"replay", "plan", "--from", "soon"}}, 64, {}, {"--from: 'soon'"}},
    {"ReplayAtNoPace", {{"replay", "run", "--pace", "10"}}, 64, {}, {"--pace: '10'", "10x"}},
    {"ReplayUnderABadName", {{"replay", "run", "--id", "a/b"}}, 64, {}, {"--id: 'a/b'"}},
    {"ReplayOfFewerThanNoPartitions",
     {{"replay", "plan", "--partitions", "4-2"}},
     64,
     {},
     {"--partitions: '4-2'"}},
    {"ReplayWithSlackAroundAnAge",
     {{"replay", "plan", "--from", "-7d", "--slack", "10m"}},
     64,
     {},
     {"--slack"}},
    {"ReplayWithABadRate", {{"replay", "plan", "--rate", "fast"}}, 78, {}, {"replay.rate"}},
    {"ReplayWithoutALane",
     {{"replay", "plan", "--set", "topics.backfill="}},
     78,
     {},
     {"topics.backfill is empty"}},
    {"ReplayWithBrokersAway",
     {{"replay", "run", "--execute", "--set", kNobody}},
     69,
     {},
     {"kafka_away", "run it again"}},
    {"ReplayStatusWithBrokersAway",
     {{"replay", "status", "--set", kNobody}},
     69,
     {},
     {"kafka_away"}},

    {"GenerationThatCopies",
     {{"replay", "plan", "--generation", "g2", "--topic", "x"}},
     64,
     {},
     {"excludes --generation"}},
    {"GenerationWithoutAName", {{"replay", "plan", "--input", "raw"}}, 64, {}, {"--generation"}},
    {"GenerationUnderABadName",
     {{"replay", "plan", "--generation", "g/2"}},
     64,
     {},
     {"--generation: 'g/2'"}},
    {"GenerationFromTheEnd",
     {{"replay", "plan", "--generation", "g2", "--from", "now"}},
     64,
     {},
     {"--from: 'now'"}},
    {"GenerationWithBrokersAway",
     {{"replay", "run", "--generation", "g2", "--execute", "--set", kNobody}},
     69,
     {},
     {"kafka_away", "run it again"}},
    {"CompareOneWithNothing", {{"replay", "compare", "g1"}}, 64, {}, {"other is required"}},
    {"CompareOneWithItself", {{"replay", "compare", "g1", "g1"}}, 64, {}, {"two generations"}},
    {"CompareBadNames", {{"replay", "compare", "g1", "g/2"}}, 64, {}, {"'g/2'"}},
    {"CompareWithoutColours",
     {{"replay", "compare", "g1", "g2", "--ignore", "colour"}},
     64,
     {},
     {"--ignore: 'colour'", "headline, text"}},
    {"CompareInNoTime",
     {{"replay", "compare", "g1", "g2", "--settle", "10"}},
     64,
     {},
     {"--settle: '10'"}},
    {"CompareInNoMemory",
     {{"replay", "compare", "g1", "g2", "--memory", "1KiB"}},
     64,
     {},
     {"--memory: at least 1MiB"}},

    {"DeadWithoutAVerb", {{"dead"}}, 64, {}, {"subcommand is required"}},
    {"DeadHelp", {{"dead", "list", "--help"}}, 0, {"--by", "--out", "--limit", "--stage"}},
    {"DeadSinceNever", {{"dead", "list", "--since", "soon"}}, 64, {}, {"--since: 'soon'"}},
    {"DeadByNothing", {{"dead", "list", "--by", "day"}}, 64, {}, {"--by"}},
    {"DeadShowNothing", {{"dead", "show"}}, 64, {}, {"PLACE"}},
    {"DeadShowNoPlace", {{"dead", "show", "3-7"}}, 64, {}, {"'3-7' is not partition/offset"}},
    {"DeadShowBehindAPlace", {{"dead", "show", "3/7x"}}, 64, {}, {"'3/7x'"}},
    {"DeadReplaySinceNever", {{"dead", "replay", "--since", "soon"}}, 64, {}, {"--since: 'soon'"}},
    {"DeadWithBrokersAway", {{"dead", "list", "--set", kNobody}}, 69, {}, {"kafka_away"}},

    {"ValidateWithoutBrokers", {{"validate", "--no-connect"}}, 0, {"good"}},
    {"ValidateABadProperty",
     {{"validate", "--no-connect", "--set", "kafka.properties.group.id=mine"}},
     78,
     {},
     {"kafka.properties.group.id", "it follows from app, stage and generation"}},
    {"ValidateWithBrokersAway", {{"validate", "--set", kNobody}}, 69, {}, {"kafka_away"}},
    {"RunWithABadLevel", {{"run", "--log-level", "loud"}}, 78, {}, {"log.level"}},
    {"HealthOfNobody", {{"healthcheck", "--url", "http://127.0.0.1:1"}}, 1, {}, {"127.0.0.1:1"}},
    {"HealthWithoutPort", {{"healthcheck", "--set", "http.listen="}}, 78, {}, {"http.listen"}},
};
INSTANTIATE_TEST_SUITE_P(Table, Command, testing::ValuesIn(kRows),
                         [](const auto& info) { return info.param.name; });

TEST(Configuration, ExampleIsTheFileInTheRepository) {
  const Answer answer = run({{"config", "example"}});
  EXPECT_EQ(answer.code, 0);
  EXPECT_EQ(answer.out, read_file(DATELINE_SOURCE_DIR "/config/dateline.yaml"));
  EXPECT_EQ(answer.err, "");
}

TEST(Configuration, ExampleIsValid) {
  const std::string path = write_file("example.yaml", run({{"config", "example"}}).out);
  const Answer answer = run({{"validate", "--no-connect", "--deny-warnings", "-c", path}});
  EXPECT_EQ(answer.code, 0) << answer.err;
}

TEST(Configuration, AnUnknownKeyIsToldWithItsPlaceAndWhatWasMeant) {
  const std::string path = write_file("typo.yaml", "app: dateline\nkafka:\n  brokerz: a:1\n");
  const Answer answer = run({{"config", "show", "-c", path}});
  EXPECT_EQ(answer.code, 78);
  EXPECT_EQ(answer.out, "");
  EXPECT_EQ(answer.err, path + ":3:3: kafka.brokerz: unknown key, did you mean kafka.brokers?\n");
}

TEST(Configuration, AFlagsFileBeatsThatOfTheVariable) {
  const std::string named = write_file("named.yaml", "app: named\n");
  const std::string given = write_file("given.yaml", "app: given\n");
  const Answer by_variable = run({{"config", "show", "--changed"}, {{"DATELINE_CONFIG", named}}});
  EXPECT_NE(by_variable.out.find("named  " + named + ":1\n"), std::string::npos) << by_variable.out;
  const Answer by_flag =
      run({{"config", "show", "--changed", "-c", given}, {{"DATELINE_CONFIG", named}}});
  EXPECT_NE(by_flag.out.find("given  " + given + ":1\n"), std::string::npos) << by_flag.out;
}

TEST(Configuration, WhatLibrdkafkaSaysIsToldAtItsPlaceTogetherWithAllElse) {
  const std::string path = write_file("properties.yaml",
                                      "kafka:\n  properties:\n    group.id: mine\n"
                                      "    no.such: 1\npublishers: nowhere.yaml\n");
  const Answer answer = run({{"validate", "--no-connect", "-c", path}});
  EXPECT_EQ(answer.code, 78);
  EXPECT_EQ(answer.out, "");
  EXPECT_TRUE(answer.err.starts_with(
      path + ":3:5: kafka.properties.group.id: cannot be set, it follows from app, stage"))
      << answer.err;
  EXPECT_NE(answer.err.find("\n" + path + ":4:5: kafka.properties.no.such: No such configuration"),
            std::string::npos)
      << answer.err;
  EXPECT_NE(answer.err.find("\n" + path + ":5:13: publishers: nowhere.yaml cannot be read"),
            std::string::npos)
      << answer.err;
}

TEST(Configuration, ASecretOfAFileIsShownNowhere) {
  const std::string secret = write_file("secret", "hunter2\n");
  const std::string path =
      write_file("secret.yaml", "kafka:\n  properties:\n    sasl.mechanism: '${file:" + secret +
                                    "}'\n" + "    linger.ms: '${file:" + secret + "}'\n");
  for (const std::vector<std::string>& verb : {std::vector<std::string>{"config", "show"},
                                               {"validate", "--no-connect"},
                                               {"run", "--log-level", "debug"}}) {
    std::vector<std::string> arguments = verb;
    arguments.insert(arguments.end(), {"-c", path});
    const Answer answer = run({arguments});
    EXPECT_EQ(answer.code, 78);
    EXPECT_EQ((answer.out + answer.err).find("hunter2"), std::string::npos)
        << answer.out << answer.err;
    EXPECT_NE(answer.err.find("kafka.properties.linger.ms: what the file holds does not fit"),
              std::string::npos)
        << answer.err;
  }
}

TEST(Configuration, AllProblemsAreToldAtOnce) {
  const std::string path =
      write_file("three.yaml", "commit: {interval: 200}\nworkers: {clean: 010}\nnews: 1\n");
  const Answer answer = run({{"run", "-c", path}});
  EXPECT_EQ(answer.code, 78);
  for (const char* part : {":1:", ":2:", ":3:", "commit.interval", "workers.clean", "news"}) {
    EXPECT_NE(answer.err.find(part), std::string::npos) << part << "\n" << answer.err;
  }
}

TEST(Configuration, ChangedShowsOnlyWhatIsNotTheDefault) {
  const Answer answer = run({{"config", "show", "--changed", "--set", "app=other"}});
  EXPECT_EQ(answer.code, 0);
  EXPECT_NE(answer.out.find("other"), std::string::npos);
  EXPECT_EQ(answer.out.find("commit"), std::string::npos) << answer.out;
}

}  // namespace
}  // namespace cli_tests
