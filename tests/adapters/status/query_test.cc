#include "adapters/status/query.h"

#include <gtest/gtest.h>

namespace adapters::status {
namespace {

TEST(Query, IsReadAndDecoded) {
  EXPECT_EQ(*read_query(""), Query());
  EXPECT_EQ(*read_query("a=1&b=&c"), (Query{{"a", "1"}, {"b", ""}, {"c", ""}}));
  EXPECT_EQ(*read_query("&&a=x%2Fy+z%3d=&"), (Query{{"a", "x/y z=="}}));
  EXPECT_EQ(*read_query("%61=%26"), (Query{{"a", "&"}}));
}

TEST(Query, ABrokenEscapeOrANameTwiceIsAFault) {
  for (const char* text : {"a=%", "a=%4", "a=%4g", "a=% 4", "%=1", "a=1&a=2", "a=1&%61=2"}) {
    const auto query = read_query(text);
    ASSERT_FALSE(query) << text;
    EXPECT_EQ(query.fault().code, "bad_query");
  }
}

}  // namespace
}  // namespace adapters::status
