// stdout is data and may be closed early; colours are for terminals whose owner wants them.
#include <gtest/gtest.h>

#include "cli/binary.h"

namespace cli_tests {
namespace {

TEST(Stdout, AClosedOneEndsQuietly) {
  for (const char* command :
       {"\"$DATELINE\" config example | head -n 1", "\"$DATELINE\" config show | head -n 1",
        "\"$DATELINE\" config schema | head -n 1", "\"$DATELINE\" completion bash >&-",
        "\"$DATELINE\" config show >&-", "\"$DATELINE\" demo --articles 12 | head -n 1"}) {
    const Answer answer = run_shell(command);
    EXPECT_EQ(answer.code, 0) << command;
    EXPECT_EQ(answer.err, "") << command;
  }
}

TEST(Stdout, HasColoursOnATerminalOnly) {
  const Answer piped = run({{"demo", "--articles", "12"}});
  EXPECT_EQ(piped.out.find('\x1b'), std::string::npos);
  EXPECT_EQ(piped.err, "");
  const std::string command = "script -qec '\"$DATELINE\" demo --articles 12' /dev/null";
  const Answer terminal = run_shell(command);
  EXPECT_EQ(terminal.code, 0);
  EXPECT_NE(terminal.out.find("\x1b[1mDateline demo\x1b[0m"), std::string::npos) << terminal.out;
}

TEST(Stdout, HasColoursWhereTheFlagSaysSo) {
  const Answer always = run({{"demo", "--articles", "12", "--color", "always"}});
  EXPECT_NE(always.out.find("\x1b[1mDateline demo\x1b[0m"), std::string::npos);
  const Answer never = run_shell(
      "script -qec '\"$DATELINE\" demo --articles 12 --color never --no-progress' /dev/null");
  EXPECT_EQ(never.code, 0);
  EXPECT_EQ(never.out.find('\x1b'), std::string::npos) << never.out;
}

TEST(Stdout, ObeysNoColor) {
  // The bar may move the cursor; nothing may be coloured.
  const Answer answer =
      run_shell("script -qec '\"$DATELINE\" demo --articles 12' /dev/null", {{"NO_COLOR", "1"}});
  EXPECT_EQ(answer.code, 0);
  EXPECT_NE(answer.out.find("Dateline demo"), std::string::npos);
  for (std::size_t at = 0; (at = answer.out.find("\x1b[", at)) != std::string::npos; at += 2) {
    EXPECT_EQ(answer.out.substr(at, 3), "\x1b[K");
  }
}

}  // namespace
}  // namespace cli_tests
