#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <ostream>
#include <utility>

#include "cli/exits.h"

namespace cli {
namespace {

// The flag tree, and where its values go while CLI11 reads.
class Tree final {
 public:
  Tree() {
    app_.description(
        "Dateline turns a raw stream of crawled news in Kafka into a clean one: each article once, "
        "every later change a numbered version, exactly once.\n\n"
        "Begin with `dateline demo`, which needs nothing but this binary.");
    app_.name("dateline");
    app_.require_subcommand(1);
    app_.fallthrough();
    app_.footer(
        "Flags win over variables (DATELINE_COMMIT_INTERVAL), those over files.\n"
        "Without -c: the file in DATELINE_CONFIG, else /etc/dateline/dateline.yaml if it is "
        "there.");
    add_globals();
    add_run();
    add_clean();
    add_validate();
    add_demo();
    add_config();
    add_history();
    add_version();
    add_healthcheck();
    add_takedown();
  }
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  std::variant<Command, int> read(std::vector<std::string> arguments, Io& io) {
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
    try {
      app_.parse(arguments);
    } catch (const CLI::ParseError& error) {
      if (const std::vector<std::string> left = app_.remaining();
          app_.get_subcommands().empty() && !left.empty() && !left.front().starts_with('-')) {
        io.err << "dateline: there is no verb \"" << left.front() << "\"; --help lists them\n";
        return int{kUsage};
      }
      // CLI11's own codes (105, 106, 109 ...) are nobody's convention: usage is 64.
      const int code = app_.exit(error, io.out, io.err);
      return code == 0 ? int{kDone} : int{kUsage};
    }
    add_sets();
    return Command{globals_, verb_};
  }

 private:
  void add_globals() {
    app_.add_option("-c,--config", globals_.configs, "Configuration file; later ones win")
        ->type_name("FILE")
        ->allow_extra_args(false);
    app_.add_option("--set", globals_.sets, "One key: --set commit.interval=200ms")
        ->type_name("PATH=VALUE")
        ->allow_extra_args(false);
    app_.add_option("--log-level", log_level_, "debug, info, warning, error");
    app_.add_option("--log-format", log_format_, "auto, json, text");
  }

  void add_run() {
    CLI::App* verb = app_.add_subcommand("run", "Run the stages on Kafka until a signal");
    verb->add_option("--stages", stages_, "Only these: clean,version");
    verb->add_flag("--no-progress", run_.no_progress, "No progress on stderr");
    verb->callback([this] { verb_ = run_; });
  }

  void add_clean() {
    CLI::App* verb =
        app_.add_subcommand("clean", "Clean events, a page or a dump; no Kafka. JSON lines out");
    verb->add_option("FILE", clean_.files,
                     "Events (.jsonl), a page (.html), a dump (.txt), or - for stdin");
    verb->add_option("--url", clean_.url, "Address of a bare page or dump");
    verb->add_option("--fetched-at", clean_.fetched_at,
                     "When it was fetched, as RFC 3339 (default: now)");
    verb->add_option("--stages", clean_stages_, "clean, or clean,version: judge in memory too")
        ->check(CLI::IsMember({"clean", "clean,version"}));
    verb->add_option("--dead", clean_.dead, "File for dead letters (default: stderr)");
    CLI::Option* score = verb->add_flag("--score", clean_.score, "Print what score.py reads");
    CLI::Option* explain = verb->add_flag(
        "--explain", explain_,
        "Print why instead: what became of each block, who chose it, where each field came from");
    explain->excludes(score);
    verb->add_option("--format", explain_format_, "Of --explain: text, or html (one page)")
        ->check(CLI::IsMember({"text", "html"}))
        ->needs(explain);
    verb->add_flag("--no-progress", clean_.no_progress, "No progress on stderr");
    verb->callback([this] {
      clean_.versions = clean_stages_ == "clean,version";
      if (clean_.versions && explain_) {
        throw CLI::ValidationError("--explain", "explains cleaning alone, not --stages version");
      }
      using Explain = CleanFlags::Explain;
      if (explain_) clean_.explain = explain_format_ == "html" ? Explain::Html : Explain::Text;
      verb_ = clean_;
    });
  }

