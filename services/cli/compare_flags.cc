#include "cli/compare_flags.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>

#include "adapters/config/values.h"
#include "cli/replay_flags.h"

namespace cli {
namespace {

// Below that it would be all passes.
constexpr std::int64_t kBytesMin = 1 << 20;

// All others choose records, or tell how they are copied.
constexpr const char* kOfGenerations[] = {"--generation",  "--input",   "--from",
                                          "--accept-gap",  "--execute", "--format",
                                          "--no-progress", "--help"};

std::string list_fields() {
  std::string all;
  for (const std::string_view field : replay::kFields) {
    all += (all.empty() ? "" : ", ") + std::string(field);
  }
  return all;
}

}  // namespace

void add_compare(CLI::App* verb, CompareFlags& flags) {
  verb->add_option("one", flags.one, "Generation to compare with")
      ->type_name("GENERATION")
      ->required();
  verb->add_option("other", flags.other, "Generation to look at")
      ->type_name("GENERATION")
      ->required();
  verb->add_option("--ignore", flags.ignored, "Not a difference: " + list_fields())
      ->type_name("FIELD");
  verb->add_option("--samples", flags.samples, "Examples of each kind of difference")
      ->capture_default_str()
      ->check(CLI::Range(0, 1'000));
  verb->add_option("--settle", flags.settle,
                   "What was published within so long is still moving, and no difference")
      ->capture_default_str();
  verb->add_option("--memory", flags.memory, "For articles at once; more of them take more passes")
      ->capture_default_str();
}

void add_generation(CLI::App* verb, ReplayFlags& flags) {
  CLI::Option* generation =
      verb->add_option("--generation", flags.generation,
                       "Make this generation beside the running one; copy nothing");
  verb->add_option("--input", flags.input,
                   "It begins from: raw, if cleaning changed; candidates, if only judging did")
      ->check(CLI::IsMember({"raw", "candidates"}))
      ->capture_default_str()
      ->needs(generation);
  for (CLI::Option* other : verb->get_options()) {
    const bool goes_with_it =
        std::any_of(std::begin(kOfGenerations), std::end(kOfGenerations),
                    [&](const char* name) { return other->check_name(name); });
    if (!goes_with_it) generation->excludes(other);
  }
}

std::variant<CompareWish, std::string> read_wish(const CompareFlags& flags) {
  CompareWish wish;
  wish.samples = static_cast<std::size_t>(flags.samples);
  for (const std::string& name : flags.ignored) {
    const auto field = replay::find_field(name);
    if (!field) return "--ignore: '" + name + "' is none of: " + list_fields();
    wish.ignored |= replay::FieldSet{1} << *field;
  }
  const auto settle = adapters::config::read_duration(flags.settle);
  if (const auto* complaint = std::get_if<std::string>(&settle)) {
    return "--settle: '" + flags.settle + "': " + *complaint;
  }
  wish.settle = base::Millis(std::get<std::int64_t>(settle));
  const auto bytes = adapters::config::read_bytes(flags.memory);
  if (const auto* complaint = std::get_if<std::string>(&bytes)) {
    return "--memory: '" + flags.memory + "': " + *complaint;
  }
  if (std::get<std::int64_t>(bytes) < kBytesMin) return std::string("--memory: at least 1MiB");
  wish.bytes_max = static_cast<std::size_t>(std::get<std::int64_t>(bytes));
  if (flags.one == flags.other) return std::string("compare: two generations, not one twice");
  return wish;
}

}  // namespace cli
