// benchmarks/vocabulary.h
//
// The words that invented stories are made of.
#pragma once

#include <span>
#include <string_view>

namespace benchmarks {

using Words = std::span<const std::string_view>;

Words adjectives();
Words nouns();
Words verbs();  // past tense, with an object
Words places();
Words first_names();
Words last_names();
Words links();     // between two clauses
Words openings();  // of a sentence
Words sections();

}  // namespace benchmarks
