#include "adapters/config/schema.h"

#include <string_view>
#include <vector>

#include "adapters/config/typed.h"
#include "adapters/config/values.h"

namespace adapters::config {
namespace {

constexpr std::string_view kSchemaHead = R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Dateline's configuration",
  "description": "Written by `dateline config schema`.",
  "$defs": {
    "filled": {
      "description": "Filled in when it is read: ${env:NAME}, ${env:NAME:-default}, ${file:/path}.",
      "type": "string",
      "pattern": "\\$\\{(env|file):"
    },
    "scalar": {"type": ["string", "number", "boolean"]},
    "texts": {"type": "array", "uniqueItems": true, "items": {"$ref": "#/$defs/scalar"}}
  },
  "type": ["object", "null"],
  "additionalProperties": false,
  "properties": {
)";

constexpr std::string_view kReferenceHead = R"(# Configuration

Written by the code from its one table of keys: `UPDATE_GOLDEN=1` before the test of adapters/config
writes this page again. The same table is `dateline config example` (a commented file),
`dateline config schema` (JSON Schema, for editors and checks) and `dateline config show` (what
holds, and where it comes from).

- **Where a value comes from**: a flag or `--set path=value` beats a variable, that a file, that the
  default. Files are those of `-c`, several allowed; without it the one in `DATELINE_CONFIG`, else
  `/etc/dateline/dateline.yaml` if it is there. Of several files later keys win; lists replace each
  other, maps are joined.
- **Spelling**: the key decides the type. Text takes anything as it stands (`010`, `no`); whole
  numbers are decimal; sizes are bytes or have `KiB`, `MiB`, `GiB`; durations need `ms`, `s`, `m`,
  `h` or `d`. In a variable or a `--set`, lists are `a,b`, maps `key=value,key=value`, lists in maps
  `key=a|b`; one entry of a map is `--set kafka.properties.linger.ms=5`.
- **Filled in** inside the values of files, after they were parsed: `${env:NAME}`,
  `${env:NAME:-default}`, `${env:NAME:?why it is needed}`, `${file:/run/secrets/name}` (64 KiB at
  most, the last newline is cut), `$${` for itself. What a file held is never shown or logged.
- **Refused**: keys that do not exist or stand twice, anchors, aliases, merge keys, tags, a second
  document; more than 1 MiB, 16 levels or 10,000 values. All problems are told at once, each with its
  file, line and column.
- **Live** keys count again after SIGHUP, `POST /reload`, or by themselves with `config.watch`. All
  others need a restart: a change is logged, and `dateline_config_restart_required` is 1. A file
  with a problem changes nothing, and `dateline_config_last_reload_successful` is 0.
- **librdkafka**: `kafka.properties` and its two sisters take any of its settings, and its own words
  are shown if it refuses one. What correctness rests on is refused with the reason. Masked:
  `sasl.password`, `sasl.username`, `sasl.oauthbearer.*`, `ssl.key.*`, `ssl.keystore.password`.

| key | default | values | live | meaning |
|---|---|---|---|---|
)";

constexpr std::string_view kReferenceTail = R"(
The variable of a key is its path in capitals, dots as `_`, behind `DATELINE_`: `commit.interval` is
`DATELINE_COMMIT_INTERVAL`. A variable that names no key is told, and changes nothing.

## Limits that are not keys

All but the last decide which article a page is and what its versions are: processes that had other
ones would tell different stories of the same news. `dateline_limits_total` counts where one acted.

| limit | value | beyond it |
|---|---|---|
| `address_bytes_max` | 2KiB | Of an address: it is none; of an event's own: a dead letter, `bad_address`. |
| `aliases_max` | 64 | Addresses and texts of an article, texts up to 48: no more are kept, its other keys still lead to it. |
| `sightings_max` | 64 | Of an article: inner ones of its longest unchanged time are forgotten. |
| `values_max` | 32 | Different texts of an article: the oldest is forgotten, and what is older makes no version. |
| `sentences_max` | 400 | Of a text: later ones count, but it is not told how they changed. |
| `merges_max` | 16 | Articles that became one, one after the other: the next merge is put off. |
| `record_bytes_max` | 10MiB | Of a record that is written: a dead letter, `oversize`. Topics take a little more. |
)";

