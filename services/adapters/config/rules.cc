#include "adapters/config/rules.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace adapters::config {
namespace {

constexpr std::string_view kSecrets[] = {"sasl.password", "sasl.username", "ssl.keystore.password"};

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
      {"topics.raw", &topics.raw},
      {"topics.backfill", &topics.backfill},
      {"topics.candidates", &topics.candidates},
      {"topics.clean", &topics.clean},
      {"topics.versions", &topics.versions},
      {"topics.dead", &topics.dead},
      {"topics.takedowns", &topics.takedowns},
  };
  for (const auto& [path, topic] : all) {
    if (!topic->empty() && !seen.insert(*topic).second) {
      broken.emplace_back(path, "'" + *topic + "' is another key's topic already");
    }
  }
}

void check_listen(const char* path, const std::string& address, std::vector<BrokenRule>& broken) {
  if (address.empty() || is_listen_address(address)) return;
  broken.emplace_back(path, "'" + address + "' is not address:port");
}

}  // namespace

std::vector<BrokenRule> broken_rules(const Settings& settings) {
  std::vector<BrokenRule> broken;
  check_topics(settings.topics, broken);
  if (settings.versions.text_age > settings.versions.head_age) {
    broken.emplace_back("versions.text_age", "must not be longer than versions.head_age");
  }
  if (settings.versions.schema_registry_id != 0 && settings.versions.output != "protobuf") {
    broken.emplace_back("versions.schema_registry_id", "needs versions.output: protobuf");
  }
  if (settings.kafka.static_membership && settings.instance.empty()) {
    broken.emplace_back("kafka.static_membership",
                        "needs a fixed instance: a name that changes is a new member each time");
  }
  check_listen("http.listen", settings.http.listen, broken);
  check_listen("http.admin_listen", settings.http.admin_listen, broken);
  return broken;
}

bool is_secret(std::string_view property) {
  return std::find(std::begin(kSecrets), std::end(kSecrets), property) != std::end(kSecrets) ||
         property.starts_with("sasl.oauthbearer.") || property.starts_with("ssl.key.");
}

bool is_never_plain(std::string_view property) {
  return is_secret(property) && property != "sasl.username" && property != "ssl.key.location" &&
         !(property.starts_with("sasl.oauthbearer.") &&
           property != "sasl.oauthbearer.client.secret" && property != "sasl.oauthbearer.config");
}

}  // namespace adapters::config
