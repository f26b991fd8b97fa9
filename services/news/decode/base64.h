// news/decode/base64.h
//
// RFC 4648 base64, standard alphabet; spaces and line ends are skipped, padding may be missing.
// Pure, any thread.
#pragma once

#include <string>
#include <string_view>

namespace news::decode {

// False if `text` is no base64; `out` is then of no use. Replaces `out`, keeping its memory.
bool read_base64(std::string_view text, std::string& out);

}  // namespace news::decode
