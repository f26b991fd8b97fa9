// tests/adapters/files/packing.h
//
// Bytes packed as files and servers pack them, for tests that unpack them.
#pragma once

#include <string>
#include <string_view>

namespace tests::files {

std::string gzip(std::string_view bytes);
std::string zlib(std::string_view bytes);
std::string raw_deflate(std::string_view bytes);
std::string zstd(std::string_view bytes);
std::string brotli(std::string_view bytes);

}  // namespace tests::files
