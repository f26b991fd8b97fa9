#include "adapters/config/show.h"

#include "adapters/config/rules.h"
#include "adapters/config/typed.h"

namespace adapters::config {
namespace {

constexpr std::string_view kHead =
    "# Dateline's configuration. Every key may be left out: what stands here is its default.\n"
    "# A key can also be given as a variable (its name stands above it) or as\n"
    "# --set path=value; flags win over variables, those over this file. Keys that do not exist\n"
    "# are refused. Inside values: ${env:NAME}, ${env:NAME:-default}, ${file:/run/secrets/name}.\n";

std::string choices_of(const Key& key) {
  std::string out;
  for (const char c : key.choices) out += c == '|' ? std::string(", ") : std::string(1, c);
  return out;
}

bool is_number(Kind kind) {
  return kind == Kind::Integer || kind == Kind::Bytes || kind == Kind::Duration;
}

// "1ms to 4s", "earliest, latest", or nothing.
std::string range_of(const Key& key) {
  if (!key.choices.empty()) return choices_of(key);
  if (!is_number(key.kind)) return "";
  return spell_value(key, {.number = key.min}) + " to " + spell_value(key, {.number = key.max});
}

Value masked(const Effective& effective) {
  Value value = effective.value;
  const bool properties = effective.key->path.find("properties") != std::string_view::npos;
  for (auto& [name, texts] : value.map) {
    if (effective.secret || (properties && is_secret(name))) texts = {"***"};
  }
  if (!effective.secret) return value;
  if (!value.text.empty()) value.text = "***";
  for (std::string& text : value.list) text = "***";
  return value;
}

}  // namespace

std::string example() {
  std::string out(kHead);
  std::string section;
  for (const Key& key : keys()) {
    const std::size_t dot = key.path.find('.');
    const std::string of(dot == std::string_view::npos ? "" : key.path.substr(0, dot));
    const std::string indent(of.empty() ? "" : "  ");
    if (of != section && !of.empty()) out += "\n" + of + ":\n";
    if (of.empty()) out += "\n";
    section = of;
    const std::string range = range_of(key);
    out += indent + "# " + std::string(key.sentence) + (range.empty() ? "" : " (" + range + ")");
    out += "\n" + indent + "# " + variable_of(key) + "\n";
    out += indent + std::string(key.path.substr(of.empty() ? 0 : dot + 1)) + ": " +
           std::string(key.fallback) + "\n";
  }
  return out;
}

std::string show(const std::vector<Effective>& effective, Which which) {
  std::string out;
  for (const Effective& one : effective) {
    if (which == Which::Changed && one.origin == "default") continue;
    out += std::string(one.key->path) + ": " + spell_value(*one.key, masked(one)) + "  # " +
           one.origin + "\n";
  }
  return out;
}

}  // namespace adapters::config
