// cli/watch/article_json.h
//
// A kept record as JSON, for the status page: the page or dump as it came, block by block, with
// what became of each and why; the article beside it; the version that came of it. Cleans the
// record once more, which gives the same article, and this time tells how. Pure but for the
// stage's scratch memory.
// Must not know: HTTP, which records are kept.
#pragma once

#include <cstddef>
#include <string>

#include "clean/stage.h"
#include "cli/watch/samples.h"

namespace cli::watch {

struct ArticleJsonLimits {
  std::size_t source_bytes_max = 64u << 10;  // of the markup or dump as it came
  std::size_t blocks_max = 3'000;
  std::size_t text_bytes_max = 4u << 10;  // of one block
};

std::string article_json(const Sample& sample, clean::CleanStage& stage,
                         const news::decode::Options& decode, const ArticleJsonLimits& limits = {});

}  // namespace cli::watch
