#include "cli/compare_text.h"

#include <algorithm>
#include <ostream>

#include "adapters/status/json.h"
#include "cli/text.h"

namespace cli {
namespace {

using adapters::status::Json;
using replay::Example;
using replay::kFields;

constexpr std::size_t kSameBefore = 24;  // bytes
constexpr std::size_t kExcerptWidth = 90;
constexpr std::size_t kColumn = 14;

bool begins_character(const std::string& text, std::size_t at) {
  return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

// One line: what breaks it is a space there.
std::string flatten(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return text;
}

void print_count(std::ostream& out, std::uint64_t count, const std::string& what) {
  out << pad_left(with_commas(count), kColumn) << "  " << what << '\n';
}

std::string withdrawn(std::uint64_t count) {
  return count == 0 ? "" : "; " + with_commas(count) + " of them withdrawn";
}

void print_generation(std::ostream& out, const ComparedGeneration& one, std::uint64_t articles) {
  out << one.name << "  " << one.table << "  " << count_of(articles, "article", "articles");
  for (const StageLag& lag : one.lags) {
    out << ", " << lag.stage << ' ' << with_commas(static_cast<std::size_t>(lag.records))
        << " behind";
  }
  out << '\n';
}

std::string kind_of(const Example& example) {
  if (example.kind == Example::Kind::Missing) return "missing";
  if (example.kind == Example::Kind::Added) return "added";
  return std::string(kFields.at(example.field));
}

void print_example(std::ostream& out, const ComparisonShown& shown, const ShownExample& example) {
  out << kind_of(example.example) << "  " << example.urn << '\n';
  if (example.example.kind != Example::Kind::Differs) return;
  const Excerpts texts = excerpts_of(example.one, example.other, kExcerptWidth);
  out << "  " << shown.one.name << "  " << texts.one << "\n  " << shown.other.name << "  "
      << texts.other << '\n';
}

void add_generation(Json& json, const char* key, const ComparedGeneration& one,
                    std::uint64_t articles) {
  json.begin_object(key);
  json.text("generation", one.name);
  json.text("table", one.table);
  json.number("articles", articles);
  json.begin_object("behind");
  for (const StageLag& lag : one.lags) json.number(lag.stage, lag.records);
  json.end_object();
  json.end_object();
}

}  // namespace

Excerpts excerpts_of(const std::string& one, const std::string& other, std::size_t width) {
  const auto ends = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
  auto same = static_cast<std::size_t>(ends.first - one.begin());
  same -= std::min(same, kSameBefore);
  while (!begins_character(one, same) || !begins_character(other, same)) --same;
  const auto excerpt = [&](const std::string& text) {
    return cut((same == 0 ? "" : "…") + flatten(text.substr(std::min(same, text.size()))), width);
  };
  return {excerpt(one), excerpt(other)};
}

void print_table(std::ostream& out, const ComparisonShown& shown) {
  const replay::Comparison& result = shown.result;
  print_generation(out, shown.one, result.one);
  print_generation(out, shown.other, result.other);
  print_count(out, result.equal, "are the same");
  print_count(out, result.missing,
              "are missing in " + shown.other.name + withdrawn(result.missing_withdrawn));
  print_count(out, result.added,
              "are only in " + shown.other.name + withdrawn(result.added_withdrawn));
  print_count(out, result.differing, "differ");
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    if (result.by_field[i] > 0) {
      print_count(out, result.by_field[i], "  in " + std::string(kFields[i]));
    }
  }
  if (result.moving > 0) print_count(out, result.moving, "are still moving: look again");
  std::string ignored;
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    if ((shown.ignored >> i & 1) != 0) ignored += ' ' + std::string(kFields[i]);
  }
  if (!ignored.empty()) out << "not looked at:" << ignored << '\n';
  for (const ShownExample& example : shown.examples) print_example(out, shown, example);
}

void print_json(std::ostream& out, const ComparisonShown& shown) {
  const replay::Comparison& result = shown.result;
  Json json;
  json.begin_object();
  json.number("format", std::int64_t{1});
  add_generation(json, "one", shown.one, result.one);
  add_generation(json, "other", shown.other, result.other);
  json.boolean("same", result.is_same());
  json.number("both", result.both);
  json.number("equal", result.equal);
  json.number("missing", result.missing);
  json.number("missing_withdrawn", result.missing_withdrawn);
  json.number("added", result.added);
  json.number("added_withdrawn", result.added_withdrawn);
  json.number("differing", result.differing);
  json.number("moving", result.moving);
  json.begin_object("by_field");
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    if ((shown.ignored >> i & 1) == 0) json.number(kFields[i], result.by_field[i]);
  }
  json.end_object();
  json.begin_list("examples");
  for (const ShownExample& example : shown.examples) {
    json.begin_object();
    json.text("kind", kind_of(example.example));
    json.text("urn", example.urn);
    if (example.example.kind == Example::Kind::Differs) {
      const Excerpts texts = excerpts_of(example.one, example.other, kExcerptWidth);
      json.text("one", texts.one);
      json.text("other", texts.other);
    }
    json.end_object();
  }
  json.end_list();
  json.end_object();
  out << json.str() << '\n';
}

}  // namespace cli
