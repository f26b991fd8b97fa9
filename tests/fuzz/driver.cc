// Stands in for libFuzzer where the compiler has none: the files of a corpus, then mutations of
// them that follow from a seed, so that a finding comes back on every machine.
//
//   fuzz_html CORPUS MUTATIONS_A_FILE
//
// An input that breaks a promise is left beside the program, as PROGRAM.finding.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "benchmarks/draw.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using benchmarks::Draw;

std::vector<std::string> read_corpus(const char* folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> corpus;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return corpus;
}

// A place and a length within what follows it.
struct Span {
  std::size_t at, length;
};

Span draw_span(Draw& draw, const std::string& text, std::size_t most) {
  const std::size_t at = draw.below(text.size());
  return {at, 1 + draw.below(std::min(most, text.size() - at))};
}

void mutate(Draw& draw, const std::vector<std::string>& corpus, std::string& text) {
  if (text.empty()) return text.push_back('<');
  const Span span = draw_span(draw, text, 64);
  switch (draw.below(6)) {
    case 0:  // another byte
      text[span.at] = static_cast<char>(draw.below(256));
      return;
    case 1:  // one bit
      text[span.at] = static_cast<char>(text[span.at] ^ (1 << draw.below(8)));
      return;
    case 2:
      text.erase(span.at, span.length);
      return;
    case 3: {  // a piece of it, somewhere else
      const std::string piece = text.substr(span.at, span.length);
      text.insert(draw.below(text.size() + 1), piece);
      return;
    }
    case 4: {  // a piece of another file
      const std::string& other = corpus[draw.below(corpus.size())];
      if (other.empty()) return;
      const Span piece = draw_span(draw, other, 200);
      text.insert(span.at, other, piece.at, piece.length);
      return;
    }
    default:
      text.resize(span.at);
  }
}

// Written before each run: if the run ends the process, this is what it died of.
void run(const std::string& input, const std::string& finding) {
  std::FILE* file = std::fopen(finding.c_str(), "wb");
  if (file != nullptr) {
    std::fwrite(input.data(), 1, input.size(), file);
    std::fclose(file);
  }
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: %s CORPUS MUTATIONS_A_FILE\n", argv[0]);
    return 64;
  }
  const std::vector<std::string> corpus = read_corpus(argv[1]);
  const int mutations = std::atoi(argv[2]);
  const std::string finding = std::string(argv[0]) + ".finding";
  std::size_t runs = 0;
  for (const std::string& input : corpus) {
    run(input, finding);
    Draw draw(++runs);
    for (int i = 0; i < mutations; ++i, ++runs) {
      std::string mutated = input;
      for (std::uint64_t left = 1 + draw.below(8); left > 0; --left) mutate(draw, corpus, mutated);
      run(mutated, finding);
    }
  }
  std::remove(finding.c_str());
  std::printf("%zu files, %zu inputs\n", corpus.size(), runs);
  return corpus.empty() ? 1 : 0;
}
