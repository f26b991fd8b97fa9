// Where a configuration comes from when no flag names it. The usual file stands below /etc, so each
// call gets an /etc of its own, in a mount namespace.
#include <gtest/gtest.h>

#include "cli/binary.h"

namespace cli_tests {
namespace {

// What `dateline config show --changed` says where `yaml` is the usual file; "" = there is none.
Answer show(const std::string& yaml, const std::string& flags = "",
            const std::map<std::string, std::string>& environment = {}) {
  std::string etc = "mount -t tmpfs none /etc";
  if (!yaml.empty()) {
    etc += " && mkdir /etc/dateline && cp " + write_file("usual.yaml", yaml) +
           " /etc/dateline/dateline.yaml";
  }
  return run_shell(
      "unshare -Urm sh -c '" + etc + " && exec \"$DATELINE\" config show --changed " + flags + "'",
      environment);
}

class DefaultFile : public testing::Test {
 protected:
  void SetUp() override {
    const Answer tried = run_shell("unshare -Urm mount -t tmpfs none /etc");
    if (tried.code != 0) GTEST_SKIP() << "SKIPPED: no mount namespace here: " << tried.err;
  }
  const std::string other_ = write_file("other.yaml", "generation: g7\n");
};

TEST_F(DefaultFile, IsReadWhenNoneIsNamed) {
  const Answer answer = show("app: news\n");
  EXPECT_EQ(answer.code, 0) << answer.err;
  EXPECT_NE(answer.out.find("app  news   /etc/dateline/dateline.yaml:1"), std::string::npos)
      << answer.out;
}

TEST_F(DefaultFile, MayBeMissing) {
  const Answer answer = show("");
  EXPECT_EQ(answer.code, 0) << answer.err;
  EXPECT_EQ(answer.out, "KEY  VALUE  FROM\n");
}

TEST_F(DefaultFile, IsRefusedWithItsPlaceLikeAnyOther) {
  const Answer answer = show("apps: news\n");
  EXPECT_EQ(answer.code, 78);
  EXPECT_EQ(answer.err, "/etc/dateline/dateline.yaml:1:1: apps: unknown key, did you mean app?\n");
}

TEST_F(DefaultFile, IsLeftAloneWhenAFlagOrAVariableNamesAnother) {
  const std::map<std::string, std::string> variable{{"DATELINE_CONFIG", other_}};
  for (const Answer& answer :
       {show("app: news\n", "", variable), show("app: news\n", "-c " + other_),
        show("app: news\n", "-c " + other_, {{"DATELINE_CONFIG", "/none"}})}) {
    EXPECT_EQ(answer.code, 0) << answer.err;
    EXPECT_NE(answer.out.find("g7  "), std::string::npos) << answer.out;
    EXPECT_EQ(answer.out.find("news"), std::string::npos) << answer.out;
  }
}

}  // namespace
}  // namespace cli_tests
