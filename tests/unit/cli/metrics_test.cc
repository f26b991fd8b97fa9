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
#include <memory>
#include <set>
#include <sstream>

#include "adapters/config/load.h"
#include "adapters/config/publishers.h"
#include "adapters/config/values.h"
#include "adapters/status/answers.h"
#include "adapters/status/process.h"
#include "clean/wiring.h"
#include "cli/build_info.h"
#include "cli/kafka_events.h"
#include "cli/run_status.h"
#include "fakes/fake_clock.h"
#include "stream/meter.h"
#include "tests/prometheus/metrics_page.h"
#include "tests/prometheus/scrape.h"
#include "version/wiring.h"

namespace cli {
namespace {

using adapters::status::find_label;
using adapters::status::Label;
using adapters::status::label_names;
using adapters::status::labels;
using adapters::status::Metric;
using adapters::status::MetricKind;
using adapters::status::metrics;
using adapters::status::ShownBy;
using adapters::status::StageView;
using adapters::status::View;
using tests::prometheus::count_series;
using tests::prometheus::find_differences;
using tests::prometheus::print_page;
using tests::prometheus::read_scrape;
using tests::prometheus::Scrape;

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
    clean::CleanStage clean(clean::stage_options(settings_, news::Lane::Live), inputs_->tables());
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
    view.http = adapters::status::Answers().read();
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

std::string read_file(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

TEST_F(MetricsTest, AreThoseOfTheContract) {
  const Scrape scrape = read_scrape(to_prometheus(view(1, 1)));
  EXPECT_EQ(
      find_differences(scrape, {ShownBy::All, ShownBy::Clean, ShownBy::Version, ShownBy::State}),
      std::vector<std::string>());
  stages_.pop_back();  // version, which has the state
  View stateless = view(1, 1);
  stateless.state.reset();
  EXPECT_EQ(find_differences(read_scrape(to_prometheus(stateless)), {ShownBy::All, ShownBy::Clean}),
            std::vector<std::string>());
}

TEST_F(MetricsTest, StandInThePageAsTheContractHasThem) {
  const std::string page = print_page(read_scrape(to_prometheus(view(1, 1))));
  const std::filesystem::path path =
      std::filesystem::path(DATELINE_SOURCE_DIR) / "deploy/prometheus/metrics.md";
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << page;
  EXPECT_EQ(read_file(path), page) << "UPDATE_GOLDEN=1 writes it again; read the diff";
}

// What promtool check metrics asks for.
TEST_F(MetricsTest, AreNamedAsPrometheusWantsThem) {
  for (const Metric& metric : metrics()) {
    const std::string name(metric.name);
    EXPECT_TRUE(std::all_of(name.begin(), name.end(), [](char c) {
      return std::islower(static_cast<unsigned char>(c)) || c == '_';
    })) << name;
    EXPECT_EQ(name.ends_with("_total"), metric.kind == MetricKind::Counter) << name;
    for (const char* reserved : {"_sum", "_count", "_bucket"}) {
      EXPECT_FALSE(name.ends_with(reserved)) << name;
    }
    for (const char* unit : {"_ms", "_milliseconds", "_kib", "_percent", "_minutes"}) {
      EXPECT_EQ(name.find(unit), std::string::npos) << name;
    }
    for (const std::string unit : {"seconds", "bytes", "ratio"}) {
      const bool is_named = name.find('_' + unit) != std::string::npos;
      EXPECT_EQ(is_named && name != "replay_rate_limit_bytes", metric.unit == unit) << name;
    }
  }
}

TEST_F(MetricsTest, HaveAMeaningEachAndSoHaveTheirLabels) {
  std::set<std::string_view> meanings, used;
  for (const Metric& metric : metrics()) {
    EXPECT_TRUE(metric.meaning.ends_with('.')) << metric.name;
    EXPECT_TRUE(meanings.insert(metric.meaning).second || metric.shown_by == ShownBy::Replay)
        << metric.name << " means what another means";
    for (const std::string_view name : label_names(metric)) {
      const Label* const label = find_label(name, metric.name);
      ASSERT_NE(label, nullptr) << metric.name << " " << name;
      used.insert(label->meaning);
    }
  }
  for (const Label& label : labels()) EXPECT_TRUE(used.contains(label.meaning)) << label.name;
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
  const std::string_view choices = adapters::config::find_key("dead.skip_bodies")->choices;
  const auto told = adapters::config::split(choices, '|');
  EXPECT_EQ(known, (std::set<std::string, std::less<>>(told.begin(), told.end())));
}

TEST_F(MetricsTest, StayBelowTwoThousandSeriesWithSixtyFourPartitions) {
  const Scrape scrape = read_scrape(to_prometheus(view(8, 64)));
  EXPECT_EQ(scrape.find("dateline_consumer_lag_records")->second.series.size(), 2u * 64);
  EXPECT_LE(count_series(scrape), 2'000u);
  RecordProperty("series", static_cast<int>(count_series(scrape)));
}

}  // namespace
}  // namespace cli
