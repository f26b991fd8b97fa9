#include "adapters/kafka/start_note.h"

#include <gtest/gtest.h>

namespace adapters::kafka {
namespace {

TEST(StartNote, IsReadAsItWasWritten) {
  const StartNote note{81200114, "0f3a91c2d45e6b78"};
  EXPECT_EQ(to_text(note), "dateline-start/1 from=81200114 request=0f3a91c2d45e6b78");
  EXPECT_EQ(read_start_note(to_text(note)), note);
  EXPECT_EQ(read_start_note(to_text({0, "x"})), (StartNote{0, "x"}));
}

TEST(StartNote, IsNothingElse) {
  for (const char* other :
       {"", "dateline-start/1", "dateline-start/1 from=", "dateline-start/1 from=x request=a",
        "dateline-start/1 from=-1 request=a", "dateline-start/1 from=1",
        "dateline-start/1 from=1 request=", "dateline-start/1 from=1  request=a",
        "dateline-start/2 from=1 request=a", "dateline-replay/1 from=1 to=2 plan=a",
        "dateline-start/1 from=99999999999999999999 request=a"}) {
    EXPECT_FALSE(read_start_note(other)) << other;
  }
}

}  // namespace
}  // namespace adapters::kafka
