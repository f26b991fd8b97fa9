#include <algorithm>
#include <ostream>

#include "adapters/clock/clock.h"
#include "adapters/kafka/admin.h"
#include "adapters/kafka/together.h"
#include "adapters/log/log.h"
#include "clean/wiring.h"
#include "cli/build_info.h"
#include "cli/exits.h"
#include "cli/generation_list.h"
#include "cli/kafka_events.h"
#include "cli/process_log.h"
#include "cli/retention.h"
#include "cli/service.h"
#include "cli/setup.h"
#include "cli/verbs.h"
#include "news/encode/candidate.h"
#include "version/takedown_request.h"

namespace cli {
namespace {

namespace kafka = adapters::kafka;
using adapters::config::Settings;

constexpr base::Millis kTimeout{10'000};

void print(const base::Fault& fault, Io& io) {
  io.err << "dateline: " << fault.code << ": " << fault.detail << '\n';
}

// Of sending, or of what comes before it.
int answer(const base::Fault& fault, Io& io) {
  print(fault, io);
  if (fault.recovery == base::Recovery::Stop) return kStopped;
  io.err << (fault.recovery == base::Recovery::Rebuild
                 ? "dateline: it is not known whether it was sent; run it again: twice is as good "
                   "as once\n"
                 : "dateline: nothing was sent; run it again\n");
  return kUnreachable;
}

using Requests = std::vector<version::TakedownRequest>;

base::Result<Requests> read_requests(const TakedownFlags& flags, const clean::Inputs& inputs,
                                     base::Timestamp now) {
  Requests requests;
  for (const std::string& target : flags.targets) {
    auto request =
        version::read_takedown(target, flags.reason, {inputs.suffixes(), inputs.publishers()}, now);
    if (!request) return request.fault();
    requests.push_back(std::move(*request));
  }
  return requests;
}

using Generations = std::vector<KnownGeneration>;

// Each once, though several generations may judge the same candidates.
std::vector<std::string> logs_of(const Generations& generations) {
  std::vector<std::string> logs;
  for (const KnownGeneration& each : generations) {
    const bool is_new = std::find(logs.begin(), logs.end(), each.candidates) == logs.end();
    if (!each.candidates.empty() && is_new) logs.push_back(each.candidates);
  }
  return logs;
}

// To every log that a `version` stage reads, and to the list that is kept for ever; all or none.
base::Result<base::Done> send(const Settings& settings, const Requests& requests,
                              const Generations& generations, KafkaEvents& events) {
  std::vector<std::string> bytes;
  for (const auto& request : requests) bytes.push_back(news::encode::to_bytes(request.candidate));
  const std::vector<std::string> logs = logs_of(generations);
  std::vector<kafka::Feed> records;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const std::string& site = requests[i].candidate.site;
    for (const std::string& log : logs) {
      records.push_back({.topic = log, .key = site, .value = bytes[i]});
    }
    records.push_back(
        {.topic = settings.topics.takedowns, .key = requests[i].name, .value = bytes[i]});
  }
  const std::string instance = Names::of(settings).instance;
  return kafka::send_together(connection_of(settings),
                              {.client_id = instance + "-takedown",
                               .transactional_id = settings.app + ".takedown." + instance},
                              records, events, kTimeout);
}

struct World {
  Generations generations;
  std::vector<kafka::TopicState> topics;  // those that hold the text of articles
};

base::Result<World> ask_world(const Settings& settings, KafkaEvents& events) {
  auto admin =
      kafka::Admin::make(connection_of(settings), Names::of(settings).instance + "-admin", events);
  if (!admin) return admin.fault();
  auto generations = list_generations(settings, **admin, kTimeout);
  if (!generations) return generations.fault();
  std::vector<std::string> names{settings.topics.raw, settings.topics.dead};
  for (const KnownGeneration& each : *generations) {
    for (const std::string& name : {each.candidates, each.clean, each.versions}) {
      const bool is_new = std::find(names.begin(), names.end(), name) == names.end();
      if (!name.empty() && is_new) names.push_back(name);
    }
  }
  auto topics = (*admin)->describe(names, kTimeout);
  if (!topics) return topics.fault();
  return World{*std::move(generations), *std::move(topics)};
}

void print(const Requests& requests, const World& world, base::Timestamp now, bool done, Io& io) {
  for (const version::TakedownRequest& request : requests) {
    io.out << (done ? "taken down: " : "would be taken down: ") << request.name << "\n";
  }
  if (world.generations.size() > 1) {
    io.out << "in the generations ";
    for (const KnownGeneration& each : world.generations) {
      io.out << (&each == &world.generations.front() ? "" : ", ") << each.name;
    }
    io.out << '\n';
  }
  io.out << "once it is judged: a last record without a text, then nothing under its key in the "
            "table of articles; whatever crawlers bring of it is dropped\n"
         << "what was published before stays readable in\n";
  for (const kafka::TopicState& topic : world.topics) {
    if (!topic.exists) continue;
    io.out << "  " << topic.name << ' ' << describe_retention(topic.settings, now) << '\n';
  }
  if (!done) io.out << "nothing was done; do it with --execute\n";
}

}  // namespace

int verb_takedown(const Globals& globals, const TakedownFlags& flags, Io& io) {
  const std::optional<Setup> setup = read_setup(globals, io);
  if (!setup) return kConfiguration;
  adapters::clock::SystemClock clock;
  const base::Timestamp now = clock.now();
  const auto inputs = clean::Inputs::load(setup->settings(), setup->publishers,
                                          {build_info().version, setup->publishers_yaml});
  if (!inputs) return answer(inputs.fault(), io);
  const auto requests = read_requests(flags, **inputs, now);
  if (!requests) {
    print(requests.fault(), io);
    return kUsage;
  }
  adapters::log::Log log(log_options(setup->settings(), io), clock);
  KafkaEvents events(log, clock);
  const auto world = ask_world(setup->settings(), events);
  base::Result<base::Done> sent = base::Done{};
  if (world && flags.execute) sent = send(setup->settings(), *requests, world->generations, events);
  log.close();
  if (!world) return answer(world.fault(), io);
  if (!sent) return answer(sent.fault(), io);
  print(*requests, *world, now, flags.execute, io);
  return kDone;
}

}  // namespace cli
