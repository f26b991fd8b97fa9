#include "adapters/log/log.h"

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "adapters/log/throttle.h"

namespace adapters::log {
namespace {

// What travels through spdlog's queue before the line itself. spdlog only carries bytes for us:
// its patterns do not escape.
struct Parcel {
  std::int64_t at = 0;
  Level level = Level::Info;
  std::uint32_t component_bytes = 0, message_bytes = 0;
  bool is_bar = false;
};

std::string pack(const Parcel& parcel, std::string_view component, std::string_view message,
                 std::string_view line) {
  std::string bytes(sizeof parcel, '\0');
  std::memcpy(bytes.data(), &parcel, sizeof parcel);
  return bytes.append(component).append(message).append(line);
}

Level to_level(stream::Severity severity) {
  switch (severity) {
    case stream::Severity::Debug:
      return Level::Debug;
    case stream::Severity::Info:
      return Level::Info;
    case stream::Severity::Warning:
      return Level::Warning;
    case stream::Severity::Error:
      break;
  }
  return Level::Error;
}

std::string print(const LogOptions& options, const Line& line) {
  return options.format == Format::Json ? to_json(line) : to_text(line, options.color);
}

// Of a component, by the longest name that has a level.
Level least_level(const Levels& levels, std::string_view component) {
  for (std::string_view name = component; !name.empty() && !levels.by_component.empty();) {
    const auto found = levels.by_component.find(name);
    if (found != levels.by_component.end()) return found->second;
    const std::size_t dot = name.rfind('.');
    name = dot == std::string_view::npos ? std::string_view{} : name.substr(0, dot);
  }
  return levels.level;
}

// The end of the queue. Only the queue's one thread is in here.
class Writer final : public spdlog::sinks::sink {
 public:
  explicit Writer(const LogOptions& options) : options_(options) {}

  void log(const spdlog::details::log_msg& message) override {
    std::string_view rest(message.payload.data(), message.payload.size());
    Parcel parcel;
    std::memcpy(&parcel, rest.data(), sizeof parcel);
    rest.remove_prefix(sizeof parcel);
    if (parcel.is_bar) return draw(rest);
    const Site site{std::string(rest.substr(0, parcel.component_bytes)),
                    std::string(rest.substr(parcel.component_bytes, parcel.message_bytes))};
    rest.remove_prefix(parcel.component_bytes + parcel.message_bytes);
    const base::Timestamp at{parcel.at};
    last_ = at;
    tell(throttle_.take_ended(at), at);
    if (throttle_.admit(site, at)) put(rest);
  }

  // spdlog calls it from the thread that closes, after the queue's thread has ended.
  void flush() override {
    tell(throttle_.take_all(), last_);
    if (!bar_.empty()) draw("");
  }

  void set_pattern(const std::string&) override {}
  void set_formatter(std::unique_ptr<spdlog::formatter>) override {}

 private:
  void tell(const std::vector<Suppressed>& suppressed, base::Timestamp at) {
    for (const Suppressed& one : suppressed) {
      const NoteField fields[] = {{"times", std::to_string(one.count)}, {"of", one.site.message}};
      put(print(options_, {.at = at,
                           .level = Level::Warning,
                           .message = "repeated lines were left out",
                           .component = one.site.component,
                           .fields = fields}));
    }
  }

  void draw(std::string_view bar) {
    bar_ = bar;
    write_all("\r\x1b[K" + bar_);
  }

  void put(std::string_view line) {
    if (bar_.empty()) return write_all(line);
    write_all("\r\x1b[K" + std::string(line) + bar_);
  }

  void write_all(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(options_.descriptor, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return;  // nobody reads: there is no one to tell
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  const LogOptions& options_;
  Throttle throttle_;
  std::string bar_;
  base::Timestamp last_;
};

}  // namespace

struct Log::Queue {
  std::shared_ptr<Writer> writer;
  std::shared_ptr<spdlog::details::thread_pool> pool;
  std::shared_ptr<spdlog::async_logger> logger;
  std::atomic<bool> open{true};
  std::atomic<std::uint64_t> lost{0};

  void post(const std::string& parcel) {
    if (open.load()) logger->log(spdlog::level::critical, parcel);
  }
};

Log::Log(const LogOptions& options, const stream::Clock& clock)
    : options_(options), levels_(options.levels), clock_(clock), queue_(std::make_unique<Queue>()) {
  queue_->writer = std::make_shared<Writer>(options_);
  queue_->pool = std::make_shared<spdlog::details::thread_pool>(options_.queue_lines, 1);
  queue_->logger = std::make_shared<spdlog::async_logger>(
      "", queue_->writer, queue_->pool, spdlog::async_overflow_policy::overrun_oldest);
  queue_->logger->set_error_handler([](const std::string&) {});
}

Log::~Log() { close(); }

void Log::write(Level level, std::string_view component, std::string_view message,
                std::span<const NoteField> fields) {
  if (!is_on(level, component)) return;
  const Line line{.at = clock_.now(),
                  .level = level,
                  .message = message,
                  .component = component,
                  .fields = fields};
  const Parcel parcel{.at = line.at.value,
                      .level = level,
                      .component_bytes = static_cast<std::uint32_t>(component.size()),
                      .message_bytes = static_cast<std::uint32_t>(message.size())};
  lines_[static_cast<std::size_t>(level)].fetch_add(1, std::memory_order_relaxed);
  queue_->post(pack(parcel, component, message, print(options_, line)));
}

void Log::set_levels(Levels levels) {
  levels_.with([&levels](Levels& kept) { std::swap(kept, levels); });
}

Levels Log::levels() const {
  return levels_.with([](const Levels& levels) { return levels; });
}

void Log::show_bar(std::string_view bar) { queue_->post(pack({.is_bar = true}, "", "", bar)); }

LogFigures Log::figures() const {
  LogFigures figures;
  for (std::size_t i = 0; i < lines_.size(); ++i) figures.lines[i] = lines_[i].load();
  figures.lost_overflow =
      queue_->open.load() ? queue_->pool->overrun_counter() : queue_->lost.load();
  return figures;
}

void Log::close() {
  if (!queue_->open.exchange(false)) return;
  queue_->lost = queue_->pool->overrun_counter();
  queue_->pool.reset();  // joins, after everything queued was written
  queue_->writer->flush();
}

bool Log::is_on(Level level, std::string_view component) const {
  return levels_.with(
      [&](const Levels& levels) { return level >= least_level(levels, component); });
}

LogJournal::LogJournal(Log& log, std::string component, std::vector<NoteField> fields)
    : log_(log), component_(std::move(component)), fields_(std::move(fields)) {}

bool LogJournal::hears(stream::Severity severity) const {
  return log_.is_on(to_level(severity), component_);
}

void LogJournal::note(stream::Severity severity, std::string_view message,
                      std::span<const NoteField> fields) {
  std::vector<NoteField> all = fields_;
  all.insert(all.end(), fields.begin(), fields.end());
  log_.write(to_level(severity), component_, message, all);
}

}  // namespace adapters::log
