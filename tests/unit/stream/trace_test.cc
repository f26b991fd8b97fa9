// Which headers name a trace (W3C Trace Context, level 2).
#include "stream/trace.h"

#include <gtest/gtest.h>

namespace stream {
namespace {

std::optional<std::string> id_in(std::string_view traceparent) {
  const Header headers[] = {{"other", "x"}, {"traceparent", traceparent}};
  Record record{};
  record.headers = headers;
  return trace_id_of(record);
}

constexpr const char* kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

TEST(Trace, IsReadFromAWellFormedHeader) {
  EXPECT_EQ(id_in("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), kTrace);
  EXPECT_EQ(id_in("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more"), kTrace);
  EXPECT_EQ(trace_id_of(Record{}), std::nullopt);
}

TEST(Trace, IsNotReadFromAnotherOne) {
  for (const char* wrong : {"", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                            "00-4bf92f3577b34da6a3ce929d0e0e4736 00f067aa0ba902b7-01",
                            "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more",
                            "0g-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}) {
    EXPECT_EQ(id_in(wrong), std::nullopt) << wrong;
  }
}

}  // namespace
}  // namespace stream
