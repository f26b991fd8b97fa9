#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <ostream>
#include <sstream>
#include <utility>

#include "cli/exits.h"

namespace cli {
namespace {

// "{a,b}" or "{a|b,c}" as a list; of a checked option CLI11 writes more around it.
std::vector<std::string> choices_in(const std::string& type) {
  std::vector<std::string> choices;
  const std::size_t begin = type.find('{'), end = type.rfind('}');
  if (begin == std::string::npos || end == std::string::npos) return choices;
  std::istringstream inside(type.substr(begin + 1, end - begin - 1));
  const char separator = inside.str().find('|') == std::string::npos ? ',' : '|';
  for (std::string choice; std::getline(inside, choice, separator);) choices.push_back(choice);
  return choices;
}

completion::Flag describe(const CLI::Option& option) {
  completion::Flag flag{.help = option.get_description(), .many = option.get_expected_max() > 1};
  for (const std::string& name : option.get_snames()) flag.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) flag.names.push_back("--" + name);
  if (option.get_positional()) flag.names = {option.get_name(true)};
  if (option.get_expected_max() == 0) return flag;
  flag.value = option.get_type_name();
  flag.choices = choices_in(flag.value);
  if (!flag.choices.empty()) flag.value = "WORD";
  return flag;
}

completion::Verb describe(const CLI::App& app) {
  completion::Verb verb{.name = app.get_name(), .help = app.get_description()};
  for (const CLI::Option* option : app.get_options()) {
    (option->get_positional() ? verb.operands : verb.flags).push_back(describe(*option));
  }
  for (const CLI::App* below : app.get_subcommands({})) verb.verbs.push_back(describe(*below));
  return verb;
}

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
        "Flags win over variables (DATELINE_COMMIT_INTERVAL), those over files. `dateline config "
        "example`\nnames the variable of each key.");
    add_globals();
    add_run();
    add_clean();
    add_validate();
    add_demo();
    add_config();
    add_completion();
    add_history();
    add_version();
    add_healthcheck();
    add_takedown();
    add_replay(app_, replay_, [this] { verb_ = replay_; });
    add_dead(app_, dead_, replay_, {[this] { verb_ = dead_; }, [this] { verb_ = replay_; }});
    add_top();
  }
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  std::variant<Command, int> read(std::vector<std::string> arguments, Io& io) {
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
    try {
      app_.parse(arguments);
    } catch (const CLI::ParseError& error) {
      if (const std::string verb = find_unknown_verb(); !verb.empty()) {
        io.err << "dateline: there is no verb \"" << verb << "\"; --help lists them\n";
        return int{kUsage};
      }
      // CLI11's own codes (105, 106, 109 ...) are nobody's convention: usage is 64.
      const int code = app_.exit(error, io.out, io.err);
      return code == 0 ? int{kDone} : int{kUsage};
    }
    add_sets();
    add_looks();
    return Command{globals_, verb_};
  }

  completion::Verb to_verb() { return describe(app_); }

 private:
  // The word where a verb should stand, with the verbs before it; empty: that was not the trouble.
  std::string find_unknown_verb() {
    const CLI::App* at = &app_;
    std::string path;
    while (!at->get_subcommands().empty()) {
      at = at->get_subcommands().front();
      path += at->get_name() + " ";
    }
    const std::vector<std::string> left = app_.remaining(true);
    const bool wants_verb = !at->get_subcommands({}).empty();
    if (!wants_verb || left.empty() || left.front().starts_with('-')) return "";
    return path + left.front();
  }

  void add_globals() {
    app_.add_option("-c,--config", globals_.configs,
                    "Configuration file; later ones win [DATELINE_CONFIG; "
                    "/etc/dateline/dateline.yaml if it is there]")
        ->type_name("FILE")
        ->allow_extra_args(false);
    app_.add_option("--set", globals_.sets,
                    "One key: --set commit.interval=200ms [DATELINE_COMMIT_INTERVAL]")
        ->type_name("PATH=VALUE")
        ->allow_extra_args(false);
    app_.add_option("--log-level", log_level_, "What is logged at least [DATELINE_LOG_LEVEL]")
        ->type_name("{debug,info,warning,error}");
    app_.add_option("--log-format", log_format_,
                    "auto: text on a terminal, else JSON lines [DATELINE_LOG_FORMAT]")
        ->type_name("{auto,json,text}");
    app_.add_option("--format", format_, "Of lists: a table, or JSON lines")
        ->check(CLI::IsMember({"table", "json"}));
    app_.add_option("--color", color_, "auto: on a terminal, unless NO_COLOR is set")
        ->check(CLI::IsMember({"auto", "always", "never"}));
    app_.add_flag("--no-progress", no_progress_, "No progress on stderr");
  }

  void add_run() {
    CLI::App* verb = app_.add_subcommand("run", "Run the stages on Kafka until a signal");
    verb->add_option("--stages", stages_, "Only these, as a,b [DATELINE_STAGES]")
        ->type_name("{clean,version}");
    verb->callback([this] { verb_ = run_; });
  }

  void add_clean() {
    CLI::App* verb =
        app_.add_subcommand("clean", "Clean events, a page or a dump; no Kafka. JSON lines out");
    verb->add_option("FILE", clean_.files,
                     "Events (.jsonl), a page (.html), a dump (.txt), or - for stdin")
        ->type_name("FILE");
    verb->add_option("--url", clean_.url, "Address of a bare page or dump");
    verb->add_option("--fetched-at", clean_.fetched_at,
                     "When it was fetched, as RFC 3339 (default: now)");
    verb->add_option("--stages", clean_stages_, "clean, or clean,version: judge in memory too")
        ->check(CLI::IsMember({"clean", "clean,version"}).description(""))
        ->type_name("{clean|clean,version}");
    verb->add_option("--dead", clean_.dead, "File for dead letters (default: stderr)")
        ->type_name("FILE");
    CLI::Option* state = verb->add_option("--state", clean_.state,
                                          "Folder for the state of version, kept for the "
                                          "next call (default: in memory)")
                             ->type_name("DIR");
    CLI::Option* expect =
        verb->add_option("--expect", clean_.expect,
                         "JSON lines, each to be held by that of the output; exit 2 if one is not")
            ->type_name("FILE");
    CLI::Option* score = verb->add_flag("--score", clean_.score, "Print what score.py reads");
    CLI::Option* explain = verb->add_flag(
        "--explain", explain_,
        "Print why instead: what became of each block, who chose it, where each field came from");
    explain->excludes(score);
    for (CLI::Option* other : {explain, score}) other->excludes(expect)->excludes(state);
    verb->add_option("--format", explain_format_, "Of --explain: text, or html (one page)")
        ->check(CLI::IsMember({"text", "html"}))
        ->needs(explain);
    verb->callback([this] {
      clean_.versions = clean_stages_ == "clean,version";
      if (clean_.versions && explain_) {
        throw CLI::ValidationError("--explain", "explains cleaning alone, not --stages version");
      }
      if (!clean_.versions && !clean_.state.empty()) {
        throw CLI::ValidationError("--state", "is of --stages clean,version");
      }
      using Explain = CleanFlags::Explain;
      if (explain_) clean_.explain = explain_format_ == "html" ? Explain::Html : Explain::Text;
      verb_ = clean_;
    });
  }

  void add_validate() {
    CLI::App* verb = app_.add_subcommand("validate", "Check configuration, brokers and topics");
    verb->add_flag("--no-connect", no_connect_, "Only the configuration");
    verb->add_flag("--create-topics", validate_.create_topics, "Create topics that are missing");
    verb->add_flag("--deny-warnings", validate_.deny_warnings, "Warnings fail too (exit 2)");
    verb->callback([this] {
      validate_.connect = !no_connect_;
      verb_ = validate_;
    });
  }

  void add_demo() {
    CLI::App* verb = app_.add_subcommand(
        "demo", "Show everything at work on an embedded broker and invented news");
    verb->add_option("--articles", demo_.stories, "Stories to invent")
        ->check(CLI::Range(12, 5000))
        ->capture_default_str();
    verb->add_flag("--keep", demo_.keep,
                   "Then go on with new news, with the status page at http.listen, until a signal");
    verb->callback([this] { verb_ = demo_; });
  }

  void add_config() {
    CLI::App* verb = app_.add_subcommand("config", "Show the configuration");
    verb->require_subcommand(1);
    CLI::App* example = verb->add_subcommand("example", "The commented file with all defaults");
    example->callback([this] { verb_ = ConfigFlags{ConfigFlags::What::Example, false}; });
    CLI::App* schema = verb->add_subcommand("schema", "JSON Schema 2020-12 of the file");
    schema->callback([this] { verb_ = ConfigFlags{ConfigFlags::What::Schema, false}; });
    CLI::App* show = verb->add_subcommand("show", "Effective values and where they come from");
    show->add_flag("--changed", changed_, "Only what is not the default");
    show->callback([this] { verb_ = ConfigFlags{ConfigFlags::What::Show, changed_}; });
  }

  void add_completion() {
    using For = CompletionFlags::For;
    CLI::App* verb =
        app_.add_subcommand("completion", "Completions for a shell, or the manual page");
    verb->require_subcommand(1);
    const auto add = [&](const char* name, const char* help, For shell) {
      verb->add_subcommand(name, help)->callback([this, shell] { verb_ = CompletionFlags{shell}; });
    };
    add("bash", "source <(dateline completion bash)", For::Bash);
    add("zsh", "dateline completion zsh > \"${fpath[1]}/_dateline\"", For::Zsh);
    add("fish", "dateline completion fish | source", For::Fish);
    add("man", "dateline completion man > dateline.1", For::Man);
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

  void add_top() {
    CLI::App* verb = app_.add_subcommand("top", "Live view of one or several running processes");
    verb->add_option("--url", top_.urls, "http://host:port; repeatable (default: http.listen)")
        ->allow_extra_args(false);
    verb->add_flag("--once", top_.once, "One look, for scripts; --format json gives the answers");
    verb->callback([this] { verb_ = top_; });
  }

  void add_takedown() {
    CLI::App* verb = app_.add_subcommand(
        "takedown", "Take an article down for ever, whatever crawlers bring; known or not");
    verb->add_option("TARGET", takedown_.targets, "urn:dateline:SITE:ID, or an address of it")
        ->required();
    verb->add_option("--reason", takedown_.reason, "Why; printed in its last record")->required();
    verb->add_flag("--execute", takedown_.execute, "Do it; without, only the plan is printed");
    verb->callback([this] { verb_ = takedown_; });
  }

  // What is a word or a negation on the command line. A verb's own --json is the older spelling of
  // --format json.
  void add_looks() {
    globals_.progress = !no_progress_;
    if (color_ != "auto") globals_.color = color_ == "always" ? Color::Always : Color::Never;
    if (format_ != "json") return;
    globals_.format = Format::Json;
    if (auto* history = std::get_if<HistoryFlags>(&verb_)) history->json = true;
    if (auto* version = std::get_if<VersionFlags>(&verb_)) version->json = true;
  }

  // Flags that are keys by another name. They come last: a flag of its own wins over --set.
  void add_sets() {
    if (!log_level_.empty()) globals_.sets.push_back("log.level=" + log_level_);
    if (!log_format_.empty()) globals_.sets.push_back("log.format=" + log_format_);
    if (!stages_.empty()) globals_.sets.push_back("stages=" + stages_);
    if (!replay_.rate.empty()) globals_.sets.push_back("replay.rate=" + replay_.rate);
    if (!replay_.bytes.empty()) globals_.sets.push_back("replay.bytes=" + replay_.bytes);
  }

  CLI::App app_;
  Globals globals_;
  std::string log_level_, log_format_, format_ = "table", color_ = "auto", stages_, clean_stages_,
                                       explain_format_ = "text";
  bool explain_ = false, no_progress_ = false, no_connect_ = false;
  RunFlags run_;
  CleanFlags clean_;
  ValidateFlags validate_;
  DemoFlags demo_;
  HistoryFlags history_;
  VersionFlags version_;
  HealthcheckFlags healthcheck_;
  TakedownFlags takedown_;
  ReplayFlags replay_;
  DeadFlags dead_;
  TopFlags top_;
  bool changed_ = false;
  Verb verb_;
};

}  // namespace

completion::Verb flag_tree() { return Tree().to_verb(); }

std::variant<Command, int> read_command_line(const std::vector<std::string>& arguments, Io& io) {
  return Tree().read(arguments, io);
}

}  // namespace cli
