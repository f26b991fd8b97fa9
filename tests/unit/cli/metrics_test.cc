// The metrics of a real process as it starts: the stages' own counters, meters that have counted
// nothing, every error of every client. What is there is what deploy/prometheus/metrics.md lists,
// each bounded label set from 0.
#include "adapters/status/metrics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>

#include "adapters/config/load.h"
#include "adapters/config/publishers.h"
#include "adapters/status/process.h"
#include "clean/wiring.h"
#include "cli/build_info.h"
#include "cli/kafka_events.h"
#include "cli/run_status.h"
#include "fakes/fake_clock.h"
#include "stream/meter.h"
#include "version/wiring.h"

namespace cli {
namespace {

using adapters::status::StageView;
using adapters::status::View;

// Meters of one stage; partitions are dealt out to them in turn.
struct Stage {
  stream::StageSpec spec;
  std::vector<std::unique_ptr<stream::Meter>> meters;
};

class MetricsTest : public testing::Test {
 protected:
  MetricsTest() {
    const auto publishers =
        adapters::config::read_publishers(adapters::config::built_in_publishers(), "built in");
    inputs_ = std::move(*clean::Inputs::load(settings_, publishers.all, {"0", ""}));
    clean::CleanStage clean(clean::stage_options(settings_), inputs_->tables());
    stages_.push_back({clean.spec(), {}});
    stages_.push_back({version::make_stage(settings_)->spec(), {}});
  }

  // As RunStatus puts it together, of a process with so many workers and partitions a stage.
  View view(int workers, int partitions) {
    View view;
    view.build = build_info();
    view.config_hash = "0";
    view.generation = settings_.generation;
    view.tick = clock_.tick();
    for (Stage& stage : stages_) view.stages.push_back(stage_view(stage, workers, partitions));
    view.state = adapters::status::StateFigures{};
    view.process = adapters::status::read_process();
    for (const char* level : {"debug", "info", "warning", "error"}) {
      view.log_lines.push_back({level, 0});
    }
    view.kafka_errors = events_.errors();
    view.brokers = {{.id = 1, .is_up = true, .round_trip_seconds = 0}};
    view.http = {{"/metrics", 200, 0}};
    return view;
  }

  StageView stage_view(Stage& stage, int workers, int partitions) {
    StageView shown{.spec = stage.spec, .workers = {}};
    stage.meters.clear();
    for (int i = 0; i < workers; ++i) {
      stage.meters.push_back(std::make_unique<stream::Meter>(
          stage.spec, stage.spec.has_state ? changelog_of(settings_, stage.spec.name) : "",
          settings_.topics.dead));
    }
    for (int id = 0; id < partitions; ++id) {
      stage.meters[static_cast<std::size_t>(id % workers)]->take_slot(stream::Partition{id}, {});
    }
    for (const auto& meter : stage.meters) shown.workers.push_back(meter->snapshot({}));
    WorkerEvents(events_).add_queues(shown.queues);
    return shown;
  }

  const adapters::config::Settings settings_ = adapters::config::load({}).settings;
  fakes::FakeClock clock_;
  adapters::log::Log log_{{}, clock_};
  KafkaEvents events_{log_, clock_};
  std::unique_ptr<clean::Inputs> inputs_;
  std::vector<Stage> stages_;
};

struct Family {
  std::string type, help;
  std::set<std::string> labels;
};

// Of a sample's line: the names of its labels, without a histogram's own.
void take_labels(const std::string& line, std::set<std::string>& labels) {
  const std::size_t open = line.find('{');
  if (open == std::string::npos) return;
  std::istringstream inside(line.substr(open + 1, line.rfind('}') - open - 1));
  for (std::string label; std::getline(inside, label, ',');) {
    const std::string name = label.substr(0, label.find('='));
    if (name != "le") labels.insert(name);
  }
}

std::map<std::string, Family> read_families(const std::string& text) {
  std::map<std::string, Family> families;
  std::istringstream lines(text);
  std::string current;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# HELP ")) {
      current = line.substr(7, line.find(' ', 7) - 7);
      EXPECT_FALSE(families.contains(current)) << current << " is there twice";
      families[current].help = line.substr(8 + current.size());
    } else if (line.starts_with("# TYPE ")) {
      families[current].type = line.substr(8 + current.size());
    } else {
      EXPECT_TRUE(line.starts_with(current)) << line;
      take_labels(line, families[current].labels);
    }
  }
  return families;
}

