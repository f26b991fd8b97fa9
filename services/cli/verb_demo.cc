#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <ostream>

#include "adapters/clock/clock.h"
#include "adapters/config/publishers.h"
#include "adapters/log/progress.h"
#include "cli/build_info.h"
#include "cli/crash_points.h"
#include "cli/demo/report.h"
#include "cli/demo/window.h"
#include "cli/exits.h"
#include "cli/process_log.h"
#include "cli/signals.h"
#include "cli/verbs.h"

namespace cli {
namespace {

namespace config = adapters::config;
using adapters::log::Log;
using adapters::log::Progress;
using adapters::log::Shown;
using stream::Done;
using stream::Result;

// Gone at the end of its scope or before, with all that is in it.
class TemporaryFolder final {
 public:
  TemporaryFolder() {
    path_ = (std::filesystem::temp_directory_path() / "dateline-demo-XXXXXX").string();
    if (::mkdtemp(path_.data()) == nullptr) path_.clear();
  }
  ~TemporaryFolder() { remove(); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }  // empty: it could not be made
  void remove() const {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }

 private:
  std::string path_;
};

// The defaults, but for what an embedded broker wants. Neither files nor variables: the demo must
// do the same on every machine.
config::Loaded load_settings(const Globals& globals) {
  config::Sources sources;
  sources.sets = {"log.level=error", "http.listen=127.0.0.1:9464"};
  sources.sets.insert(sources.sets.end(), globals.sets.begin(), globals.sets.end());
  for (const char* set : {"instance=demo", "stages=clean,version", "topics.backfill=",
                          "workers.clean=1", "workers.version=1", "commit.interval=20ms",
                          "state.cache=32MiB", "kafka.consumer_properties.fetch.wait.max.ms=5"}) {
    sources.sets.emplace_back(set);
  }
  return config::load(sources);
}

struct Stage {
  demo::Pipeline& pipeline;
  demo::Window* window;  // nullptr: it ends by itself
};

struct World {
  const DemoFlags& flags;
  Setup& setup;
  Log& log;
  const stream::Clock& clock;
  Signals& signals;
  Io& io;
};

Result<std::unique_ptr<clean::Inputs>> load_inputs(const config::Settings& settings) {
  const std::string_view yaml = demo::kPublishersYaml;
  const config::Publishers publishers = config::read_publishers(yaml, "the demo's publishers");
  CHECK(publishers.problems.empty());
  return clean::Inputs::load(settings, publishers.all, {build_info().version, yaml});
}

void print_all(const World& world, const demo::Results& results) {
  const Paint paint(world.io.out_colors());
  std::ostream& out = world.io.out;
  demo::print_results(out, paint, results);
  demo::print_followed(out, paint, results.news, results.outcome);
  demo::print_dead(out, paint, results.outcome);
  demo::print_farewell(out, paint);
  out.flush();
}

// Only a signal ends it well.
Result<Done> go_on(const World& world, const Stage& stage, demo::Outcome& outcome,
                   demo::Watcher watcher) {
  demo::print_addresses(world.io.out, Paint(world.io.out_colors()),
                        {stage.window->port(), world.setup.settings().kafka.brokers});
  world.io.out.flush();
  watcher.has_judged = [&stage](std::uint64_t) { stage.window->remember(); };
  std::size_t round = 0;
  const auto more = [&] {
    return demo::invent_more(static_cast<std::size_t>(world.flags.stories), ++round,
                             world.clock.now());
  };
  auto ended = stage.pipeline.go_on(more, outcome, watcher);
  if (ended.fault().code == demo::kStopped) return Done{};
  return ended;
}

Result<Done> run_pipeline(const World& world, const Stage& stage, const demo::News& news) {
  demo::Pipeline& pipeline = stage.pipeline;
  const bool terminal = shown_of(world.io) == Shown::AsBar;
  demo::Watcher watcher{[&] { return world.signals.received() != 0; }, [](std::uint64_t) {}};
  if (terminal) world.log.show_bar("the stages join their groups; this broker takes 3 s for it");
  auto started = pipeline.start(watcher);
  if (terminal) world.log.show_bar("");
  if (!started) return started;
  demo::Outcome outcome(news.followed_url);
  Result<demo::Ran> ran = base::stop("not_run", "");
  {
    Progress progress(world.log, world.clock, shown_of(world.io), "judged", news.events.size());
    watcher.has_judged = [&](std::uint64_t judged) { progress.update(judged); };
    ran = pipeline.run(news, outcome, watcher);
  }
  if (!ran) return ran.fault();
  print_all(world, {news, outcome, *ran});
  return stage.window ? go_on(world, stage, outcome, watcher) : Done{};
}

int answer(const Result<Done>& ran, Io& io) {
  if (ran) return kDone;
  const base::Fault& fault = ran.fault();
  if (fault.code == demo::kStopped) {
    io.err << "demo: stopped by a signal\n";
    return kDone;
  }
  io.err << "demo: " << fault.code << ": " << fault.detail << '\n';
  return cli::kStopped;
}

// Nothing: the demo ends by itself.
Result<std::unique_ptr<demo::Window>> open_window(const World& world, const Shared& shared,
                                                  const demo::Pipeline& pipeline) {
  if (!world.flags.keep) return std::unique_ptr<demo::Window>();
  auto window = demo::Window::open(shared, world.setup);
  if (window) (*window)->show(pipeline.service());
  return window;
}

// Comes back only if the demo could not begin.
Result<Done> run_demo(const World& world) {
  const TemporaryFolder folder;
  if (folder.path().empty()) return base::stop("state_dir", "cannot make a temporary folder");
  config::Settings& settings = world.setup.loaded.settings;
  settings.state.dir = folder.path();
  const auto inputs = load_inputs(settings);
  if (!inputs) return inputs.fault();
  KafkaEvents events(world.log, world.clock);
  auto broker = adapters::kafka::EmbeddedBroker::make(events);
  if (!broker) return broker.fault();
  settings.kafka.brokers = (*broker)->brokers();
  adapters::rocks::Memory memory(
      {.cache_bytes = settings.state.cache, .write_buffer_bytes = settings.state.write_buffer});
  const auto crash = make_crash_points({});
  const Shared shared{settings, **inputs, world.log, events, world.clock, *crash, memory};
  const demo::News news =
      demo::invent(static_cast<std::size_t>(world.flags.stories), world.clock.now());
  auto pipeline = demo::Pipeline::make(shared, **broker);
  if (!pipeline) return pipeline.fault();
  auto window = open_window(world, shared, **pipeline);
  if (!window) return window.fault();
  demo::print_published(world.io.out, Paint(world.io.out_colors()), news);
  auto ran = run_pipeline(world, {**pipeline, window->get()}, news);
  if (!(*pipeline)->stop() && ran) ran = base::stop("drain", "the workers did not end in time");
  folder.remove();
  leave(world.log, world.io, answer(ran, world.io));
}

}  // namespace

int verb_demo(const Globals& globals, const DemoFlags& flags, Io& io) {
  if (!globals.configs.empty()) {
    io.err << "demo: it takes no configuration file; `dateline run` does\n";
    return kUsage;
  }
  Signals signals;
  Setup setup{.loaded = load_settings(globals)};
  for (const config::Problem& problem : setup.loaded.problems) io.err << to_string(problem) << '\n';
  if (!setup.loaded.problems.empty()) return kConfiguration;
  adapters::clock::SystemClock clock;
  Log log(log_options(setup.settings(), io), clock);
  signals.watch({.stop = [](int) {}});
  const int code = answer(run_demo({flags, setup, log, clock, signals, io}), io);
  log.close();
  return code;
}

}  // namespace cli
