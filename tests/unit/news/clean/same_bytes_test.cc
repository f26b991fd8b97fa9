// Same bytes in, same bytes out: whatever the cleaner has read before, in whatever order, and on as
// many threads at once as a process has. Each input is judged against a cleaner made for it alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "benchmarks/draw.h"
#include "benchmarks/hostile_event.h"
#include "benchmarks/page.h"
#include "news/clean/unicode.h"
#include "news/encode/article.h"
#include "news/encode/ninjs.h"

namespace news::clean {
namespace {

using benchmarks::Draw;
using benchmarks::HostileShape;

struct Input {
  std::string name, bytes;
  RawEvent event;  // without html and text
  bool dump = false;
};

Input make_input(std::string name, std::string bytes, bool dump) {
  Input input{std::move(name), std::move(bytes), {}, dump};
  input.event.url = "https://harbourpost.example/2026/03/night-ferry";
  input.event.fetched_at = base::Timestamp{1'772'434'931'000};
  return input;
}

void add_hostile(std::vector<Input>& inputs) {
  for (const HostileShape& shape : benchmarks::hostile_shapes()) {
    inputs.push_back(make_input(std::string(shape.name), benchmarks::make_hostile(shape, 12u << 10),
                                shape.dump));
    inputs.back().event.html_is_bytes = !shape.content_type.empty();
    inputs.back().event.content_type = shape.content_type;
  }
}

void add_news(std::vector<Input>& inputs) {
  for (std::uint32_t i = 0; i < 24; ++i) {
    const benchmarks::Site site = benchmarks::make_site(i);
    const benchmarks::Story story = benchmarks::make_story({.seed = i, .words = 60 + i * 40});
    const benchmarks::PagePlace place{site, "https://" + site.host + "/a", 1'772'434'000'000, i};
    inputs.push_back(
        make_input("page " + std::to_string(i), make_page(story, place, 4000u * (i % 4)), false));
    inputs.push_back(make_input("dump " + std::to_string(i), make_dump(story, place), true));
    inputs.back().event.hints.title = story.headline;
  }
}

// What the fuzzers begin with.
void add_corpus(const std::string& folder, bool dump, std::vector<Input>& inputs) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(DATELINE_SOURCE_DIR) +
                                                               "/tests/fuzz/corpus/" + folder)) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    inputs.push_back(make_input(path.filename(), std::move(bytes), dump));
    inputs.back().event.html_is_bytes = !dump;
    inputs.back().event.text_is_bytes = dump;
  }
}

// The beginning of one and the end of another, where each may have left something open.
void add_spliced(std::vector<Input>& inputs) {
  Draw draw(26);
  const std::size_t whole = inputs.size();
  for (int i = 0; i < 150; ++i) {
    const Input& first = inputs[draw.below(whole)];
    const Input& second = inputs[draw.below(whole)];
    const std::size_t cut = draw.below(first.bytes.size() + 1);
    Input spliced = make_input(
        first.name + " + " + second.name,
        first.bytes.substr(0, cut) + second.bytes.substr(draw.below(second.bytes.size() + 1)),
        first.dump);
    spliced.event.html_is_bytes = spliced.event.text_is_bytes = true;
    inputs.push_back(std::move(spliced));
  }
}

const std::vector<Input>& inputs() {
  static const std::vector<Input> kInputs = [] {
    std::vector<Input> made;
    add_hostile(made);
    add_news(made);
    add_corpus("html", false, made);
    add_corpus("dump", true, made);
    add_corpus("encoding", false, made);
    add_spliced(made);
    return made;
  }();
  return kInputs;
}

Tables tables() {
  Tables tables;
  tables.zones = &benchmarks::hostile_zones();
  tables.text_prefix = "date {date} {title}";
  tables.version = "test";
  return tables;
}

// All that comes out, as bytes.
std::string clean(Cleaner& cleaner, const Input& input) {
  RawEvent event = input.event;
  (input.dump ? event.text : event.html) = input.bytes;
  const auto article = cleaner.clean(event, benchmarks::hostile_context());
  if (!article) return std::string(article.fault().code) + ": " + article.fault().detail;
  return encode::to_bytes(*article) + encode::clean_json(*article);
}

const std::vector<std::string>& expected() {
  static const std::vector<std::string> kExpected = [] {
    std::vector<std::string> outputs;
    for (const Input& input : inputs()) {
      Cleaner fresh(tables());
      outputs.push_back(clean(fresh, input));
    }
    return outputs;
  }();
  return kExpected;
}

std::vector<std::size_t> shuffled(std::uint64_t seed) {
  std::vector<std::size_t> order(inputs().size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  Draw draw(seed);
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[draw.below(i)]);
  return order;
}

// Names of inputs that came out otherwise than alone, each with the one before it.
std::vector<std::string> differing(std::uint64_t seed) {
  std::vector<std::string> names;
  Cleaner kept(tables());
  std::string before = "nothing";
  for (const std::size_t i : shuffled(seed)) {
    const Input& input = inputs()[i];
    if (clean(kept, input) != expected()[i]) names.push_back(input.name + " behind " + before);
    before = input.name;
  }
  return names;
}

TEST(SameBytes, WhateverWasReadBefore) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    EXPECT_EQ(differing(seed), std::vector<std::string>{}) << "seed " << seed;
  }
}

TEST(SameBytes, OnFourThreadsAtOnce) {
  (void)expected();
  std::vector<std::vector<std::string>> found(4);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < found.size(); ++i) {
    threads.emplace_back([&found, i] { found[i] = differing(100 + i); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& names : found) EXPECT_EQ(names, std::vector<std::string>{});
}

TEST(SameBytes, AreNotTheSameOfEveryInput) {
  const auto articles = std::count_if(
      expected().begin(), expected().end(),
      [](const std::string& bytes) { return bytes.find("dateline.article/1") != bytes.npos; });
  EXPECT_GT(articles * 2, static_cast<std::ptrdiff_t>(expected().size()));
  std::vector<std::string> sorted = expected();
  std::sort(sorted.begin(), sorted.end());
  EXPECT_GT(std::unique(sorted.begin(), sorted.end()) - sorted.begin(), articles / 2);
}

}  // namespace
}  // namespace news::clean
