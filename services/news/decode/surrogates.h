// news/decode/surrogates.h
//
// JSON may escape half of a surrogate pair; UTF-8 has no spelling for it. Crawlers that cut
// strings by UTF-16 units write such halves. Each becomes \ufffd, in place: same length.
// Pure, any thread.
#pragma once

#include <cstddef>

namespace news::decode {

// Repairs the JSON text [json, json + size). Returns how many halves stood there.
std::size_t repair_surrogates(char* json, std::size_t size);

}  // namespace news::decode
