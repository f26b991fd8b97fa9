#include <fstream>
#include <ostream>

#include "adapters/clock/clock.h"
#include "adapters/log/log.h"
#include "adapters/log/progress.h"
#include "clean/wiring.h"
#include "cli/build_info.h"
#include "cli/event_source.h"
#include "cli/exits.h"
#include "cli/expectation.h"
#include "cli/explain/html.h"
#include "cli/explain/text.h"
#include "cli/offline.h"
#include "cli/process_log.h"
#include "cli/score.h"
#include "cli/setup.h"
#include "cli/verbs.h"
#include "news/change.h"
#include "news/encode/base64.h"
#include "news/encode/candidate.h"
#include "news/encode/json.h"
#include "news/encode/ninjs.h"
#include "version/wiring.h"

namespace cli {
namespace {

using base::Fault;

// A withdrawal has no article: what is known of it, on one line.
std::string to_withdrawal_json(const news::Candidate& candidate) {
  news::encode::JsonWriter json;
  json.begin_object()
      .member("schema", "dateline.withdrawal/1")
      .member("status", to_string(candidate.status))
      .member("site", candidate.site)
      .member("fetched_at", base::to_rfc3339(candidate.fetched_at))
      .key("addresses")
      .begin_array();
  for (const news::Address& address : candidate.addresses) json.text(address.url);
  json.end_array().end_object();
  return json.take();
}

// A crawl has no milliseconds.
std::string print_second(stream::Timestamp now) {
  return base::to_rfc3339({now.value / 1000 * 1000});
}

std::string to_dead_json(const Fault& fault, const std::string& place, std::string_view event) {
  news::encode::JsonWriter json;
  json.begin_object()
      .member("reason", fault.code)
      .member("detail", fault.detail)
      .member("origin", place)
      .member("value_base64", news::encode::to_base64(event))
      .end_object();
  return json.take();
}

// One event after the other through the stages, to the streams.
class Cleaning final {
 public:
  Cleaning(const CleanFlags& flags, const Setup& setup, const clean::Inputs& inputs, Io& io,
           std::ostream& dead, const stream::Clock& clock, Expectation* expected)
      : flags_(flags),
        setup_(setup),
        io_(io),
        dead_(dead),
        clock_(clock),
        expected_(expected),
        stage_(clean::stage_options(setup.settings(), news::Lane::Live), inputs.tables()),
        versions_topic_(setup.settings().topics.versions) {}
  Cleaning(const Cleaning&) = delete;
  Cleaning& operator=(const Cleaning&) = delete;

  void take(std::string_view event, const std::string& place) {
    const stream::Timestamp now = clock_.now();
    if (flags_.explain != CleanFlags::Explain::No) return explain(event, place, now);
    base::Result<clean::Cleaned> cleaned = stage_.clean(event, {now, std::nullopt});
    if (!cleaned) {
      if (!flags_.score) print_dead(cleaned.fault(), place, event);
    } else if (flags_.score) {
      if (cleaned->article) io_.out << to_score(*cleaned->article) << '\n';
    } else if (version_) {
      judge(cleaned->candidate, now, place, event);
    } else {
      print(cleaned->article ? news::encode::clean_json(*cleaned->article)
                             : to_withdrawal_json(cleaned->candidate));
    }
    ++done_;
  }

  std::uint64_t done() const { return done_; }

  // Opens the state, and writes what stands around the events. Faults (Stop): see open_state().
  base::Result<base::Done> begin() {
    if (flags_.explain == CleanFlags::Explain::Html) {
      io_.out << explain::html_head("How " + flags_.files.front() + " was read");
    }
    if (!flags_.versions) return base::Done{};
    std::unique_ptr<OfflineState> state = make_memory_state();
    if (!flags_.state.empty()) {
      auto opened = open_state(flags_.state);
      if (!opened) return opened.fault();
      state = std::move(*opened);
    }
    version_ =
        std::make_unique<OfflineStage>(version::make_stage(setup_.settings()), std::move(state));
    return base::Done{};
  }
  // Fault (Stop): the state could not be kept.
  base::Result<base::Done> end() {
    if (flags_.explain == CleanFlags::Explain::Html) io_.out << explain::html_foot();
    io_.out.flush();
    if (broken_) return *broken_;
    return version_ ? version_->close() : base::Done{};
  }

