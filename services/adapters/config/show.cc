#include "adapters/config/show.h"

#include <algorithm>
#include <array>

#include "adapters/config/rules.h"
#include "adapters/config/schema.h"
#include "adapters/config/typed.h"
#include "adapters/config/values.h"

namespace adapters::config {
namespace {

constexpr std::string_view kHead =
    "# Dateline's configuration. Every key may be left out: what stands here is its default.\n"
    "# A key can also be given as a variable (its name stands above it) or as\n"
    "# --set path=value; flags win over variables, those over this file. Keys that do not exist\n"
    "# are refused. Inside values: ${env:NAME}, ${env:NAME:-default}, ${file:/run/secrets/name}.\n";

// Longer values push the last column out, so that the others stay near.
constexpr std::size_t kColumnMax = 48;
constexpr std::size_t kCommentColumns = 100;
constexpr const char* kMask = "***";

// One number, or one of true and false.
bool is_scalar(const Effective& effective) {
  const Kind kind = effective.key->kind;
  return kind == Kind::Integer || kind == Kind::Bytes || kind == Kind::Duration ||
         kind == Kind::Boolean;
}

std::vector<const Effective*> select(const std::vector<Effective>& effective, Which which) {
  std::vector<const Effective*> selected;
  for (const Effective& one : effective) {
    if (which == Which::All || !one.is_default()) selected.push_back(&one);
  }
  return selected;
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

// A comment of whole words; a longer one goes on in the next line.
std::string comment(const std::string& indent, std::string_view text) {
  std::string out, line = indent + "#";
  for (const std::string_view word : split(text, ' ')) {
    if (line.size() + 1 + word.size() > kCommentColumns) {
      out += line + "\n";
      line = indent + "#";
    }
    line += " " + std::string(word);
  }
  return out + line + "\n";
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
    out += comment(indent, std::string(key.sentence) + (range.empty() ? "" : " (" + range + ")"));
    out += comment(indent, variable_of(key));
    out += indent + std::string(key.path.substr(of.empty() ? 0 : dot + 1)) + ": " +
           std::string(key.fallback) + "\n";
  }
  return out;
}

std::string spell_masked(const Effective& effective) {
  if (is_scalar(effective) && effective.origin.filling == Filling::File) return spell_text(kMask);
  return spell_value(*effective.key, masked(effective));
}

std::string show_table(const std::vector<Effective>& effective, Which which) {
  std::vector<std::array<std::string, 3>> rows{{"KEY", "VALUE", "FROM"}};
  std::array<std::size_t, 2> widths{};
  for (const Effective* one : select(effective, which)) {
    rows.push_back({std::string(one->key->path), spell_masked(*one), to_string(one->origin)});
  }
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
      widths[i] = std::max(widths[i], std::min(row[i].size(), kColumnMax));
    }
  }
  std::string out;
  for (auto& [key, value, origin] : rows) {
    key.resize(std::max(key.size(), widths[0]), ' ');
    value.resize(std::max(value.size(), widths[1]), ' ');
    out += key + "  " + value + "  " + origin + "\n";
  }
  return out;
}

std::string show_json(const std::vector<Effective>& effective, Which which) {
  std::string out;
  for (const Effective* one : select(effective, which)) {
    const bool hidden = is_scalar(*one) && one->origin.filling == Filling::File;
    out += "{\"key\": " + quote_json(one->key->path) +
           ", \"value\": " + (hidden ? quote_json(kMask) : to_json(*one->key, masked(*one))) +
           ", \"from\": " + quote_json(to_string(one->origin)) +
           ", \"live\": " + (one->key->reload == Reload::Live ? "true" : "false") + "}\n";
  }
  return out;
}

}  // namespace adapters::config
