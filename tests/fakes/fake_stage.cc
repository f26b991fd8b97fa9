#include "fakes/fake_stage.h"

#include "base/hash.h"

namespace fakes {
namespace {

using stream::CounterId;
using stream::Effects;
using stream::Output;

// The n of "name:n", or nothing.
std::optional<std::size_t> size_after(std::string_view name, std::string_view value) {
  if (!value.starts_with(name)) return std::nullopt;
  return std::stoul(std::string(value.substr(name.size())));
}

constexpr std::string_view kPoison = "poison";

// Bytes that no codec makes fewer, the same for the same key.
std::string noise(std::size_t size, std::string_view key) {
  std::string bytes;
  for (std::uint64_t i = 0; bytes.size() < size; ++i) {
    bytes += base::to_bytes(base::xxh3_128(std::string(key) + std::to_string(i)));
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace

bool is_poison(const std::optional<std::string_view>& value) { return value == kPoison; }

FoldStage::FoldStage(bool has_state) {
  spec_.name = "fold";
  spec_.input = "in";
  spec_.outputs = {"out"};
  spec_.has_state = has_state;
  spec_.counters = {{"folds_total", "kind=\"count\""}, {"folds_total", "kind=\"drop\""}};
}

stream::Result<Effects> FoldStage::handle(const stream::Record& record,
                                          const stream::StateReader& state, stream::Timestamp) {
  ++handled;
  const std::string key(record.key);
  const std::string_view value = record.value.value_or("");
  if (value == "bad") return base::dead_letter("bad_value", "value of " + key);
  Effects effects;
  effects.delay = stream::Delay{record.appended_at, record.appended_at, false};
  if (value == "drop") {
    effects.rows.push_back({key, std::nullopt});
    effects.out.push_back({Output{0}, key, std::nullopt, {}});
    effects.tally.push_back({CounterId{1}});
    return effects;
  }
  const auto before = state.get(key);
  if (!before) return before.fault();
  const int count = *before ? std::stoi(**before) + 1 : 1;
  const std::string text = std::to_string(count);
  effects.out.push_back({Output{0}, key, key + "#" + text, {{"n", text}}});
  if (const auto size = size_after("big:", value))
    effects.out.back().value = std::string(*size, 'x');
  if (value == kPoison) effects.out.back().value = kPoison;
  if (spec_.has_state) effects.rows.push_back({key, text});
  if (const auto size = size_after("wide:", value)) {
    effects.rows.push_back({key + "/wide", std::string(*size, 'w')});
  }
  if (const auto size = size_after("noise:", value)) {
    effects.rows.push_back({key + "/noise", noise(*size, key)});
  }
  effects.tally.push_back({CounterId{0}});
  if (value == "both") effects.dead = base::dead_letter("kill_unresolved", "nothing to withdraw");
  return effects;
}

}  // namespace fakes
