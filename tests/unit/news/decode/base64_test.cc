#include "news/decode/base64.h"

#include <gtest/gtest.h>

namespace news::decode {
namespace {

std::string decoded(std::string_view text) {
  std::string out = "left over";
  return read_base64(text, out) ? out : "<bad>";
}

TEST(Base64, ReadsTheVectorsOfRfc4648) {
  EXPECT_EQ(decoded(""), "");
  EXPECT_EQ(decoded("Zg=="), "f");
  EXPECT_EQ(decoded("Zm8="), "fo");
  EXPECT_EQ(decoded("Zm9v"), "foo");
  EXPECT_EQ(decoded("Zm9vYg=="), "foob");
  EXPECT_EQ(decoded("Zm9vYmE="), "fooba");
  EXPECT_EQ(decoded("Zm9vYmFy"), "foobar");
  EXPECT_EQ(decoded("////"), "\xFF\xFF\xFF");
}

TEST(Base64, SkipsLineEndsAndForgivesMissingPadding) {
  EXPECT_EQ(decoded("Zm9v\r\nYmFy\n"), "foobar");
  EXPECT_EQ(decoded("Zm8"), "fo");
}

TEST(Base64, RefusesWhatIsBroken) {
  for (const char* text : {"Z", "Zm9vY", "Zm9*", "Zg==Zg==", "Zm9v=", "Zg=", "=", "Zm-_"}) {
    EXPECT_EQ(decoded(text), "<bad>") << text;
  }
}

}  // namespace
}  // namespace news::decode
