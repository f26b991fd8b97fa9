// What reading the largest event may take of memory, whatever stands in it.
#include "tests/memory/memory.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "news/decode/event.h"

namespace news::decode {
namespace {

constexpr std::size_t kMiB = 1u << 20;
constexpr std::size_t kMemoryMax = 128 * kMiB;
constexpr base::Timestamp kAppended{1'772'434'932'000};

// One unknown field of an event, filled up with `unit` to the limit.
struct Shape {
  std::string_view name, begin, unit, end;
};

constexpr Shape kShapes[] = {
    {"numbers", "[", "1,", "1]"},           {"objects", "[", "{},", "{}]"},
    {"keys", "{", "\"a\":1,", "\"a\":1}"},  {"strings", "[", "\"\",", "\"\"]"},
    {"one_string", "\"", "abcdefgh", "\""}, {"escapes", "\"", "\\u00e9", "\""},
    {"surrogates", "\"", "\\ud800", "\""},
};

std::string make_event(const Shape& shape) {
  std::string json =
      R"({"url":"https://harbourpost.example/a","fetched_at":"2026-03-02T07:00:00Z",)"
      R"("html":"<h1>Night ferry returns</h1>","x":)";
  json += shape.begin;
  const std::size_t most = Limits{}.event_bytes_max - shape.end.size() - 1;
  while (json.size() + shape.unit.size() <= most) json += shape.unit;
  json += shape.end;
  json += '}';
  return json;
}

class MemoryTest : public testing::TestWithParam<Shape> {};

TEST_P(MemoryTest, LargestEventTakes128MiBAtMost) {
  const std::string json = make_event(GetParam());
  const std::size_t before = memory::held();
  memory::watch();
  Decoder decoder({});
  const auto event = decoder.decode(json, kAppended);
  EXPECT_TRUE(event) << event.fault().code << ' ' << event.fault().detail;
  const std::size_t taken = memory::most() - before;
  EXPECT_GE(taken, Limits{}.event_bytes_max) << "nothing was counted";
  EXPECT_LE(taken, kMemoryMax) << taken / kMiB << " MiB";
  RecordProperty("mib", std::to_string(taken / kMiB));
}

INSTANTIATE_TEST_SUITE_P(Hostile, MemoryTest, testing::ValuesIn(kShapes),
                         [](const auto& given) { return std::string(given.param.name); });

}  // namespace
}  // namespace news::decode
