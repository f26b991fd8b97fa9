#include "cli/expectation.h"

#include <sstream>

#include "cli/setup.h"
#include "cli/text.h"
#include "news/lenient_json.h"

namespace cli {
namespace {

using news::JsonKind;
using news::JsonValue;

constexpr std::size_t kShownMax = 80;

// A list's or a map's inside would fill the screen.
std::string show(const JsonValue& value) {
  switch (value.kind()) {
    case JsonKind::Null:
      return "null";
    case JsonKind::String:
      return "\"" + cut(value.text(), kShownMax) + "\"";
    case JsonKind::Array:
      return "a list";
    case JsonKind::Object:
      return "an object";
    case JsonKind::Bool:
    case JsonKind::Number:
      break;
  }
  return std::string(value.text());
}

std::size_t count(const JsonValue& list) {
  std::size_t all = 0;
  for (JsonValue child = list.first(); child; child = child.next()) ++all;
  return all;
}

class Comparison final {
 public:
  std::vector<std::string> differences;

  void compare(const JsonValue& wanted, const JsonValue& found, const std::string& path) {
    if (!found) return differ(path, "is not there", wanted);
    if (wanted.kind() != found.kind()) return differ(path, "is " + show(found), wanted);
    if (wanted.is(JsonKind::Object)) return compare_members(wanted, found, path);
    if (wanted.is(JsonKind::Array)) return compare_items(wanted, found, path);
    if (wanted.text() != found.text()) differ(path, "is " + show(found), wanted);
  }

 private:
  void differ(const std::string& path, const std::string& what, const JsonValue& wanted) {
    differences.push_back((path.empty() ? "the line" : path) + " " + what + ", wanted " +
                          show(wanted));
  }

  void compare_members(const JsonValue& wanted, const JsonValue& found, const std::string& path) {
    for (JsonValue member = wanted.first(); member; member = member.next()) {
      const std::string name(member.name());
      compare(member, found.find(name), path.empty() ? name : path + "." + name);
    }
  }

  void compare_items(const JsonValue& wanted, const JsonValue& found, const std::string& path) {
    const std::size_t want = count(wanted), have = count(found);
    if (want != have) {
      differences.push_back(path + " has " + count_of(have, "entry", "entries") + ", wanted " +
                            std::to_string(want));
      return;
    }
    JsonValue other = found.first();
    std::size_t index = 0;
    for (JsonValue item = wanted.first(); item; item = item.next(), other = other.next()) {
      compare(item, other, path + "[" + std::to_string(index++) + "]");
    }
  }
};

}  // namespace

base::Result<Expectation> Expectation::read(const std::string& path) {
  const auto text = read_file(path);
  if (!text) return base::stop("unreadable_file", path + ": cannot be read");
  Expectation expectation(path);
  std::istringstream lines(*text);
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    news::JsonDocument document;
    if (!document.read(line, {}) || !document.root().is(JsonKind::Object)) {
      return base::stop("bad_expectation",
                        path + ":" + std::to_string(number) + ": is no JSON object");
    }
    expectation.lines_.push_back({number, line});
  }
  return expectation;
}

void Expectation::take(std::string_view output) {
  const std::size_t index = taken_++;
  if (index >= lines_.size()) return;
  const std::string place = name_ + ":" + std::to_string(lines_[index].number) + ": ";
  for (const std::string& one : find_differences(lines_[index].json, std::string(output))) {
    differences_.push_back(place + one);
  }
}

std::vector<std::string> Expectation::finish() {
  for (std::size_t i = taken_; i < lines_.size(); ++i) {
    differences_.push_back(name_ + ":" + std::to_string(lines_[i].number) + ": nothing came out");
  }
  if (taken_ > lines_.size()) {
    differences_.push_back(name_ + ": " + count_of(taken_ - lines_.size(), "line", "lines") +
                           " more came out");
  }
  return std::move(differences_);
}

std::vector<std::string> find_differences(const std::string& wanted, const std::string& found) {
  news::JsonDocument want, have;
  Comparison comparison;
  if (!want.read(wanted, {}) || !have.read(found, {})) return {"one of both is no JSON"};
  comparison.compare(want.root(), have.root(), "");
  return std::move(comparison.differences);
}

}  // namespace cli