  void add_validate() {
    CLI::App* verb = app_.add_subcommand("validate", "Check configuration, brokers and topics");
    verb->add_flag("!--no-connect", validate_.connect, "Only the configuration");
    verb->add_flag("--create-topics", validate_.create_topics, "Create topics that are missing");
    verb->add_flag("--deny-warnings", validate_.deny_warnings, "Warnings fail too (exit 2)");
    verb->callback([this] { verb_ = validate_; });
  }

  void add_demo() {
    CLI::App* verb = app_.add_subcommand(
        "demo", "Show everything at work on an embedded broker and invented news");
    verb->add_option("--articles", demo_.stories, "Stories to invent")
        ->check(CLI::Range(12, 5000))
        ->capture_default_str();
    verb->callback([this] { verb_ = demo_; });
  }

  void add_config() {
    CLI::App* verb = app_.add_subcommand("config", "Show the configuration");
    verb->require_subcommand(1);
    CLI::App* example = verb->add_subcommand("example", "The commented file with all defaults");
    example->callback([this] { verb_ = ConfigFlags{ConfigFlags::What::Example, false}; });
    CLI::App* show = verb->add_subcommand("show", "Effective values and where they come from");
    show->add_flag("--changed", changed_, "Only what is not the default");
    show->callback([this] { verb_ = ConfigFlags{ConfigFlags::What::Show, changed_}; });
  }

  void add_history() {
    CLI::App* verb =
        app_.add_subcommand("history", "An article's versions, from the topic that keeps them all");
    verb->add_option("URN", history_.what, "urn:dateline:..., or an address of the article")
        ->type_name("or ADDRESS")
        ->required();
    verb->add_flag("--why", history_.why, "Which key found it, which rule decided");
    verb->add_flag("--diff", history_.diff, "Texts side by side, each with the one before");
    verb->add_option("--from", history_.from, "Only what was published since, as RFC 3339");
    verb->add_option("--limit", history_.limit, "The newest so many")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    verb->add_flag("--json", history_.json, "The records themselves, a line each");
    verb->callback([this] { verb_ = history_; });
  }

  void add_version() {
    CLI::App* verb = app_.add_subcommand("version", "This build and its libraries");
    verb->add_flag("--json", version_.json, "As JSON");
    verb->callback([this] { verb_ = version_; });
  }

  void add_healthcheck() {
    CLI::App* verb = app_.add_subcommand("healthcheck", "Ask a running process how it is");
    verb->add_flag("--ready", healthcheck_.ready, "Ask /readyz instead of /livez");
    verb->add_option("--url", healthcheck_.url, "http://host:port (default: http.listen)");
    verb->callback([this] { verb_ = healthcheck_; });
  }

  void add_takedown() {
    CLI::App* verb = app_.add_subcommand(
        "takedown", "Take an article down for ever, whatever crawlers bring; known or not");
    verb->add_option("TARGET", takedown_.target, "urn:dateline:SITE:ID, or an address of it")
        ->required();
    verb->add_option("--reason", takedown_.reason, "Why; printed in its last record")->required();
    verb->add_flag("--execute", takedown_.execute, "Do it; without, only the plan is printed");
    verb->callback([this] { verb_ = takedown_; });
  }

  // Flags that are keys by another name. They come last: a flag of its own wins over --set.
  void add_sets() {
    if (!log_level_.empty()) globals_.sets.push_back("log.level=" + log_level_);
    if (!log_format_.empty()) globals_.sets.push_back("log.format=" + log_format_);
    if (!stages_.empty()) globals_.sets.push_back("stages=" + stages_);
  }

  CLI::App app_;
  Globals globals_;
  std::string log_level_, log_format_, stages_, clean_stages_, explain_format_ = "text";
  bool explain_ = false;
  RunFlags run_;
  CleanFlags clean_;
  ValidateFlags validate_;
  DemoFlags demo_;
  HistoryFlags history_;
  VersionFlags version_;
  HealthcheckFlags healthcheck_;
  TakedownFlags takedown_;
  bool changed_ = false;
  Verb verb_;
};

}  // namespace

std::variant<Command, int> read_command_line(const std::vector<std::string>& arguments, Io& io) {
  return Tree().read(arguments, io);
}

}  // namespace cli
