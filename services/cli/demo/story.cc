#include "cli/demo/story.h"

#include <array>
#include <utility>

namespace cli::demo {
namespace {

struct Gap {
  std::string_view name;
  std::string value;
};
using Gaps = std::vector<Gap>;

std::string fill(std::string_view text, const Gaps& gaps) {
  std::string filled(text);
  for (const Gap& gap : gaps) {
    for (std::size_t at = 0; (at = filled.find(gap.name, at)) != std::string::npos;) {
      filled.replace(at, gap.name.size(), gap.value);
      at += gap.value.size();
    }
  }
  return filled;
}

// As agencies open a story. The places are of plain letters.
std::string in_capitals(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

Gaps draw_gaps(const Voice& voice, Draw& draw) {
  const std::size_t large = 120 + draw.below(860);
  const std::string place(draw.pick(voice.places));
  return {{"{who}", std::string(draw.pick(voice.people))},
          {"{place}", place},
          {"{PLACE}", in_capitals(place)},
          {"{day}", std::string(draw.pick(voice.days))},
          {"{a}", std::to_string(12 + draw.below(77))},
          {"{b}", std::to_string(large)},
          {"{c}", std::to_string(large + 3 + draw.below(40))}};
}

Gaps with_other_figure(Gaps gaps) {
  gaps[5].value = gaps[6].value;  // {c} in the place of {b}
  return gaps;
}

Edition fill_edition(const Topic& topic, const Gaps& gaps) {
  Edition edition{fill(topic.headline, gaps), {}};
  for (const std::string_view text : topic.body) edition.paragraphs.push_back(fill(text, gaps));
  return edition;
}

Edition twist_edition(const Topic& topic, const Gaps& gaps, Twist twist) {
  Edition edition = fill_edition(topic, twist == Twist::Figure ? with_other_figure(gaps) : gaps);
  if (twist == Twist::Added) edition.paragraphs.push_back(fill(topic.added, gaps));
  if (twist == Twist::Headline) edition.headline = fill(topic.second_headline, gaps);
  if (twist == Twist::Reworded) edition.paragraphs[2] = fill(topic.reworded, gaps);
  if (twist == Twist::Removed) edition.paragraphs.pop_back();
  return edition;
}

std::string make_url(const Voice& voice, std::string_view slug, std::size_t number) {
  return "https://www." + std::string(voice.host) + "/" + std::string(slug) + "-" +
         std::to_string(10'000 + number);
}

}  // namespace

Story make_story(const Voice& voice, const StoryPlan& plan) {
  Draw draw(plan.number + 1);
  const Topic& topic = voice.topics[draw.below(voice.topics.size())];
  const Gaps gaps = draw_gaps(voice, draw);
  Story story;
  story.voice = &voice;
  story.url = make_url(voice, topic.slug, plan.number);
  if (voice.form == Form::Dump) {
    story.guid = "urn:newsml:" + std::string(voice.host) + ":" + std::to_string(plan.number);
  }
  story.section = topic.section;
  do {
    story.author = draw.pick(voice.people);
  } while (story.author == gaps[0].value);  // nobody quotes himself
  story.published = plan.published;
  story.is_dump = voice.form == Form::Dump || (voice.form == Form::Both && draw.percent(50));
  story.first = fill_edition(topic, gaps);
  story.early = {story.first.headline, {story.first.paragraphs[0], story.first.paragraphs[1]}};
  if (plan.twist != Twist::None) story.later.push_back(twist_edition(topic, gaps, plan.twist));
  if (plan.corrected) {
    Edition corrected = fill_edition(topic, with_other_figure(gaps));
    corrected.paragraphs.push_back(fill(voice.correction, gaps));
    story.later.push_back(std::move(corrected));
  }
  return story;
}

Story make_followed(base::Timestamp published) {
  const Voice& voice = kAllVoices[0];
  const Topic& topic = kFollowed.topic;
  const Gaps before{{"{b}", "84"}, {"{c}", "91"}};
  const Gaps after{{"{b}", "91"}};
  Story story;
  story.voice = &voice;
  story.url = make_url(voice, topic.slug, 0);
  story.section = topic.section;
  story.author = kFollowed.author;
  story.published = published;
  story.first = fill_edition(topic, before);
  story.early = {story.first.headline, {std::string(kFollowed.early)}};
  Edition edition = story.first;
  edition.paragraphs.emplace_back(topic.added);
  story.later.push_back(edition);
  edition.headline = kFollowed.final_headline;
  story.later.push_back(edition);
  edition.paragraphs[0] = fill(topic.body[0], after);
  edition.paragraphs.push_back(
      "Correction: An earlier version of this story said that 84 people were on board. The "
      "passenger list has 91 names.");
  story.later.push_back(edition);
  return story;
}

std::string make_teaser(const Voice& voice, Draw& draw) {
  const Topic& topic = voice.topics[draw.below(voice.topics.size())];
  return fill(topic.headline, draw_gaps(voice, draw));
}

}  // namespace cli::demo