std::string to_table(const std::map<std::string, Family>& families) {
  std::string table =
      "# Metrics\n\nWhat `/metrics` shows, written by the code: `UPDATE_GOLDEN=1` before the test "
      "of cli\nwrites this file again.\n\n| metric | type | labels | meaning "
      "|\n|---|---|---|---|\n";
  for (const auto& [name, family] : families) {
    std::string labels;
    for (const std::string& label : family.labels) {
      labels += (labels.empty() ? "`" : ", `") + label + "`";
    }
    table += "| `" + name + "` | " + family.type + " | " + labels + " | " + family.help + " |\n";
  }
  return table;
}

std::string read_file(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

TEST_F(MetricsTest, AreThoseOfTheTable) {
  const std::string table = to_table(read_families(to_prometheus(view(1, 1))));
  const std::filesystem::path path =
      std::filesystem::path(DATELINE_SOURCE_DIR) / "deploy/prometheus/metrics.md";
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << table;
  EXPECT_EQ(read_file(path), table) << "UPDATE_GOLDEN=1 writes it again; read the diff";
}

// What promtool check metrics asks for.
TEST_F(MetricsTest, AreNamedAsPrometheusWantsThem) {
  for (const auto& [name, family] : read_families(to_prometheus(view(1, 1)))) {
    EXPECT_TRUE(std::all_of(name.begin(), name.end(), [](char c) {
      return std::islower(static_cast<unsigned char>(c)) || c == '_';
    })) << name;
    EXPECT_EQ(name.ends_with("_total"), family.type == "counter") << name;
    for (const char* reserved : {"_sum", "_count", "_bucket"}) {
      EXPECT_FALSE(name.ends_with(reserved)) << name;
    }
    for (const char* unit : {"_ms", "_milliseconds", "_kib", "_percent", "_minutes"}) {
      EXPECT_EQ(name.find(unit), std::string::npos) << name;
    }
    EXPECT_TRUE(family.help.ends_with('.')) << name << ": " << family.help;
    EXPECT_EQ(family.help.find("\\n"), std::string::npos) << name;
  }
}

TEST_F(MetricsTest, CountEachKnownDeadLetterFromZero) {
  const std::string text = to_prometheus(view(1, 1));
  for (const char* series :
       {R"({stage="clean",reason="bad_json"} 0)", R"({stage="clean",reason="oversize"} 0)",
        R"({stage="version",reason="kill_unresolved"} 0)"}) {
    EXPECT_NE(text.find(std::string("dateline_dead_letters_total") + series), std::string::npos)
        << series;
  }
}

// A code that the sources give and no stage announces would appear from nowhere.
TEST_F(MetricsTest, KnowEveryDeadLetterOfTheSources) {
  std::set<std::string, std::less<>> known{"oversize", "record_refused"};
  for (const Stage& stage : stages_) {
    known.insert(stage.spec.dead_reasons.begin(), stage.spec.dead_reasons.end());
  }
  std::set<std::string> given;
  const std::string call = "dead_letter(\"";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(
           std::filesystem::path(DATELINE_SOURCE_DIR) / "services")) {
    if (entry.path().extension() != ".cc") continue;
    const std::string source = read_file(entry.path());
    for (std::size_t at = 0; (at = source.find(call, at)) != std::string::npos;) {
      at += call.size();
      given.insert(source.substr(at, source.find('"', at) - at));
    }
  }
  EXPECT_GT(given.size(), 10u);
  for (const std::string& code : given) EXPECT_TRUE(known.contains(code)) << code;
}

TEST_F(MetricsTest, StayBelowTwoThousandSeriesWithSixtyFourPartitions) {
  std::istringstream text(to_prometheus(view(8, 64)));
  int series = 0, partitions = 0;
  for (std::string line; std::getline(text, line);) {
    series += line.starts_with('#') ? 0 : 1;
    partitions += line.find("partition=\"") == std::string::npos ? 0 : 1;
  }
  EXPECT_EQ(partitions, 2 * 64);
  EXPECT_LE(series, 2'000);
  RecordProperty("series", series);
}

}  // namespace
}  // namespace cli
