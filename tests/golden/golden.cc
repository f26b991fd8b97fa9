#include "tests/golden/golden.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "base/hash.h"

namespace golden {

void expect_file(const std::string& name, std::string_view bytes) {
  const std::string path = std::string(DATELINE_SOURCE_DIR) + "/tests/golden/" + name;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << bytes;
    return;
  }
  std::ifstream file(path, std::ios::binary);
  ASSERT_TRUE(file) << path;
  const std::string expected{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(std::string(bytes), expected) << "UPDATE_GOLDEN=1 rewrites " << name;
}

void expect_hex_file(const std::string& name, std::string_view bytes) {
  const std::string hex = base::to_hex(bytes);
  std::string lines;
  for (std::size_t i = 0; i < hex.size(); i += 64) lines += hex.substr(i, 64) + '\n';
  expect_file(name, lines);
}

}  // namespace golden
