// Pages that were made to break their reader, or are broken: what stood before comes out whole, in
// a stack of constant size. That time is linear: steps_test. Memory: memory_test.
#include <gtest/gtest.h>
#include <pthread.h>

#include <functional>
#include <string>

#include "benchmarks/hostile_event.h"
#include "tests/unit/news/clean/page.h"

namespace news::clean {
namespace {

constexpr std::size_t kStackBytes = 512u << 10;
constexpr int kNested = 200'000;

// Runs it with a stack that a recursion of a few bytes an element would overrun.
void run_in_small_stack(const std::function<void()>& work) {
  pthread_attr_t attributes;
  ASSERT_EQ(pthread_attr_init(&attributes), 0);
  ASSERT_EQ(pthread_attr_setstacksize(&attributes, kStackBytes), 0);
  const auto run = [](void* given) -> void* {
    (*static_cast<const std::function<void()>*>(given))();
    return nullptr;
  };
  pthread_t thread{};
  ASSERT_EQ(pthread_create(&thread, &attributes, run, const_cast<std::function<void()>*>(&work)),
            0);
  ASSERT_EQ(pthread_join(thread, nullptr), 0);
  pthread_attr_destroy(&attributes);
}

std::string repeat(std::string_view unit, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += unit;
  return text;
}

std::string page(std::string_view inside = {}, std::string_view behind = {}) {
  return "<article><h1>Night ferry returns</h1>" + story_html() + std::string(inside) +
         "</article>" + std::string(behind);
}

TEST(Hostile, DepthCostsNoStackAndNoStory) {
  for (const std::string_view unit : {"<div>", "<i>", "<table><tr><td>", "<ul><li>"}) {
    run_in_small_stack([&] {
      const auto article = clean_page(page({}, repeat(unit, kNested)));
      ASSERT_TRUE(article) << unit;
      EXPECT_EQ(texts(*article), story()) << unit;
      EXPECT_TRUE(has_flag(*article, "limit_depth")) << unit;
    });
  }
}

TEST(Hostile, DepthOfJsonCostsNoStackAndNoStory) {
  for (const std::string_view unit : {"[", "{\"a\":", "/*", "{\"mainEntity\":"}) {
    const std::string script =
        "<script type=application/ld+json>" + repeat(unit, 10'000) + "</script>";
    run_in_small_stack([&] { EXPECT_EQ(texts(*clean_page(script + page())), story()) << unit; });
  }
}

TEST(Hostile, NumberOfElementsEndsTheReadingAndNotTheStory) {
  const Article rows = *clean_page(page({}, "<table>" + repeat("<tr><td>", 1'000'000)));
  EXPECT_EQ(texts(rows), story());
  EXPECT_TRUE(has_flag(rows, "limit_nodes"));
  const Article words = *clean_page(page(repeat("<p>word", 50'000)));
  EXPECT_EQ(texts(words), story());
  EXPECT_FALSE(has_flag(words, "limit_nodes"));
}

TEST(Hostile, AttributesAndAddressesOfAnySizeAreSkipped) {
  std::string attributes = "<div";
  for (int i = 0; i < 1'000'000; ++i) attributes += " a" + std::to_string(i);
  const std::string data =
      "<img src=\"data:image/png;base64," + repeat("iVBORw0K", 900'000) + "\">";
  for (const std::string& unit :
       {attributes + ">", data, std::string("<td colspan=9007199254740992 rowspan=65534>")}) {
    const Article article = *clean_page(page("", unit));
    EXPECT_EQ(texts(article), story()) << unit.substr(0, 20);
    EXPECT_TRUE(article.images.empty()) << unit.substr(0, 20);
  }
}

// Every cut behind the story keeps it; a cut inside it keeps what stood before.
TEST(Hostile, PageCutAnywhereKeepsTheTextBeforeTheCut) {
  const std::string whole =
      page("<figure><img src=\"/a.jpg\" alt='x'><figcaption>Quay</figcaption></figure>",
           "<!-- end --><script>var a = '<p>';</script><style>p{}</style><textarea>x</textarea>"
           "<svg><path d=\"M0\"/></svg><a href='/b' title=\"c>d\">more &amp; more</a>");
  const std::size_t story_end = page().size() - std::string_view("</p></article>").size();
  const std::string all = body_text(*clean_page(whole));
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    const auto article = clean_page(std::string_view(whole).substr(0, cut));
    if (cut >= story_end) {
      ASSERT_TRUE(article) << cut;
      EXPECT_EQ(body_text(*article), all) << cut;
    } else if (article) {
      EXPECT_EQ(all.compare(0, body_text(*article).size(), body_text(*article)), 0) << cut;
    }
  }
}

TEST(Hostile, MarkupInAHintStaysText) {
  PageGiven given;
  given.hints.title = "<script>alert(1)</script> & more";
  given.hints.authors = {"<b>Mara Lind</b>"};
  const Article article = *clean_page(story_html(), given);
  EXPECT_EQ(article.headline, "<script>alert(1)</script> & more");
}

TEST(Hostile, EveryShapeFitsASmallStack) {
  for (const benchmarks::HostileShape& shape : benchmarks::hostile_shapes()) {
    run_in_small_stack([&] {
      const std::string bytes = benchmarks::make_hostile(shape, 256u << 10);
      Cleaner cleaner(Tables{});
      const auto article =
          cleaner.clean(benchmarks::hostile_event(shape, bytes), benchmarks::hostile_context());
      ASSERT_TRUE(article) << shape.name;
      EXPECT_EQ(article->headline, benchmarks::kHostileHeadline) << shape.name;
    });
  }
}

}  // namespace
}  // namespace news::clean
