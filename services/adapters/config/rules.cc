#include "adapters/config/rules.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace adapters::config {
namespace {

struct Refused {
  std::string_view property, why;
};

constexpr std::string_view kGroupIsOurs = "app, stage and generation make the group's name";
constexpr std::string_view kTransaction = "the transaction commits offsets, exactly once";

constexpr Refused kRefused[] = {
    {"bootstrap.servers", "this is kafka.brokers"},
    {"metadata.broker.list", "this is kafka.brokers"},
    {"group.id", kGroupIsOurs},
    {"client.id", "each worker needs one of its own, made from the instance"},
    {"transactional.id", "each worker needs one of its own, made from the instance"},
    {"partition.assignment.strategy", "cooperative-sticky, never mixed within a group"},
    {"enable.auto.commit", kTransaction},
    {"enable.auto.offset.store", kTransaction},
    {"isolation.level", "only committed records may be read"},
    {"auto.offset.reset", "this is kafka.start_at and kafka.on_cut"},
    {"enable.idempotence", "follows from transactions"},
    {"acks", "follows from transactions"},
    {"request.required.acks", "follows from transactions"},
    {"message.timeout.ms", "follows from transactions"},
    {"transaction.timeout.ms", "deadlines of a commit hang on it"},
    {"enable.partition.eof", "the end of a restore is found by it"},
    {"check.crcs", "these bytes become state"},
    {"partitioner", "the partition follows from the site"},
    {"allow.auto.create.topics", "a typo must not make a topic"},
};

constexpr std::string_view kSecrets[] = {"sasl.password", "sasl.username", "ssl.keystore.password"};

void check_properties(const TextMap& properties, const std::string& path,
                      std::vector<BrokenRule>& broken) {
  for (const auto& [property, value] : properties) {
    const std::string_view why = why_refused(property);
    if (!why.empty()) {
      broken.emplace_back(path, property + " cannot be set: " + std::string(why));
    }
  }
}

bool is_listen_address(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view port = text.substr(colon + 1);
  if (port.empty() || port.size() > 5) return false;
  int number = 0;
  for (const char c : port) {
    if (c < '0' || c > '9') return false;
    number = number * 10 + (c - '0');
  }
  return number <= 65535;
}

void check_topics(const Topics& topics, std::vector<BrokenRule>& broken) {
  std::set<std::string> seen;
  const std::pair<const char*, const std::string*> all[] = {
      {"topics.raw", &topics.raw},     {"topics.candidates", &topics.candidates},
      {"topics.clean", &topics.clean}, {"topics.versions", &topics.versions},
      {"topics.dead", &topics.dead},
  };
  for (const auto& [path, topic] : all) {
    if (!topic->empty() && !seen.insert(*topic).second) {
      broken.emplace_back(path, "'" + *topic + "' is another key's topic already");
    }
  }
}

}  // namespace

std::vector<BrokenRule> broken_rules(const Settings& settings) {
  std::vector<BrokenRule> broken;
  check_properties(settings.kafka.properties, "kafka.properties", broken);
  check_properties(settings.kafka.consumer_properties, "kafka.consumer_properties", broken);
  check_properties(settings.kafka.producer_properties, "kafka.producer_properties", broken);
  check_topics(settings.topics, broken);
  if (settings.versions.text_age > settings.versions.head_age) {
    broken.emplace_back("versions.text_age", "must not be longer than versions.head_age");
  }
  if (!settings.http.listen.empty() && !is_listen_address(settings.http.listen)) {
    broken.emplace_back("http.listen", "'" + settings.http.listen + "' is not address:port");
  }
  return broken;
}

std::string_view why_refused(std::string_view property) {
  const auto* found = std::find_if(std::begin(kRefused), std::end(kRefused),
                                   [property](const Refused& r) { return r.property == property; });
  return found == std::end(kRefused) ? std::string_view{} : found->why;
}

bool is_secret(std::string_view property) {
  return std::find(std::begin(kSecrets), std::end(kSecrets), property) != std::end(kSecrets) ||
         property.starts_with("sasl.oauthbearer.") || property.starts_with("ssl.key.");
}

}  // namespace adapters::config
