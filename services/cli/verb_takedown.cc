#include <ostream>

#include "adapters/clock/clock.h"
#include "adapters/kafka/admin.h"
#include "adapters/kafka/together.h"
#include "adapters/log/log.h"
#include "clean/wiring.h"
#include "cli/build_info.h"
#include "cli/exits.h"
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

// To the log that `version` reads, and to the list that is kept for ever; all or none of them.
base::Result<base::Done> send(const Settings& settings, const Requests& requests,
                              KafkaEvents& events) {
  std::vector<std::string> bytes;
  for (const auto& request : requests) bytes.push_back(news::encode::to_bytes(request.candidate));
  std::vector<kafka::Feed> records;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const std::string& site = requests[i].candidate.site;
    records.push_back({.topic = settings.topics.candidates, .key = site, .value = bytes[i]});
    records.push_back(
        {.topic = settings.topics.takedowns, .key = requests[i].name, .value = bytes[i]});
  }
  const std::string instance = Names::of(settings).instance;
  return kafka::send_together(connection_of(settings),
                              {.client_id = instance + "-takedown",
                               .transactional_id = settings.app + ".takedown." + instance},
                              records, events, kTimeout);
}

// The topics that hold the text of articles, with their settings.
base::Result<std::vector<kafka::TopicState>> ask_topics(const Settings& settings,
                                                        KafkaEvents& events) {
  auto admin =
      kafka::Admin::make(connection_of(settings), Names::of(settings).instance + "-admin", events);
  if (!admin) return admin.fault();
  std::vector<std::string> names{settings.topics.raw, settings.topics.candidates,
                                 settings.topics.dead, settings.topics.clean};
  if (!settings.topics.versions.empty()) names.push_back(settings.topics.versions);
  return (*admin)->describe(names, kTimeout);
}

void print(const Requests& requests, const std::vector<kafka::TopicState>& topics,
           base::Timestamp now, bool done, Io& io) {
  for (const version::TakedownRequest& request : requests) {
    io.out << (done ? "taken down: " : "would be taken down: ") << request.name << "\n";
  }
  io.out << "once it is judged: a last record without a text, then nothing under its key in the "
            "table of articles; whatever crawlers bring of it is dropped\n"
         << "what was published before stays readable in\n";
  for (const kafka::TopicState& topic : topics) {
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
  const auto topics = ask_topics(setup->settings(), events);
  base::Result<base::Done> sent = base::Done{};
  if (topics && flags.execute) sent = send(setup->settings(), *requests, events);
  log.close();
  if (!topics) return answer(topics.fault(), io);
  if (!sent) return answer(sent.fault(), io);
  print(*requests, *topics, now, flags.execute, io);
  return kDone;
}

}  // namespace cli
