#include "benchmarks/candidates.h"

#include <algorithm>

#include "base/hash.h"
#include "news/encode/article.h"
#include "news/encode/candidate.h"
#include "news/encode/rows.h"
#include "news/identity/keys.h"

namespace benchmarks {
namespace {

constexpr std::size_t kArticles = 64;
constexpr std::uint32_t kSentenceWords = 22;
constexpr std::size_t kParagraphSentences = 3;

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  return Draw(a ^ (b << 32 | b >> 32)).number();
}

std::uint16_t tag_of(std::uint64_t drawn) { return static_cast<std::uint16_t>(drawn); }

news::Article make_article(const Story& story) {
  news::Article article;
  article.url = article.canonical_url = "https://tessaly-courier-1.example/news/story-1";
  article.headline = story.headline;
  article.authors = {story.author};
  article.section = story.section;
  article.language = "en";
  article.publisher = "Tessaly Courier";
  for (const std::string& paragraph : story.paragraphs) {
    news::Block block;
    block.text = paragraph;
    article.blocks.push_back(std::move(block));
  }
  return article;
}

news::SentenceFeature make_feature(std::uint64_t drawn) {
  return {.fold = static_cast<std::uint32_t>(drawn),
          .facts = static_cast<std::uint8_t>(drawn >> 32),
          .sketch = static_cast<std::uint32_t>(drawn >> 16),
          .words = kSentenceWords};
}

// As story.cc changes texts: a sentence more, one less, one that reads otherwise.
void apply(const StoryEdit& edit, std::uint64_t seed, news::TextFeatures& text) {
  auto& all = text.sentences;
  const auto where = all.begin() + static_cast<std::ptrdiff_t>(edit.salt % all.size());
  switch (edit.kind) {
    case EditKind::Addition:
      all.insert(where, make_feature(mix(seed, edit.salt)));
      break;
    case EditKind::Removal:
      if (all.size() > 2) all.erase(where);
      break;
    case EditKind::Edit:
    case EditKind::Factual:
    case EditKind::Correction:
      where->fold = static_cast<std::uint32_t>(mix(seed, edit.salt));
      if (edit.kind != EditKind::Edit) ++where->facts;
      break;
    case EditKind::Headline:
      text.headline_fold = text.story_fold = mix(seed, edit.salt);
      break;
    case EditKind::Rewrite:
      for (auto& sentence : all) sentence = make_feature(mix(sentence.fold, edit.salt));
      break;
    case EditKind::Cosmetic:
    case EditKind::Silent:
      break;
  }
}

// Stories that are copies of each other are texts of their own here: which address is which
// article is then known beforehand.
news::TextFeatures make_text(const Happening& happening) {
  const std::uint64_t seed = mix(happening.story.seed, happening.number);
  news::TextFeatures text;
  text.words = happening.story.words;
  text.headline_fold = text.story_fold = mix(seed, 1);
  const std::uint32_t sentences = std::max(3u, text.words / kSentenceWords);
  for (std::uint32_t i = 0; i < sentences; ++i) {
    text.sentences.push_back(make_feature(mix(seed, 2 + i)));
  }
  text.content_hash = {seed, mix(seed, 0)};
  for (const StoryEdit& edit : happening.story.edits) {
    apply(edit, seed, text);
    if (edit.kind == EditKind::Silent) continue;
    text.content_hash.high = mix(text.content_hash.high, edit.salt);
    text.content_hash.low = mix(text.content_hash.low, static_cast<std::uint64_t>(edit.kind));
  }
  for (std::size_t i = 0; i < text.sentences.size(); i += kParagraphSentences) {
    text.paragraph_starts.push_back(static_cast<std::uint16_t>(i));
  }
  return text;
}

std::string site_of(const Happening& happening) {
  return "courier-" + std::to_string(happening.site) + ".example";
}

std::string address_of(const Happening& happening) {
  return "https://" + site_of(happening) + "/news/story-" + std::to_string(happening.number);
}

bool has_correction(const StorySeed& story) {
  return std::any_of(story.edits.begin(), story.edits.end(),
                     [](const StoryEdit& edit) { return edit.kind == EditKind::Correction; });
}

news::Candidate make_candidate(const Happening& happening) {
  news::Candidate candidate;
  candidate.site = site_of(happening);
  candidate.fetched_at = {happening.fetched_at};
  candidate.appended_at = {happening.fetched_at + 1000};
  candidate.raw_tag = tag_of(happening.drawn);
  candidate.cleaner = {1, 0};
  const std::string url = address_of(happening);
  const std::string elsewhere =
      "https://" + candidate.site + "/latest/" + std::to_string(happening.number);
  const bool is_elsewhere = happening.kind == EventKind::OtherAddress;
  const std::string& fetched = is_elsewhere ? elsewhere : url;
  candidate.address_tag = tag_of(base::xxh3_64(fetched));
  candidate.addresses = {{news::AddressKind::Fetched, fetched}};
  if (happening.kind == EventKind::Withdrawn) {
    candidate.kind = news::CandidateKind::Withdrawal;
    candidate.status = news::Status::Gone;
    return candidate;
  }
  candidate.addresses.insert(candidate.addresses.begin(), {news::AddressKind::Canonical, url});
  candidate.language = "en";
  candidate.text = make_text(happening);
  candidate.signals.correction = has_correction(happening.story);
  return candidate;
}

}  // namespace

CandidateWriter::CandidateWriter() {
  Draw draw(5);
  for (std::size_t i = 0; i < kArticles; ++i) {
    const auto words = words_for(1000 * i / kArticles);
    full_.push_back(
        news::encode::to_bytes(make_article(make_story({.seed = draw.number(), .words = words}))));
  }
  Story story = make_story({.seed = 1, .words = 10});
  story.paragraphs.resize(1);
  short_ = news::encode::to_bytes(make_article(story));
}

std::string CandidateWriter::write(const Happening& happening, Body body) {
  if (happening.kind == EventKind::Resent) return last_;
  news::Candidate candidate = make_candidate(happening);
  if (candidate.kind == news::CandidateKind::Page) {
    const std::size_t length = happening.story.seed % kArticles;
    candidate.article = body == Body::Full ? full_[length] : short_;
  }
  return last_ = news::encode::to_bytes(candidate);
}

std::string head_key_of(const Happening& happening) {
  return news::encode::head_key(news::identity::article_id(
      site_of(happening), news::identity::KeyKind::Address, address_of(happening)));
}

news::Verdict VerdictModel::expect(const Happening& happening) {
  using news::Verdict;
  if (stories_.size() <= happening.number) stories_.resize(happening.number + 1);
  Story& story = stories_[happening.number];
  switch (happening.kind) {
    case EventKind::New:
      return Verdict::New;
    case EventKind::OtherAddress:
      story.elsewhere = true;
      return Verdict::Duplicate;
    case EventKind::Resent:
      return Verdict::Resent;
    case EventKind::Older:
      return Verdict::Older;
    case EventKind::Withdrawn:
      // An address may die while the article lives on at the one where it was seen last.
      story.withdrawn = !story.elsewhere;
      return story.withdrawn ? Verdict::Withdrawn : Verdict::Duplicate;
    default:
      break;
  }
  story.elsewhere = false;
  if (happening.kind == EventKind::Restored && story.withdrawn) {
    story.withdrawn = false;
    return Verdict::Restored;
  }
  if (happening.kind == EventKind::Reverted) return Verdict::Reverted;
  const bool is_change = happening.kind == EventKind::Revised && happening.edit != EditKind::Silent;
  return is_change ? Verdict::Revised : Verdict::Duplicate;
}

}  // namespace benchmarks
