#include "adapters/config/show.h"

#include "adapters/config/rules.h"
#include "adapters/config/typed.h"
#include "adapters/config/values.h"

namespace adapters::config {
namespace {

constexpr std::string_view kHead =
    "# Dateline's configuration. Every key may be left out: what stands here is its default.\n"
    "# A key can also be given as a variable (its name stands above it) or as\n"
    "# --set path=value; flags win over variables, those over this file. Keys that do not exist\n"
    "# are refused. Inside values: ${env:NAME}, ${env:NAME:-default}, ${file:/run/secrets/name}.\n";

constexpr const char* kMask = "***";

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
  if (effective.origin.filling == Filling::File) {
    if (!value.text.empty()) value.text = kMask;
    for (std::string& text : value.list) text = kMask;
  }
  for (auto& [name, texts] : value.map) {
    const auto origin = effective.entries.find(name);
    const bool from_file =
        origin != effective.entries.end() && origin->second.filling == Filling::File;
    if (from_file || (effective.key->kind == Kind::Properties && is_secret(name))) texts = {kMask};
  }
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

std::string spell_masked(const Effective& effective) {
  const Kind kind = effective.key->kind;
  const bool is_scalar = is_number(kind) || kind == Kind::Boolean;
  if (is_scalar && effective.origin.filling == Filling::File) return spell_text(kMask);
  return spell_value(*effective.key, masked(effective));
}

std::string show(const std::vector<Effective>& effective, Which which) {
  std::string out;
  for (const Effective& one : effective) {
    if (which == Which::Changed && one.is_default()) continue;
    out += std::string(one.key->path) + ": " + spell_masked(one) + "  # " + to_string(one.origin) +
           "\n";
  }
  return out;
}

}  // namespace adapters::config
