#include <algorithm>
#include <ostream>
#include <vector>

#include "adapters/clock/clock.h"
#include "adapters/kafka/reader.h"
#include "adapters/log/log.h"
#include "adapters/log/progress.h"
#include "clean/wiring.h"
#include "cli/answer.h"
#include "cli/build_info.h"
#include "cli/exits.h"
#include "cli/history.h"
#include "cli/kafka_events.h"
#include "cli/process_log.h"
#include "cli/service.h"
#include "cli/setup.h"
#include "cli/verbs.h"
#include "news/identity/address.h"
#include "news/identity/keys.h"

namespace cli {
namespace {

namespace kafka = adapters::kafka;
using base::Done;
using base::Result;

constexpr base::Millis kTimeout{10'000}, kPoll{100};
// An address that more articles were published under names none of them.
constexpr std::size_t kArticlesMax = 16;

// Reads articles.versions for one article or for one address.
class VersionsTopic final {
 public:
  VersionsTopic(const Setup& setup, const HistoryFlags& flags, Io& io)
      : setup_(setup),
        flags_(flags),
        io_(io),
        log_(log_options(setup.settings(), io), clock_),
        events_(log_, clock_) {}
  ~VersionsTopic() { log_.close(); }
  VersionsTopic(const VersionsTopic&) = delete;
  VersionsTopic& operator=(const VersionsTopic&) = delete;

  Result<History> read(const std::string& key, std::optional<base::Timestamp> since) {
    History history(flags_.limit);
    const auto done = each_record(key, since, [&](const kafka::ReadRecord& record) -> Result<Done> {
      if (record.key != key || !record.value) return Done{};
      auto json = to_version_json(*record.value);
      if (!json) return json.fault();
      history.take(std::move(*json));
      return Done{};
    });
    if (!done) return done.fault();
    return history;
  }

  // The articles that were published under this address, whatever their ids were made from.
  Result<std::vector<std::string>> find(const news::identity::Place& place,
                                        const news::identity::AddressRules& rules,
                                        std::optional<base::Timestamp> since) {
    std::vector<std::string> keys;
    const auto done = each_record("", since, [&](const kafka::ReadRecord& record) -> Result<Done> {
      const std::string key(record.key);
      if (!record.value || record.header("dateline-site") != place.site) return Done{};
      if (keys.size() == kArticlesMax || std::find(keys.begin(), keys.end(), key) != keys.end()) {
        return Done{};
      }
      const auto json = to_version_json(*record.value);
      if (!json) return json.fault();
      if (has_address(*json, place.url, rules)) keys.push_back(key);
      return Done{};
    });
    if (!done) return done.fault();
    return keys;
  }

 private:
  template <class Take>
  Result<Done> each_record(const std::string& key, std::optional<base::Timestamp> since,
                           const Take& take) {
    auto reader = kafka::Reader::make(connection_of(setup_.settings()),
                                      {.topics = {setup_.settings().topics.versions},
                                       .group_id = group_of(setup_.settings(), "history"),
                                       .client_id = Names::of(setup_.settings()).instance,
                                       .key = key,
                                       .since = since},
                                      events_, kTimeout);
    if (!reader) return reader.fault();
    if (auto aimed = (*reader)->aim_at_ends(kTimeout); !aimed) return aimed;
    adapters::log::Progress progress(log_, clock_, shown_of(io_), "reading", (*reader)->left());
    for (std::uint64_t read = 0; !(*reader)->is_at_goal(); progress.update(read)) {
      const auto record = (*reader)->next(kPoll);
      if (!record && record.fault().recovery == base::Recovery::Stop) return record.fault();
      if (!record || !*record) continue;
      ++read;
      if (auto taken = take(**record); !taken) return taken;
    }
    return Done{};
  }

  bool has_address(const std::string& json, const std::string& url,
                   const news::identity::AddressRules& rules) {
    if (!document_.read(json, {})) return false;
    const news::JsonValue root = document_.root();
    const auto is_it = [&](std::string_view address) {
      const auto canonical = news::identity::canonicalize(address, rules);
      return canonical && *canonical == url;
    };
    if (is_it(root.find("source").find("request_url").text())) return true;
    const news::JsonValue ids = root.find("ninjs").find("altIds");
    for (auto id = ids.first(); id; id = id.next()) {
      if (id.find("role").text() != "contentHash" && is_it(id.find("value").text())) return true;
    }
    return false;
  }

  const Setup& setup_;
  const HistoryFlags& flags_;
  Io& io_;
  const adapters::clock::SystemClock clock_;
  adapters::log::Log log_;
  KafkaEvents events_;
  news::JsonDocument document_;
};

int print(const std::vector<History>& histories, const HistoryFlags& flags, Io& io) {
  bool first = true;
  for (const History& history : histories) {
    if (flags.json) {
      history.print_json(io.out);
    } else {
      if (!first) io.out << '\n';
      history.print(io.out, Paint(io.out_colors()), {flags.why, flags.diff});
    }
    first = false;
  }
  io.out.flush();
  return kDone;
}

Result<std::vector<History>> read_all(VersionsTopic& topic, const std::vector<std::string>& keys,
                                      std::optional<base::Timestamp> since) {
  std::vector<History> histories;
  for (const std::string& key : keys) {
    auto history = topic.read(key, since);
    if (!history) return history.fault();
    if (!history->empty()) histories.push_back(std::move(*history));
  }
  return histories;
}

// What the id of an article at this address is made from, in most cases; else all are looked at.
Result<std::vector<History>> read_address(VersionsTopic& topic, const news::identity::Place& place,
                                          const news::identity::AddressRules& rules,
                                          std::optional<base::Timestamp> since) {
  const auto id =
      news::identity::article_id(place.site, news::identity::KeyKind::Address, place.url);
  auto histories = read_all(topic, {to_hex(id)}, since);
  if (!histories || !histories->empty()) return histories;
  const auto keys = topic.find(place, rules, since);
  if (!keys) return keys.fault();
  return read_all(topic, *keys, since);
}

}  // namespace

int verb_history(const Globals& globals, const HistoryFlags& flags, Io& io) {
  const std::optional<Setup> setup = read_setup(globals, io);
  if (!setup) return kConfiguration;
  const std::string& versions = setup->settings().topics.versions;
  if (versions.empty()) {
    io.err << "dateline: topics.versions is empty: no topic keeps versions\n";
    return kConfiguration;
  }
  const auto since = base::read_rfc3339(flags.from);
  if (!since && !flags.from.empty()) {
    io.err << "dateline: --from: '" << flags.from << "' is no RFC 3339 time\n";
    return kUsage;
  }
  const auto urn = news::read_urn(flags.what);
  const auto inputs = clean::Inputs::load(setup->settings(), setup->publishers,
                                          {build_info().version, setup->publishers_yaml});
  if (!inputs) return answer(inputs.fault(), io);
  const news::identity::AddressRules rules{(*inputs)->suffixes(), (*inputs)->publishers()};
  const auto place = news::identity::locate(flags.what, rules);
  if (!urn && !place) {
    io.err << "dateline: '" << flags.what
           << "' is neither a urn nor an address: " << place.fault().detail << '\n';
    return kUsage;
  }
  VersionsTopic topic(*setup, flags, io);
  const auto histories =
      urn ? read_all(topic, {to_hex(urn->id)}, since) : read_address(topic, *place, rules, since);
  if (!histories) return answer(histories.fault(), io);
  if (!histories->empty()) return print(*histories, flags, io);
  io.err << "dateline: " << versions << " has no version of " << flags.what << '\n';
  return kFound;
}

}  // namespace cli