std::string section_of(const Key& key) {
  const std::size_t dot = key.path.find('.');
  return std::string(key.path.substr(0, dot == std::string_view::npos ? 0 : dot));
}

std::string leaf_of(const Key& key) {
  return std::string(key.path.substr(key.path.find('.') + 1));  // npos + 1 = 0
}

// Choices as a list of JSON.
std::string list_choices(std::string_view choices) {
  std::string out;
  for (const std::string_view choice : split(choices, '|')) {
    out += (out.empty() ? "" : ", ") + quote_json(choice);
  }
  return "[" + out + "]";
}

std::string limits(std::string_view least, std::string_view most, const Key& key) {
  std::string out;
  if (key.min > 0 || least == "minimum")
    out += ", " + quote_json(least) + ": " + std::to_string(key.min);
  if (key.max < INT64_MAX) out += ", " + quote_json(most) + ": " + std::to_string(key.max);
  return out;
}

// One of these, or what will be filled in.
std::string any_of(const std::string& schemas) {
  return "\"anyOf\": [" + schemas + ", {\"$ref\": \"#/$defs/filled\"}]";
}

std::string one_of_choices(const Key& key) {
  return any_of("{\"enum\": " + list_choices(key.choices) + "}");
}

std::string list_schema(const Key& key) {
  const std::string items =
      key.choices.empty() ? "\"$ref\": \"#/$defs/scalar\"" : one_of_choices(key);
  return "\"type\": \"array\", \"uniqueItems\": true, \"items\": {" + items + "}" +
         limits("minItems", "maxItems", key);
}

std::string map_schema(const Key& key) {
  std::string values = "\"$ref\": \"#/$defs/scalar\"";
  if (key.kind == Kind::ListMap) values = "\"$ref\": \"#/$defs/texts\"";
  if (!key.choices.empty()) values = one_of_choices(key);
  const std::string names =
      key.names.empty() ? "" : "\"propertyNames\": {\"enum\": " + list_choices(key.names) + "}, ";
  return "\"type\": \"object\", " + names + "\"additionalProperties\": {" + values + "}";
}

std::string number_schema(const Key& key, std::string_view pattern) {
  return any_of("{\"type\": \"integer\"" + limits("minimum", "maximum", key) +
                "}, {\"type\": \"string\", \"pattern\": " + quote_json(pattern) + "}");
}

// What the key takes, as members of a schema.
std::string type_of(const Key& key) {
  switch (key.kind) {
    case Kind::Text:
      return "\"type\": [\"string\", \"number\", \"boolean\"]" +
             limits("minLength", "maxLength", key);
    case Kind::Name:
      return any_of("{\"type\": [\"string\", \"number\"], \"pattern\": \"^[A-Za-z0-9._-]*$\"" +
                    limits("minLength", "maxLength", key) + "}");
    case Kind::Choice:
      return one_of_choices(key);
    case Kind::Integer:
      return number_schema(key, "^(0|[1-9][0-9]*)$");
    case Kind::Bytes:
      return number_schema(key, "^(0|[1-9][0-9]*)(KiB|MiB|GiB)?$");
    case Kind::Duration:
      return any_of("{\"type\": \"string\", \"pattern\": \"^(0|[1-9][0-9]*)(ms|s|m|h|d)$\"}");
    case Kind::Boolean:
      return any_of("{\"enum\": [true, false, \"true\", \"false\"]}");
    case Kind::List:
      return list_schema(key);
    case Kind::Map:
    case Kind::Properties:
    case Kind::ListMap:
      return map_schema(key);
  }
  return "";
}

