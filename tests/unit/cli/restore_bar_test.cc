#include "cli/restore_bar.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "fakes/fake_clock.h"

namespace cli {
namespace {

using adapters::log::Shown;
using adapters::status::StageView;

class RestoreBarTest : public testing::Test {
 protected:
  RestoreBarTest() : path_(testing::TempDir() + "bar-XXXXXX"), file_(mkstemp(path_.data())) {}
  ~RestoreBarTest() override {
    close(file_);
    unlink(path_.c_str());
  }
  adapters::log::LogOptions to_file() const {
    adapters::log::LogOptions options;
    options.descriptor = file_;
    options.format = adapters::log::Format::Text;
    return options;
  }
  std::string read() const {
    std::ostringstream text;
    text << std::ifstream(path_).rdbuf();
    return text.str();
  }

  std::string path_;
  const int file_;
  fakes::FakeClock clock_;
};

std::vector<StageView> stage_with(std::uint64_t restored, std::int64_t left, bool live) {
  stream::MeterSnapshot worker;
  worker.had_assignment = true;
  worker.assigned_partitions = 4;
  worker.live_partitions = live ? 4 : 1;
  worker.restored_records = restored;
  worker.restore_remaining = left;
  return {StageView{.spec = {}, .workers = {worker}, .state = {}}};
}

TEST_F(RestoreBarTest, GrowsWithItsTotalAndGoesWhenAllIsLive) {
  adapters::log::Log log(to_file(), clock_);
  RestoreBar bar(log, clock_, Shown::AsBar);
  EXPECT_TRUE(bar.show(stage_with(0, 0, false))) << "nothing is known yet";
  EXPECT_TRUE(bar.show(stage_with(0, 4'000, false)));
  clock_.advance(stream::Millis(1'000));
  EXPECT_TRUE(bar.show(stage_with(1'500, 4'500, false))) << "another partition came";
  EXPECT_FALSE(bar.show(stage_with(6'000, 0, true)));
  EXPECT_TRUE(bar.is_over());
  EXPECT_FALSE(bar.show(stage_with(6'000, 1'000, false))) << "later ones are not shown";
  log.close();
  EXPECT_NE(read().find("restoring state  1,500 of 6,000 (25%)"), std::string::npos) << read();
}

TEST_F(RestoreBarTest, WritesNothingWithoutATerminal) {
  adapters::log::Log log(to_file(), clock_);
  RestoreBar bar(log, clock_, Shown::Never);
  EXPECT_TRUE(bar.is_over());
  EXPECT_FALSE(bar.show(stage_with(0, 4'000, false)));
  log.close();
  EXPECT_EQ(read(), "");
}

}  // namespace
}  // namespace cli
