// What one event costs in the rooms of news, on one core. Each benchmark first checks that what it
// measures gives the right answer; a wrong one ends the program, and its time never counts.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/check.h"
#include "benchmarks/story.h"
#include "benchmarks/tables.h"
#include "benchmarks/workload.h"
#include "news/clean/clean.h"
#include "news/decode/event.h"
#include "news/encode/article.h"
#include "news/encode/candidate.h"
#include "news/encode/ninjs.h"
#include "news/identity/address.h"
#include "news/versions/normal.h"

namespace benchmarks {
namespace {

constexpr std::size_t kPageBytes = 135'000;  // the mean of real news pages
constexpr base::Timestamp kNow{1'800'000'000'000};

enum class Form { Dump, Page };

struct Sample {
  Story story;
  std::string url, value;
};

// Events of new stories: `count` of different lengths, so that no cache learns one by heart.
std::vector<Sample> make_samples(Form form, std::size_t count) {
  std::vector<Sample> samples;
  const Site site = make_site(1);
  Draw draw(11);
  for (std::size_t i = 0; i < count; ++i) {
    Sample sample;
    sample.story = make_story({.seed = draw.number(), .words = words_for(draw.number())});
    sample.url = "https://" + site.host + "/news/story-" + std::to_string(i);
    const PagePlace place{site, sample.url, 1'741'000'000'000, draw.number()};
    sample.value = make_event(sample.url, 1'741'000'060'000,
                              form == Form::Dump ? make_dump(sample.story, place)
                                                 : make_page(sample.story, place, kPageBytes),
                              form == Form::Dump ? "text" : "html");
    samples.push_back(std::move(sample));
  }
  return samples;
}

const std::vector<Sample>& samples(Form form) {
  static const std::vector<Sample> dumps = make_samples(Form::Dump, 256);
  static const std::vector<Sample> pages = make_samples(Form::Page, 64);
  return form == Form::Dump ? dumps : pages;
}

std::size_t bytes_of(const std::vector<Sample>& all) {
  std::size_t bytes = 0;
  for (const Sample& sample : all) bytes += sample.value.size();
  return bytes;
}

// A round is all samples once; records and bytes are counted by the sample.
void set_counts(benchmark::State& state, Form form) {
  const auto rounds = static_cast<std::int64_t>(state.iterations());
  const auto& all = samples(form);
  state.SetItemsProcessed(rounds * static_cast<std::int64_t>(all.size()));
  state.SetBytesProcessed(rounds * static_cast<std::int64_t>(bytes_of(all)));
}

void check_article(const news::Article& article, const Story& story) {
  CHECK(article.headline == story.headline);
  std::vector<std::string> paragraphs;
  for (const news::Block& block : article.blocks) paragraphs.push_back(block.text);
  CHECK(paragraphs == story.paragraphs);
}

std::vector<news::Article> clean_all(Form form) {
  static const Tables tables;
  news::decode::Decoder decoder({});
  news::clean::Cleaner cleaner(tables.cleaning());
  std::vector<news::Article> articles;
  for (const Sample& sample : samples(form)) {
    const auto event = decoder.decode(sample.value, kNow);
    CHECK(event);
    articles.push_back(*cleaner.clean(*event, {.site = "tessaly-courier-1.example"}));
  }
  return articles;
}

void decode(benchmark::State& state, Form form) {
  news::decode::Decoder decoder({});
  for (const Sample& sample : samples(form)) {
    const auto event = decoder.decode(sample.value, kNow);
    CHECK(event && event->url == sample.url);
    CHECK((form == Form::Dump ? event->text : event->html).find(sample.story.headline) !=
          std::string_view::npos);
  }
  for (auto _ : state) {
    for (const Sample& sample : samples(form)) {
      benchmark::DoNotOptimize(decoder.decode(sample.value, kNow));
    }
  }
  set_counts(state, form);
}

// Decoding included: a raw event lives in the decoder's buffers.
void clean(benchmark::State& state, Form form) {
  const Tables tables;
  const std::vector<news::Article> articles = clean_all(form);
  for (std::size_t i = 0; i < articles.size(); ++i) {
    check_article(articles[i], samples(form)[i].story);
  }
  news::decode::Decoder decoder({});
  news::clean::Cleaner cleaner(tables.cleaning());
  for (auto _ : state) {
    for (const Sample& sample : samples(form)) {
      const auto event = decoder.decode(sample.value, kNow);
      benchmark::DoNotOptimize(cleaner.clean(*event, {.site = "tessaly-courier-1.example"}));
    }
  }
  set_counts(state, form);
}

void describe(benchmark::State& state) {
  const std::vector<news::Article> articles = clean_all(Form::Dump);
  for (const news::Article& article : articles) {
    const news::TextFeatures once = news::versions::text_features(article);
    CHECK(once == news::versions::text_features(article));
    CHECK(once.paragraph_starts.size() == article.blocks.size());
  }
  for (auto _ : state) {
    for (const news::Article& article : articles) {
      benchmark::DoNotOptimize(news::versions::text_features(article));
    }
  }
  set_counts(state, Form::Dump);
}

void canonicalize(benchmark::State& state) {
  const Tables tables;
  for (const Sample& sample : samples(Form::Dump)) {
    const auto place = news::identity::locate(sample.url + "?utm_source=x", tables.rules());
    CHECK(place && place->url == sample.url);
  }
  for (auto _ : state) {
    for (const Sample& sample : samples(Form::Dump)) {
      benchmark::DoNotOptimize(news::identity::locate(sample.url, tables.rules()));
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(samples(Form::Dump).size()));
}

void encode_article(benchmark::State& state) {
  const std::vector<news::Article> articles = clean_all(Form::Dump);
  for (const news::Article& article : articles) {
    const auto again = news::encode::read_article(news::encode::to_bytes(article));
    CHECK(again && *again == article);
  }
  for (auto _ : state) {
    for (const news::Article& article : articles) {
      benchmark::DoNotOptimize(news::encode::to_bytes(article));
    }
  }
  set_counts(state, Form::Dump);
}

void encode_json(benchmark::State& state) {
  std::vector<news::Version> versions;
  for (const news::Article& article : clean_all(Form::Dump)) {
    news::Version version;
    version.site = "tessaly-courier-1.example";
    version.change.number = {1, 0};
    version.article = article;
    versions.push_back(std::move(version));
  }
  for (const news::Version& version : versions) {
    const std::string json = news::encode::to_json(version);
    CHECK(json.find(version.article->blocks.front().text) != std::string::npos);
  }
  for (auto _ : state) {
    for (const news::Version& version : versions) {
      benchmark::DoNotOptimize(news::encode::to_json(version));
    }
  }
  set_counts(state, Form::Dump);
}

BENCHMARK_CAPTURE(decode, dump, Form::Dump)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(decode, page, Form::Page)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(clean, dump, Form::Dump)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(clean, page, Form::Page)->Unit(benchmark::kMillisecond);
BENCHMARK(canonicalize)->Unit(benchmark::kMillisecond);
BENCHMARK(describe)->Unit(benchmark::kMillisecond);
BENCHMARK(encode_article)->Unit(benchmark::kMillisecond);
BENCHMARK(encode_json)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace benchmarks

BENCHMARK_MAIN();