 private:
  void explain(std::string_view event, const std::string& place, stream::Timestamp now) {
    news::clean::Trace trace;
    const auto cleaned = stage_.clean(event, {now, std::nullopt}, &trace);
    const news::Article* article = cleaned && cleaned->article ? &*cleaned->article : nullptr;
    // No dead letter: only the reason why there is no article.
    const Fault withdrawn{base::Recovery::DeadLetter, "withdrawal",
                          "the address has no page any more"};
    const explain::Explained explained{
        place, trace, article,
        article != nullptr ? nullptr : (cleaned ? &withdrawn : &cleaned.fault())};
    if (flags_.explain == CleanFlags::Explain::Html) {
      io_.out << explain::html_section(explained);
    } else {
      io_.out << explain::to_text(explained, Paint(io_.out_colors())) << '\n';
    }
    ++done_;
  }

  // Prints what goes to articles.versions: every version, late historic ones too.
  void judge(const news::Candidate& candidate, stream::Timestamp now, const std::string& place,
             std::string_view event) {
    auto effects = version_->handle(candidate.site, news::encode::to_bytes(candidate), now);
    if (!effects && effects.fault().recovery == base::Recovery::Stop) {
      broken_ = effects.fault();
      return;
    }
    if (!effects) return print_dead(effects.fault(), place, event);
    if (effects->dead) print_dead(*effects->dead, place, event);
    const auto& topics = version_->spec().outputs;
    for (const stream::OutRecord& record : effects->out) {
      const bool every = topics[record.output.value] == versions_topic_;
      if (every && record.value) print(*record.value);
    }
  }

  void print(const std::string& line) {
    io_.out << line << '\n';
    if (expected_ != nullptr) expected_->take(line);
  }

  void print_dead(const Fault& fault, const std::string& place, std::string_view event) {
    dead_ << to_dead_json(fault, place, event) << '\n';
  }

  const CleanFlags& flags_;
  const Setup& setup_;
  Io& io_;
  std::ostream& dead_;
  const stream::Clock& clock_;
  Expectation* const expected_;  // null: whatever comes out is right
  clean::CleanStage stage_;
  const std::string versions_topic_;
  std::unique_ptr<OfflineStage> version_;
  std::optional<Fault> broken_;  // the state cannot be written any more
  std::uint64_t done_ = 0;
};

// Tells what differs; true if anything does.
bool print_differences(std::optional<Expectation>& expected, Io& io) {
  if (!expected) return false;
  const std::vector<std::string> differences = expected->finish();
  for (const std::string& one : differences) io.err << one << '\n';
  return !differences.empty();
}

}  // namespace

int verb_clean(const Globals& globals, const CleanFlags& given, Io& io) {
  CleanFlags flags = given;
  if (flags.files.empty()) {
    if (io.in_is_terminal) {
      io.err << "clean: name files, or give events on stdin\n";
      return kUsage;
    }
    flags.files = {"-"};
  }
  const std::optional<Setup> setup = read_setup(globals, io);
  if (!setup) return kConfiguration;
  const auto inputs = clean::Inputs::load(setup->settings(), setup->publishers,
                                          {build_info().version, setup->publishers_yaml});
  if (!inputs) {
    io.err << inputs.fault().detail << '\n';
    return kConfiguration;
  }
  std::optional<Expectation> expected;
  if (!flags.expect.empty()) {
    auto read = Expectation::read(flags.expect);
    if (!read) {
      io.err << read.fault().detail << '\n';
      return kUsage;
    }
    expected = std::move(*read);
  }
  std::ofstream dead_file;
  if (!flags.dead.empty()) {
    dead_file.open(flags.dead, std::ios::binary | std::ios::trunc);
    if (!dead_file) {
      io.err << flags.dead << ": cannot be written\n";
      return kUsage;
    }
  }
  adapters::clock::SystemClock clock;
  if (flags.fetched_at.empty()) flags.fetched_at = print_second(clock.now());
  adapters::log::Log log(log_options(setup->settings(), io), clock);
  // A bar below lines of data on the same terminal would be in their way.
  const bool mixed = io.err_is_terminal && io.out_is_terminal;
  adapters::log::Progress progress(log, clock, mixed ? adapters::log::Shown::Never : shown_of(io),
                                   "cleaning", std::nullopt);
  Cleaning cleaning(flags, *setup, **inputs, io, flags.dead.empty() ? io.err : dead_file, clock,
                    expected ? &*expected : nullptr);
  base::Result<base::Done> read = cleaning.begin();
  if (read) {
    read = each_event(flags, io.in, [&](std::string_view event, const std::string& place) {
      cleaning.take(event, place);
      progress.update(cleaning.done());
    });
    if (auto ended = cleaning.end(); read && !ended) read = ended;
  }
  if (read) return print_differences(expected, io) ? kFound : kDone;
  io.err << read.fault().detail << '\n';
  return read.fault().code == "missing_url" ? kUsage : kStopped;
}

}  // namespace cli
