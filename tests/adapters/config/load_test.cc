#include "adapters/config/load.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace adapters::config {
namespace {

Loaded load_yaml(const std::string& yaml) { return load({.files = {{"d.yaml", yaml}}}); }

std::string text_of(const std::vector<Problem>& problems) {
  std::string all;
  for (const Problem& problem : problems) all += to_string(problem) + "\n";
  return all;
}

TEST(Load, NothingGivenIsTheDefaults) {
  const Loaded loaded = load({});
  ASSERT_EQ(text_of(loaded.problems), "");
  const Settings& s = loaded.settings;
  EXPECT_EQ(s.app, "dateline");
  EXPECT_EQ(s.stages, (Texts{"clean", "version"}));
  EXPECT_EQ(s.kafka.brokers, "localhost:9092");
  EXPECT_EQ(s.commit.interval, Millis{100});
  EXPECT_EQ(s.commit.bytes, 32u << 20);
  EXPECT_EQ(s.limits.event_bytes_max, 8u << 20);
  EXPECT_EQ(s.input.text_prefix, "date {date} {title}");
  EXPECT_EQ(s.versions.head_age, Millis{180L * 86'400'000});
  EXPECT_TRUE(s.dead.connect_headers);
  EXPECT_EQ(s.shutdown_timeout, Millis{45'000});
}

TEST(Load, EverySettingOfAFileArrives) {
  const Loaded loaded = load_yaml(
      "app: news\nstages: [version]\nworkers: {clean: 3}\n"
      "kafka:\n  brokers: a:1,b:2\n  properties: {security.protocol: ssl, linger.ms: 5}\n"
      "commit: {interval: 2s, records: 7}\n"
      "input:\n  fields:\n    html: [html, rawHtml]\n"
      "dead: {bodies: false}\nlog: {levels: {adapters.kafka: debug}}\n");
  ASSERT_EQ(text_of(loaded.problems), "");
  const Settings& s = loaded.settings;
  EXPECT_EQ(s.app, "news");
  EXPECT_EQ(s.stages, Texts{"version"});
  EXPECT_EQ(s.workers.clean, 3);
  EXPECT_EQ(s.kafka.properties, (TextMap{{"security.protocol", "ssl"}, {"linger.ms", "5"}}));
  EXPECT_EQ(s.commit.interval, Millis{2000});
  EXPECT_EQ(s.commit.records, 7u);
  EXPECT_EQ(s.input.fields.at("html"), (Texts{"html", "rawHtml"}));
  EXPECT_FALSE(s.dead.bodies);
  EXPECT_EQ(s.log.levels, (TextMap{{"adapters.kafka", "debug"}}));
}

struct Case {
  const char* yaml;
  const char* problems;
};

TEST(Load, TellsEveryProblemWithItsPlace) {
  const Case cases[] = {
      {"kafka:\n  brokerz: x\n",
       "d.yaml:2:3: kafka.brokerz: unknown key, did you mean kafka.brokers?\n"},
      {"brokers: x\n", "d.yaml:1:1: brokers: unknown key, did you mean kafka.brokers?\n"},
      {"quite_other: 1\n", "d.yaml:1:1: quite_other: unknown key\n"},
      {"commits: {interval: 1s}\n", "d.yaml:1:1: commits: unknown key, did you mean commit?\n"},
      {"commit: fast\n", "d.yaml:1:9: commit: holds further keys, not a value\n"},
      {"commit: {interval: 100}\n",
       "d.yaml:1:20: commit.interval: '100' is not a duration: it needs a unit, 100ms or 100s\n"},
      {"commit: {interval: 10s}\n", "d.yaml:1:20: commit.interval: must be at most 4s\n"},
      {"commit: {records: 0}\n", "d.yaml:1:19: commit.records: must be at least 1\n"},
      {"commit: {records: [1]}\n", "d.yaml:1:19: commit.records: must be one value\n"},
      {"dead: {bodies: yes}\n", "d.yaml:1:16: dead.bodies: 'yes' is neither true nor false\n"},
      {"stages: clean\n", "d.yaml:1:9: stages: must be a list, [a, b]\n"},
      {"stages: [clean, link]\n", "d.yaml:1:17: stages: 'link' is none of clean, version\n"},
      {"stages: [clean, clean]\n", "d.yaml:1:17: stages: 'clean' is given twice\n"},
      {"stages: []\n", "d.yaml:1:9: stages: must not be empty\n"},
      {"app: 'a b'\n",
       "d.yaml:1:6: app: 'a b': only letters, digits, '.', '_' and '-' are allowed\n"},
      {"app:\nlog:\n", "d.yaml:1:1: app: has no value; write \"\" for an empty text\n"},
      {"log: {level: loud}\n",
       "d.yaml:1:14: log.level: 'loud' is none of debug, info, warning, error\n"},
      {"log:\n  levels: {adapter.kafka: debug, news: info}\n",
       "d.yaml:2:12: log.levels: 'adapter.kafka' is none of adapters, adapters.kafka, cli, stream, "
       "did you mean adapters.kafka?\n"
       "d.yaml:2:34: log.levels: 'news' is none of adapters, adapters.kafka, cli, stream\n"},
      {"dead: {skip_bodies: [http_state]}\n",
       "d.yaml:1:22: dead.skip_bodies: 'http_state' is none of bad_address, bad_base64, "
       "bad_fetch_time, bad_field, bad_json, event_too_large, http_status, kill_unresolved, "
       "no_address, no_article, no_content, no_fetch_time, no_value, not_article, not_text, "
       "oversize, record_refused, takedown_unnamed, undecodable, did you mean http_status?\n"},
      {"kafka: {properties: [a]}\n",
       "d.yaml:1:21: kafka.properties: must be a map, {key: value}\n"},
      {"- a\n", "d.yaml:1:1: a configuration is a map, key: value\n"},
      {"topics: {clean: articles.raw}\n",
       "d.yaml:1:17: topics.clean: 'articles.raw' is another key's topic already\n"},
      {"http: {listen: '9464'}\n", "d.yaml:1:16: http.listen: '9464' is not address:port\n"},
      {"http: {admin_listen: x}\n", "d.yaml:1:22: http.admin_listen: 'x' is not address:port\n"},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(text_of(load_yaml(one.yaml).problems), one.problems) << one.yaml;
  }
}

TEST(Load, TellsAllProblemsAtOnceInTheirOrder) {
  EXPECT_EQ(text_of(load_yaml("zzz: 1\ncommit: {records: 010, bytes: 8MB}\nzzz: 2\n").problems),
            "d.yaml:1:1: zzz: unknown key\n"
            "d.yaml:2:19: commit.records: '010' is not a whole number in decimal, write 10\n"
            "d.yaml:2:31: commit.bytes: '8MB' is not a size: write bytes, or a whole number with "
            "KiB, MiB or GiB, such as 8MiB\n"
            "d.yaml:3:1: zzz: given twice, first in line 1\n");
}

TEST(Load, FlagBeatsEnvironmentBeatsFileBeatsDefault) {
  Sources sources{.files = {{"d.yaml", "app: file\ngeneration: g7\ninstance: i\n"}},
                  .environment = {{"DATELINE_APP", "env"}, {"DATELINE_GENERATION", "g8"}},
                  .sets = {"app=flag"}};
  const Loaded loaded = load(sources);
  ASSERT_EQ(text_of(loaded.problems), "");
  EXPECT_EQ(loaded.settings.app, "flag");
  EXPECT_EQ(loaded.settings.generation, "g8");
  EXPECT_EQ(loaded.settings.instance, "i");
  EXPECT_EQ(to_string(loaded.effective[0].origin), "--set");
  EXPECT_EQ(to_string(loaded.effective[1].origin), "DATELINE_GENERATION");
  EXPECT_EQ(to_string(loaded.effective[2].origin), "d.yaml:3");
  EXPECT_EQ(to_string(loaded.effective[3].origin), "default");
}

TEST(Load, LaterFilesWinListsReplaceMapsJoin) {
  const Loaded loaded =
      load({.files = {{"a", "stages: [clean, version]\nkafka: {properties: {a: 1, b: 1}}\n"},
                      {"b", "stages: [clean]\nkafka: {properties: {b: 2}}\n"}}});
  ASSERT_EQ(text_of(loaded.problems), "");
  EXPECT_EQ(loaded.settings.stages, Texts{"clean"});
  EXPECT_EQ(loaded.settings.kafka.properties, (TextMap{{"a", "1"}, {"b", "2"}}));
}

TEST(Load, FlagsSpellListsAndMapsWithCommas) {
  const Loaded loaded =
      load({.sets = {"stages=version,clean", "kafka.properties=a=1,b=2",
                     "kafka.properties.security.protocol=ssl", "input.fields=html=html|rawHtml"}});
  ASSERT_EQ(text_of(loaded.problems), "");
  EXPECT_EQ(loaded.settings.stages, (Texts{"version", "clean"}));
  EXPECT_EQ(loaded.settings.kafka.properties,
            (TextMap{{"a", "1"}, {"b", "2"}, {"security.protocol", "ssl"}}));
  EXPECT_EQ(loaded.settings.input.fields.at("html"), (Texts{"html", "rawHtml"}));
}

TEST(Load, BadFlagsAreProblemsUnknownVariablesOnlyWarn) {
  const Loaded loaded = load({.environment = {{"DATELINE_PORT", "tcp://10.0.0.1:80"},
                                              {"DATELINE_COMMIT_RECORDS", "many"},
                                              {"PATH", "/bin"}},
                              .sets = {"app", "kafka.brokerz=x", "log.levels.strem=debug"}});
  EXPECT_EQ(text_of(loaded.problems),
            "DATELINE_COMMIT_RECORDS: commit.records: 'many' is not a whole number in decimal\n"
            "--set: app: write path=value\n"
            "--set: kafka.brokerz: unknown key, did you mean kafka.brokers?\n"
            "--set: log.levels: 'strem' is none of adapters, adapters.kafka, cli, stream, did you "
            "mean stream?\n");
  EXPECT_EQ(text_of(loaded.warnings), "DATELINE_PORT: no key has this variable\n");
}

TEST(Load, TextInsideValuesIsFilledInAfterParsing) {
  const std::string path = std::filesystem::temp_directory_path() / "dateline-secret-test";
  std::ofstream(path) << "s3cret: [not, yaml]\n";
  const Loaded loaded = load({.files = {{"d.yaml",
                                         "app: ${env:NAME}-x\ninstance: ${env:NONE:-me}\n"
                                         "input: {text_prefix: '$${env:X}'}\n"
                                         "kafka: {properties: {sasl.password: '${file:" +
                                             path + "}'}}\n"}},
                              .environment = {{"NAME", "n"}}});
  std::filesystem::remove(path);
  ASSERT_EQ(text_of(loaded.problems), "");
  EXPECT_EQ(loaded.settings.app, "n-x");
  EXPECT_EQ(loaded.settings.instance, "me");
  EXPECT_EQ(loaded.settings.input.text_prefix, "${env:X}");
  EXPECT_EQ(loaded.settings.kafka.properties.at("sasl.password"), "s3cret: [not, yaml]");
}

TEST(Load, ListsAllMissingNamesTogether) {
  EXPECT_EQ(text_of(load_yaml("app: ${env:A}\ngeneration: ${env:B:?ask the operator}\n"
                              "instance: ${file:/no/such/file}\nlog: {level: '${x}'}\n")
                        .problems),
            "d.yaml:1:6: the variable A is not set\n"
            "d.yaml:2:13: the variable B is not set: ask the operator\n"
            "d.yaml:3:11: cannot read the file /no/such/file\n"
            "d.yaml:4:14: ${x}: write ${env:NAME}, ${file:/path}, or $${ for itself\n");
}

TEST(Load, WhatAFileHoldsIsInNoComplaint) {
  const std::string path = std::filesystem::temp_directory_path() / "dateline-hidden-test";
  std::ofstream(path) << "hunter2\n";
  const std::string from = "'${file:" + path + "}'";
  const std::string problems = text_of(
      load_yaml("app: '${file:" + path + "} '\ncommit: {interval: " + from + ", records: " + from +
                "}\nlog: {level: " + from + "}\nstages: [" + from + "]\n" +
                "dead: {skip_bodies: [" + from + ", " + from + "], bodies: " + from + "}\n")
          .problems);
  std::filesystem::remove(path);
  EXPECT_EQ(std::count(problems.begin(), problems.end(), '\n'), 9) << problems;
  EXPECT_EQ(problems.find("hunter2"), std::string::npos) << problems;
  EXPECT_TRUE(problems.starts_with("d.yaml:1:6: app: what the file holds: only letters"))
      << problems;
}

TEST(Load, NothingIsSuggestedForWhatAFileHolds) {
  const std::string path = std::filesystem::temp_directory_path() / "dateline-near-test";
  std::ofstream(path) << "debog\n";
  const std::string problems =
      text_of(load_yaml("log: {level: '${file:" + path + "}'}\n").problems);
  std::filesystem::remove(path);
  EXPECT_EQ(problems,
            "d.yaml:1:14: log.level: what the file holds is none of debug, info, warning, error\n");
  EXPECT_TRUE(text_of(load_yaml("log: {level: debog}\n").problems)
                  .ends_with("is none of debug, info, warning, error, did you mean debug?\n"));
}

TEST(Load, ASecretInPlainTextIsAWarning) {
  const Loaded loaded = load({.files = {{"d.yaml",
                                         "kafka:\n  properties:\n    sasl.username: me\n"
                                         "    sasl.password: hunter2\n"
                                         "    ssl.key.password: ${env:KEY}\n"
                                         "  producer_properties: {ssl.keystore.password: x}\n"}},
                              .environment = {{"KEY", "k"}},
                              .sets = {"kafka.properties.sasl.password=y"}});
  ASSERT_EQ(text_of(loaded.problems), "");
  EXPECT_EQ(text_of(loaded.warnings),
            "d.yaml:4:5: kafka.properties.sasl.password: a secret in plain text, write "
            "${file:/run/secrets/...} or ${env:NAME}\n"
            "d.yaml:6:25: kafka.producer_properties.ssl.keystore.password: a secret in plain text, "
            "write ${file:/run/secrets/...} or ${env:NAME}\n");
}

TEST(Load, KnowsWhereEachEntryOfAMapCameFrom) {
  const Loaded loaded = load({.files = {{"a", "kafka:\n  properties:\n    a: 1\n    b: 1\n"}},
                              .environment = {{"DATELINE_KAFKA_PROPERTIES", "b=2"}}});
  const Effective& properties = find(loaded.effective, "kafka.properties");
  EXPECT_EQ(to_string(properties.entries.at("a")), "a:3");
  EXPECT_EQ(to_string(properties.entries.at("b")), "DATELINE_KAFKA_PROPERTIES");
}

TEST(Load, AStaticMemberNeedsANameThatStays) {
  EXPECT_EQ(
      text_of(load_yaml("kafka: {static_membership: true}\n").problems),
      "d.yaml:1:28: kafka.static_membership: needs a fixed instance: a name that changes is a new "
      "member each time\n");
  const Loaded loaded = load_yaml("kafka: {static_membership: true}\ninstance: pod-0\n");
  EXPECT_EQ(text_of(loaded.problems), "");
  EXPECT_TRUE(loaded.settings.kafka.static_membership);
}

TEST(Load, ASchemasIdIsForProtobufOnly) {
  EXPECT_EQ(text_of(load_yaml("versions: {schema_registry_id: 17}\n").problems),
            "d.yaml:1:32: versions.schema_registry_id: needs versions.output: protobuf\n");
  const Loaded loaded = load_yaml("versions: {output: protobuf, schema_registry_id: 2147483647}\n");
  EXPECT_EQ(text_of(loaded.problems), "");
  EXPECT_EQ(loaded.settings.versions.schema_registry_id, 2147483647U);
  EXPECT_FALSE(
      load_yaml("versions: {output: protobuf, schema_registry_id: 2147483648}\n").problems.empty());
}

TEST(Load, NoTwoKeysShareAVariableOrOneOfKubernetes) {
  std::map<std::string, std::string_view> seen;
  for (const Key& key : keys()) {
    const std::string variable = variable_of(key);
    EXPECT_TRUE(seen.emplace(variable, key.path).second) << variable;
    EXPECT_FALSE(variable.starts_with("DATELINE_PORT")) << variable;
    EXPECT_EQ(variable.find("_SERVICE_"), std::string::npos) << variable;
  }
}

}  // namespace
}  // namespace adapters::config
