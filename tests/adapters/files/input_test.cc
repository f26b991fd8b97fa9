#include "adapters/files/input.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace adapters::files {
namespace {

class InputTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "dateline-files-XXXXXX";
    ASSERT_NE(mkdtemp(folder_.data()), nullptr);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << bytes;
    return folder_ + "/" + name;
  }

  std::string folder_;
};

TEST_F(InputTest, TellsAFileByItsLengthAndItsEnds) {
  std::string bytes(1u << 20, 'a');
  const auto of = [&] { return *look_at(write("a", bytes)); };
  const FileState first = of();
  EXPECT_EQ(first.bytes, bytes.size());
  EXPECT_FALSE(first.is_pipe());
  EXPECT_EQ(of(), first);
  bytes.front() = 'b';
  EXPECT_NE(of(), first);
  bytes.front() = 'a';
  bytes.back() = 'b';
  EXPECT_NE(of(), first);
  bytes.back() = 'a';
  bytes += 'a';
  EXPECT_NE(of(), first);
  EXPECT_FALSE(look_at(write("empty", ""))->is_pipe());
}

TEST_F(InputTest, KnowsPipesFoldersAndWhatIsNotThere) {
  EXPECT_TRUE(look_at("-")->is_pipe());
  const std::string pipe = folder_ + "/pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_TRUE(look_at(pipe)->is_pipe());
  EXPECT_EQ(look_at(folder_).fault().code, "unreadable_file");
  EXPECT_EQ(look_at(folder_ + "/none").fault().code, "unreadable_file");
  EXPECT_EQ(Input::open(folder_ + "/none").fault().code, "unreadable_file");
}

TEST_F(InputTest, AFolderStandsForItsFilesInTheOrderOfTheirNames) {
  const std::string b = write("b", ""), a = write("a", "");
  write(".hidden", "");
  std::filesystem::create_directory(folder_ + "/below");
  EXPECT_EQ(*list_files(folder_), (std::vector<std::string>{a, b}));
  EXPECT_EQ(*list_files(a), std::vector<std::string>{a});
  EXPECT_EQ(*list_files("-"), std::vector<std::string>{"-"});
}

TEST_F(InputTest, ReadsFromAnyPlace) {
  const auto input = Input::open(write("a", "0123456789"));
  char bytes[4];
  ASSERT_TRUE((*input)->seek(7));
  EXPECT_EQ(**(*input)->read(bytes, stream::Millis(0)), 3u);
  EXPECT_EQ(std::string(bytes, 3), "789");
  EXPECT_EQ(**(*input)->read(bytes, stream::Millis(0)), 0u);
}

TEST_F(InputTest, WaitsForAPipeNoLongerThanItIsTold) {
  const std::string pipe = folder_ + "/pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  // Opened for both, so that neither end waits for the other.
  std::fstream writer(pipe, std::ios::in | std::ios::out | std::ios::binary);
  const auto input = Input::open(pipe);
  char bytes[4];
  EXPECT_FALSE((*input)->read(bytes, stream::Millis(1))->has_value());
  writer << "ab" << std::flush;
  EXPECT_EQ(**(*input)->read(bytes, stream::Millis(10'000)), 2u);
  writer.close();
  EXPECT_EQ(**(*input)->read(bytes, stream::Millis(10'000)), 0u);
}

}  // namespace
}  // namespace adapters::files
