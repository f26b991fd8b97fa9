// `dateline dead list` and `show`; `dead replay` is a replay of the topic of dead letters.
#include <algorithm>
#include <charconv>
#include <fstream>
#include <ostream>

#include "adapters/clock/clock.h"
#include "adapters/kafka/asker.h"
#include "adapters/kafka/reader.h"
#include "adapters/log/log.h"
#include "adapters/log/progress.h"
#include "clean/wiring.h"
#include "cli/answer.h"
#include "cli/build_info.h"
#include "cli/dead_text.h"
#include "cli/exits.h"
#include "cli/kafka_events.h"
#include "cli/process_log.h"
#include "cli/service.h"
#include "cli/setup.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "replay/dead_letter.h"
#include "replay/letter_line.h"
#include "replay/point.h"

namespace cli {
namespace {

namespace kafka = adapters::kafka;
using base::Done;
using base::Result;

constexpr base::Millis kTimeout{10'000};
constexpr base::Millis kPoll{100};

struct Place {
  std::int32_t partition = 0;
  std::int64_t offset = 0;
};

// "3/1200"
std::optional<Place> read_place(const std::string& text) {
  Place place;
  const char* const end = text.data() + text.size();
  const auto partition = std::from_chars(text.data(), end, place.partition);
  if (partition.ec != std::errc() || partition.ptr == end || *partition.ptr != '/') {
    return std::nullopt;
  }
  const auto offset = std::from_chars(partition.ptr + 1, end, place.offset);
  const bool good =
      offset.ec == std::errc() && offset.ptr == end && place.partition >= 0 && place.offset >= 0;
  return good ? std::optional(place) : std::nullopt;
}

bool is_wanted(const std::vector<std::string>& names, std::string_view name) {
  return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
}

// The times of --since and --until.
struct Span {
  std::optional<base::Timestamp> since, until;

  bool has(base::Timestamp time) const {
    return (!since || time >= *since) && (!until || time < *until);
  }
};

std::optional<Span> read_span(const DeadFlags& flags, base::Timestamp now, Io& io) {
  Span span;
  const auto read = [&](const char* flag, const std::string& text,
                        std::optional<base::Timestamp>& time) {
    if (text.empty()) return true;
    const auto point = replay::read_point(text, now);
    if (point && point->kind == replay::Point::Kind::Time) {
      time = point->time;
      return true;
    }
    io.err << "dateline: " << flag << ": '" << text << "' is none of: 2026-11-01, RFC 3339, -7d\n";
    return false;
  };
  const bool good =
      read("--since", flags.since, span.since) && read("--until", flags.until, span.until);
  return good ? std::optional(span) : std::nullopt;
}

std::vector<std::string> url_paths_of(const adapters::config::Settings& settings) {
  const auto named = settings.input.fields.find("url");
  return named == settings.input.fields.end() ? std::vector<std::string>{"url"} : named->second;
}

// A letter of the selection, and what it says.
struct Found {
  const kafka::ReadRecord& record;
  const replay::DeadLetter& letter;
  const std::string& site;
};

// The topic of dead letters.
class DeadTopic final {
 public:
  DeadTopic(const Setup& setup, const clean::Inputs& inputs, Io& io)
      : settings_(setup.settings()),
        io_(io),
        log_(log_options(settings_, io), clock_),
        events_(log_, clock_),
        finder_(url_paths_of(settings_), {inputs.suffixes(), inputs.publishers()}) {}
  ~DeadTopic() { log_.close(); }
  DeadTopic(const DeadTopic&) = delete;
  DeadTopic& operator=(const DeadTopic&) = delete;

  // Each letter of the selection, as it comes.
  template <class Take>
  Result<Done> each(const DeadFlags& flags, const Span& span, const Take& take) {
    auto options = reader_options();
    options.since = span.since;
    auto reader = kafka::Reader::make(connection_of(settings_), options, events_, kTimeout);
    if (!reader) return reader.fault();
    if (auto aimed = (*reader)->aim_at_ends(kTimeout); !aimed) return aimed;
    adapters::log::Progress progress(log_, clock_, shown_of(io_), "reading", (*reader)->left());
    return drain(**reader, [&, read = std::uint64_t{0}](const kafka::ReadRecord& record) mutable {
      progress.update(++read);
      if (span.has(record.appended_at)) offer(flags, record, take);
    });
  }

  // One letter; false: there is none.
  template <class Take>
  Result<bool> one(const Place& place, const Take& take) {
    const auto exists = has(place);
    if (!exists || !*exists) return exists;
    auto options = reader_options();
    options.ranges = {{place.partition, place.offset, place.offset + 1}};
    auto reader = kafka::Reader::make(connection_of(settings_), options, events_, kTimeout);
    if (!reader) return reader.fault();
    bool found = false;
    const auto drained = drain(**reader, [&](const kafka::ReadRecord& record) {
      if (record.offset != place.offset) return;  // a marker stands there
      found = true;
      take(record);
    });
    if (!drained) return drained.fault();
    return found;
  }

 private:
  kafka::ReaderOptions reader_options() const {
    return {.topics = {settings_.topics.dead},
            .group_id = group_of(settings_, "dead"),
            .client_id = Names::of(settings_).instance};
  }

  // Whether the log reaches there.
  Result<bool> has(const Place& place) {
    auto asker = kafka::Asker::make(connection_of(settings_), group_of(settings_, "dead"),
                                    Names::of(settings_).instance, events_);
    if (!asker) return asker.fault();
    const auto ranges = (*asker)->ranges(settings_.topics.dead, kTimeout);
    if (!ranges) return ranges.fault();
    const auto index = static_cast<std::size_t>(place.partition);
    return index < ranges->size() && place.offset >= (*ranges)[index].start &&
           place.offset < (*ranges)[index].end;
  }

  template <class Take>
  static Result<Done> drain(kafka::Reader& reader, Take&& take) {
    while (!reader.is_at_goal()) {
      const auto record = reader.next(kPoll);
      if (!record && record.fault().recovery == base::Recovery::Stop) return record.fault();
      if (record && *record) take(**record);
    }
    return Done{};
  }

  template <class Take>
  void offer(const DeadFlags& flags, const kafka::ReadRecord& record, const Take& take) {
    const replay::DeadLetter letter = replay::read_dead_letter(record.headers, record.value);
    if (!is_wanted(flags.reasons, letter.reason) || !is_wanted(flags.stages, letter.stage)) return;
    if (flags.attempts_max > 0 && letter.attempts > flags.attempts_max) return;
    const std::string site = finder_.find(letter, record.key, record.value);
    if (is_wanted(flags.sites, site)) take(Found{record, letter, site});
  }

  const adapters::config::Settings& settings_;
  Io& io_;
  const adapters::clock::SystemClock clock_;
  adapters::log::Log log_;
  KafkaEvents events_;
  replay::SiteFinder finder_;
};

std::string place_of(const kafka::ReadRecord& record) {
  return std::to_string(record.partition.value) + "/" + std::to_string(record.offset);
}

// One event a line: ends of lines between the parts of an event mean nothing to JSON.
std::string to_line(std::string_view value) {
  std::string line(value);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return line;
}

DeadLine line_of(const Found& found) {
  return {.place = place_of(found.record),
          .died_at = found.record.appended_at,
          .reason = std::string(found.letter.reason),
          .stage = std::string(found.letter.stage),
          .site = found.site,
          .detail = std::string(found.letter.detail),
          .origin = std::string(found.letter.origin),
          .attempts = found.letter.attempts};
}

int refuse_file(const std::string& path, int code, Io& io) {
  io.err << "dateline: " << path << " cannot be written\n";
  return code;
}

// Events that died, for a file that is edited and replayed.
class Letters final {
 public:
  Letters() = default;
  Letters(const Letters&) = delete;
  Letters& operator=(const Letters&) = delete;

  bool open(const std::string& path) {
    file_.open(path, std::ios::binary | std::ios::trunc);
    return file_.is_open();
  }
  void take(const Found& found) {
    if (!file_.is_open()) return;
    const bool is_event = found.letter.stage == "clean" && found.letter.is_whole;
    if (!is_event) {
      ++left_out_;
      return;
    }
    const kafka::ReadRecord& record = found.record;
    file_ << replay::to_letter_line(found.letter, record.key, record.headers, place_of(record))
          << '\n'
          << to_line(*record.value) << '\n';
  }
  // False: it could not be written.
  bool close(Io& io) {
    file_.flush();
    if (left_out_ > 0) {
      io.err << "dateline: " << count_of(left_out_, "letter", "letters")
             << " left out: no event, or not a whole one\n";
    }
    return !file_.fail();
  }

 private:
  std::ofstream file_;
  std::size_t left_out_ = 0;
};

int list(DeadTopic& topic, const DeadFlags& flags, const Span& span, Io& io) {
  NewestDead newest(flags.limit);
  DeadCounts counts;
  Letters letters;
  if (!flags.out.empty() && !letters.open(flags.out)) return refuse_file(flags.out, kUsage, io);
  const auto read = topic.each(flags, span, [&](const Found& found) {
    letters.take(found);
    if (flags.by.empty()) return newest.take(line_of(found));
    ++counts[flags.by == "site" ? found.site : std::string(found.letter.reason)];
  });
  if (!read) return answer(read.fault(), io);
  if (!letters.close(io)) return refuse_file(flags.out, kStopped, io);
  if (flags.by.empty()) {
    flags.json ? print_json(io.out, newest) : print_table(io.out, newest);
  } else {
    flags.json ? print_json(io.out, flags.by, counts) : print_table(io.out, flags.by, counts);
  }
  io.out.flush();
  return kDone;
}

// Headers as lines, an empty one, and the value byte by byte.
void print_whole(std::ostream& out, const kafka::ReadRecord& record) {
  out << "died: " << base::to_rfc3339(record.appended_at) << "\nkey: " << record.key << '\n';
  for (const stream::Header& header : record.headers) {
    out << header.key << ": " << to_line(header.value) << '\n';
  }
  out << '\n' << record.value.value_or("");
  out.flush();
}

int show(DeadTopic& topic, const Place& place, const DeadFlags& flags, Io& io) {
  const auto found =
      topic.one(place, [&](const kafka::ReadRecord& record) { print_whole(io.out, record); });
  if (!found) return answer(found.fault(), io);
  if (*found) return kDone;
  io.err << "dateline: there is no dead letter " << flags.place << '\n';
  return kFound;
}

}  // namespace

int verb_dead(const Globals& globals, const DeadFlags& flags, Io& io) {
  const std::optional<Setup> setup = read_setup(globals, io);
  if (!setup) return kConfiguration;
  const auto span = read_span(flags, adapters::clock::SystemClock().now(), io);
  if (!span) return kUsage;
  const bool shows = flags.what == DeadFlags::What::Show;
  const std::optional<Place> place = shows ? read_place(flags.place) : Place{};
  if (!place) {
    io.err << "dateline: '" << flags.place << "' is not partition/offset, as `dead list` has it\n";
    return kUsage;
  }
  const auto inputs = clean::Inputs::load(setup->settings(), setup->publishers,
                                          {build_info().version, setup->publishers_yaml});
  if (!inputs) return answer(inputs.fault(), io);
  DeadTopic topic(*setup, **inputs, io);
  return shows ? show(topic, *place, flags, io) : list(topic, flags, *span, io);
}

}  // namespace cli
