// benchmarks/candidates.h
//
// What `clean` would make of the plot's stories, without writing or reading a text: each sentence
// is a drawn feature that changes with the story's edits. The judge cannot tell, and ten million
// articles are made in a minute. With it the verdict that each candidate must get.
// One thread. Must not know: RocksDB, the stage.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "benchmarks/plot.h"
#include "news/model.h"

namespace benchmarks {

// Of the article that a candidate carries for its readers.
enum class Body { Short, Full };

class CandidateWriter final {
 public:
  CandidateWriter();
  CandidateWriter(const CandidateWriter&) = delete;
  CandidateWriter& operator=(const CandidateWriter&) = delete;

  // A record of dateline.candidates.
  std::string write(const Happening& happening, Body body);

 private:
  std::vector<std::string> full_;  // articles of the canonical lengths, encoded
  std::string short_;              // a headline and one line
  std::string last_;
};

// The key of the head row that a story has.
std::string head_key_of(const Happening& happening);

// What the judge must say: mostly the plot's own word for it.
class VerdictModel final {
 public:
  news::Verdict expect(const Happening& happening);

 private:
  struct Story {
    bool elsewhere = false;  // last seen at its other address
    bool withdrawn = false;
  };
  std::vector<Story> stories_;  // by number
};

}  // namespace benchmarks