std::string describe(const Key& key) {
  const std::string range = range_of(key);
  return std::string(key.sentence) + (range.empty() ? "" : " (" + range + ")") + "\n" +
         variable_of(key) + (key.reload == Reload::Live ? "; live" : "; needs a restart");
}

std::string property(const Key& key, const std::string& indent) {
  return indent + quote_json(leaf_of(key)) + ": {\n" + indent +
         "  \"description\": " + quote_json(describe(key)) + ",\n" + indent +
         "  \"default\": " + to_json(key, default_of(key)) + ",\n" + indent + "  " + type_of(key) +
         "\n" + indent + "}";
}

std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

void append_escaped(std::string& out, char c) {
  constexpr char kHex[] = "0123456789abcdef";
  if (c == '"' || c == '\\') {
    out += '\\';
    out += c;
  } else if (c == '\n') {
    out += "\\n";
  } else if (static_cast<unsigned char>(c) < 0x20) {
    out += std::string("\\u00") + kHex[c >> 4] + kHex[c & 15];
  } else {
    out += c;
  }
}

std::string list_json(const Texts& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + quote_json(text);
  return "[" + out + "]";
}

std::string map_json(const Key& key, const Value& value) {
  std::string out;
  for (const auto& [name, texts] : value.map) {
    out += (out.empty() ? "" : ", ") + quote_json(name) + ": ";
    out += key.kind == Kind::ListMap ? list_json(texts) : quote_json(texts.front());
  }
  return "{" + out + "}";
}

}  // namespace

std::string schema() {
  std::string out(kSchemaHead);
  std::string section;
  bool first = true;
  for (const Key& key : keys()) {
    const std::string of = section_of(key);
    const bool same = of == section;
    if (!same && !section.empty()) out += "\n      }\n    }";
    if (!first) out += ",\n";
    if (!same && !of.empty()) {
      out +=
          "    " + quote_json(of) +
          ": {\n      \"type\": [\"object\", \"null\"],\n      \"additionalProperties\": false,\n"
          "      \"properties\": {\n";
    }
    out += property(key, of.empty() ? "    " : "        ");
    section = of;
    first = false;
  }
  if (!section.empty()) out += "\n      }\n    }";
  return out + "\n  }\n}\n";
}

std::string reference() {
  std::string out(kReferenceHead);
  for (const Key& key : keys()) {
    out += "| `" + std::string(key.path) + "` | `" + cell(key.fallback) + "` | " +
           cell(range_of(key)) + " | " + (key.reload == Reload::Live ? "yes" : "") + " | " +
           cell(key.sentence) + " |\n";
  }
  return out += kReferenceTail;
}

std::string to_json(const Key& key, const Value& value) {
  switch (key.kind) {
    case Kind::Integer:
    case Kind::Boolean:
      return spell_value(key, value);
    case Kind::Bytes:
      return quote_json(spell_bytes(value.number));
    case Kind::Duration:
      return quote_json(spell_duration(value.number));
    case Kind::Text:
    case Kind::Name:
    case Kind::Choice:
      return quote_json(value.text);
    case Kind::List:
      return list_json(value.list);
    case Kind::Map:
    case Kind::Properties:
    case Kind::ListMap:
      return map_json(key, value);
  }
  return "null";
}

std::string quote_json(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) append_escaped(out, c);
  return out + "\"";
}

std::string range_of(const Key& key) {
  if (!key.names.empty() && !key.choices.empty()) {
    return list_words(key.names) + ": " + list_words(key.choices);
  }
  if (!key.names.empty() || !key.choices.empty()) {
    return list_words(key.names.empty() ? key.choices : key.names);
  }
  if (key.kind != Kind::Integer && key.kind != Kind::Bytes && key.kind != Kind::Duration) return "";
  return spell_value(key, {.number = key.min}) + " to " + spell_value(key, {.number = key.max});
}

}  // namespace adapters::config
