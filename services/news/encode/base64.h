// news/encode/base64.h
//
// Bytes as RFC 4648 base64: standard alphabet, padded, on one line. Pure, any thread.
#pragma once

#include <string>
#include <string_view>

namespace news::encode {

std::string to_base64(std::string_view bytes);

}  // namespace news::encode
