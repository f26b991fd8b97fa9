// Tags, attributes, raw text, comments: where markup begins and ends in what the web sends.
#include "news/clean/tokenizer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "news/clean/tree.h"
#include "tests/unit/news/clean/outline.h"

namespace news::clean {
namespace {

Page read(std::string_view html, const Limits& limits = {}) {
  Page page;
  read_page(html, limits, page);
  return page;
}

bool has_flag(const Page& page, std::string_view flag) {
  return std::find(page.flags.begin(), page.flags.end(), flag) != page.flags.end();
}

std::string repeat(std::string_view unit, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += unit;
  return out;
}

TEST(Tokenizer, OpensATagOnlyBeforeALetter) {
  EXPECT_EQ(outline("<p>3 < 4 and 5<6, <3, a<=b"), "p('3 < 4 and 5<6, <3, a<=b')");
  EXPECT_EQ(outline("<p>one</ p>two</3>three"), "p('onetwothree')");
  EXPECT_EQ(outline("<p>one<!doctype html>two<?php x ?>three"), "p('onetwothree')");
  EXPECT_EQ(outline("<p>end<"), "p('end')") << "a tag that was cut off";
}

TEST(Tokenizer, ReadsNamesInAnyCase) {
  EXPECT_EQ(outline("<DIV><P>One</p></Div>"), "div(p('One'))");
  EXPECT_EQ(outline("<x-card>One</X-Card>two"), "?('One') 'two'");
}

TEST(Tokenizer, ReadsAttributesInAllThreeQuotings) {
  const Page page = read("<a HREF=/one rel='a b' title=\"it's\" hidden>x</a>");
  EXPECT_EQ(page.attribute(1, Attr::Href), "/one");
  EXPECT_EQ(page.attribute(1, Attr::Rel), "a b");
  EXPECT_EQ(page.attribute(1, Attr::Title), "it's");
  EXPECT_TRUE(page.has_attribute(1, Attr::Hidden));
  EXPECT_FALSE(page.has_attribute(1, Attr::Class));
}

TEST(Tokenizer, FirstOfEqualAttributesWins) {
  const Page page = read("<a href=/one HREF=/two class='' class=late>x</a>");
  EXPECT_EQ(page.attribute(1, Attr::Href), "/one");
  EXPECT_EQ(page.attribute(1, Attr::Class), "");
}

TEST(Tokenizer, ReadsAttributesAsBrowsersDo) {
  EXPECT_EQ(read("<a href = /one >x").attribute(1, Attr::Href), "/one");
  EXPECT_EQ(read("<a/href=/one/>x").attribute(1, Attr::Href), "/one/");
  EXPECT_EQ(read("<a =x href=/one>x").attribute(1, Attr::Href), "/one");
  EXPECT_EQ(read("<a href=\"/a>b\">x").attribute(1, Attr::Href), "/a>b");
  EXPECT_EQ(read("<a href='/?a=1&amp;b=2&copy=3'>x").attribute(1, Attr::Href), "/?a=1&b=2&copy=3");
}

TEST(Tokenizer, HoldsTheAttributeLimits) {
  Limits limits;
  limits.attributes_max = 3;
  EXPECT_EQ(read("<a x y href=/one>", limits).attribute(1, Attr::Href), "/one");
  EXPECT_EQ(read("<a x y z href=/one>", limits).attribute(1, Attr::Href), "");
  limits.attribute_bytes_max = 8;
  EXPECT_EQ(read("<a href=/2345678>", limits).attribute(1, Attr::Href), "/2345678");
  EXPECT_EQ(read("<a href=/23456789>", limits).attribute(1, Attr::Href), "");
  EXPECT_EQ(read("<a href=/23456789 href=/b>", limits).attribute(1, Attr::Href), "/b");
}

TEST(Tokenizer, HoldsTheLimitOfClassTokens) {
  const std::string filler = repeat("plain ", 31);
  EXPECT_NE(read_class_bits(filler + "sidebar", 32), 0u);
  EXPECT_EQ(read_class_bits(filler + "plain sidebar", 32), 0u);
  Limits limits;
  limits.class_tokens_max = 2;
  EXPECT_NE(read("<p class=x-y id=x-sidebar>", limits).nodes[1].classes, 0u) << "two each";
  EXPECT_EQ(read("<p class=x-y id=x-y-sidebar>", limits).nodes[1].classes, 0u);
}

TEST(Tokenizer, SplitsClassNamesAtMarksAndCase) {
  const WordBits bad = bit(WordList::ClassBad);
  for (const std::string_view value :
       {"sidebar", "x-sidebar", "x_sidebar", "xSidebar", "a sidebar b", "SIDEBAR", "side-bar"}) {
    EXPECT_NE(read_class_bits(value, 32) & bad, 0u) << value;
  }
  for (const std::string_view value : {"xsidebars", "sidebarx", "si de bar", ""}) {
    EXPECT_EQ(read_class_bits(value, 32) & bad, 0u) << value;
  }
}

TEST(Tokenizer, QuoteThatNeverEndsEndsAtTheFirstTagEnd) {
  EXPECT_EQ(outline("<p>One<a href=\"/x>two</a><p>Three"), "p('One' a('two')) p('Three')");
  const std::string far = "<p>One<a href=\"/x>two" + repeat("<b>", 22'000) + "\">";
  EXPECT_EQ(outline(far).substr(0, 14), "p('One' a('two");
}

TEST(Tokenizer, QuoteMayHoldAnAddressOf64KiB) {
  const std::string data = repeat("x", (64u << 10) - 1);
  EXPECT_EQ(outline("<p>One<img src=\"" + data + "\">two"), "p('One' img() 'two')");
  EXPECT_EQ(outline("<p>One<img src=\"xx" + data + "\">two"), "p('One' img() 'two')");
}

TEST(Tokenizer, KeepsTheTextBeforeACutAnywhere) {
  const std::string page =
      "<p>The story.</p><!-- a --><a href=\"/x\" class=b>link</a><script>x</script>&amp;";
  for (std::size_t cut = 14; cut <= page.size(); ++cut) {
    const std::string seen = outline(std::string_view(page).substr(0, cut));
    EXPECT_EQ(seen.rfind("p('The story.", 0), 0u) << page.substr(0, cut);
  }
}

TEST(Tokenizer, SkipsCommentsOfEveryKind) {
  EXPECT_EQ(outline("<p>a<!-- <p> -->b"), "p('ab')");
  EXPECT_EQ(outline("<p>a<!-->b<!--->c"), "p('abc')");
  EXPECT_EQ(outline("<p>a<!-- x --!>b<!-- - -- - -->c<!----->d"), "p('abcd')");
  EXPECT_EQ(outline("<p>a<!-- <!-- -->b"), "p('ab')");
}

TEST(Tokenizer, CommentThatNeverEndsEndsAtTheFirstTagEnd) {
  EXPECT_EQ(outline("<p>a<!-- never <b>b</b><!-- again <i>c</i>"), "p('abc')");
}

TEST(Tokenizer, MarkupInRawTextIsNoMarkup) {
  EXPECT_EQ(outline("<p>a<script>if (a<b) '</p>'</script>b"), "p('ab')");
  EXPECT_EQ(outline("<p>a<style>p>b{}</style>b<iframe><p>x</iframe>c"), "p('abc')");
  EXPECT_EQ(outline("<p>a<textarea><p>x</textarea>b<noembed><b></noembed>c"), "p('abc')");
  EXPECT_EQ(outline("<p>a<xmp><b>&amp;</xmp>"), "p('a') xmp('<b>&amp;')");
}

TEST(Tokenizer, OnlyItsOwnEndTagEndsRawText) {
  EXPECT_EQ(outline("<p>a<script></scripts></style></SCRIPT x>b"), "p('ab')");
  EXPECT_EQ(outline("<p>a<script>'<!--<script>'</script>b"), "p('ab')") << "always ends a script";
}

TEST(Tokenizer, FirstTitleIsKeptAsMarkup) {
  EXPECT_EQ(read("<title>A &amp; <b></title><title>C</title>").title, "A &amp; <b>");
  EXPECT_EQ(read("<svg><title>icon</title></svg><title>Page</title>").title, "Page");
}

TEST(Tokenizer, CollectsJsonLdOfAnySpelling) {
  const Page page = read(
      "<script type='application/ld+json'>{1}</script><script>{2}</script>"
      "<SCRIPT TYPE=\"Application/LD+JSON; charset=utf-8\">{3}</SCRIPT>");
  ASSERT_EQ(page.jsonld.size(), 2u);
  EXPECT_EQ(page.jsonld[0], "{1}");
  EXPECT_EQ(page.jsonld[1], "{3}");
}

TEST(Tokenizer, UnclosedScriptTakesTheRestOfAPageThatHasText) {
  const std::string story = repeat("The ferry sails. ", 30);
  ASSERT_GE(story.size(), 500u);
  const Page page = read("<p>" + story + "</p><script>var a; <p>no text");
  EXPECT_EQ(outline(page), "p('" + story + "')");
  EXPECT_FALSE(has_flag(page, "unclosed_rawtext"));
}

TEST(Tokenizer, UnclosedScriptBeforeTheTextIsMarkup) {
  const Page page = read("<style>p{}<p>The story.</p><script>var a;<p>More of it.</p>");
  EXPECT_EQ(outline(page), "'p{}' p('The story.') 'var a;' p('More of it.')");
  EXPECT_TRUE(has_flag(page, "unclosed_rawtext"));
}

TEST(Tokenizer, SkipsDrawingsFormulasAndTemplates) {
  EXPECT_EQ(outline("<p>a<svg><text>x</text><svg>y</svg>z</svg>b"), "p('ab')");
  EXPECT_EQ(outline("<template/><p>x</template><p>a"), "p('a')");
  EXPECT_EQ(outline("<p>a<math><mi>x</mi></math>b<svg/>c"), "p('abc')");
  EXPECT_EQ(outline("<div>a<template><div>x</div></template>b"), "div('ab')");
  EXPECT_EQ(outline("<p>a<svg><![CDATA[</svg>]]></svg>b"), "p('ab')");
}

TEST(Tokenizer, ShowsDeclarativeShadowRoots) {
  EXPECT_EQ(outline("<div><template shadowrootmode=open><p>a</p></template></div>"),
            "div(?(p('a')))");
}

TEST(Tokenizer, TextBehindADrawingThatNeverEndsIsKept) {
  EXPECT_EQ(outline("<svg><path><p>The story.</p>"), "p('The story.')");
  EXPECT_EQ(outline("<svg><foreignObject><p>label</p></foreignObject></svg><p>b"), "p('b')");
}

TEST(Tokenizer, UsesNoscriptOnlyOnPagesWithHardlyAnyText) {
  const std::string story = repeat("word ", 50);
  const Page with = read("<p>" + story + "</p><noscript><p>Enable scripts.</p></noscript>");
  EXPECT_FALSE(with.with_noscript);
  EXPECT_EQ(with.visible_text(0).find("Enable"), std::string::npos);
  const Page without = read("<p>word</p><noscript><p>" + story + "</p></noscript>");
  EXPECT_TRUE(without.with_noscript);
  EXPECT_EQ(without.visible_text(0).size(), 4 + 1 + 249u);
}

TEST(Tokenizer, WhatIsHiddenIsNoText) {
  for (const std::string_view attribute :
       {"hidden", "hidden=hidden", "aria-hidden=true", "style='color:red; Display : None'",
        "style=visibility:hidden"}) {
    const Page page = read("<p>seen</p><div " + std::string(attribute) + "><b>x</b></div>");
    EXPECT_EQ(page.visible_text(0), "seen") << attribute;
  }
  for (const std::string_view attribute :
       {"hidden=until-found", "aria-hidden=false", "style=display:block", "class=hidden"}) {
    const Page page = read("<p>seen</p><div " + std::string(attribute) + "><b>x</b></div>");
    EXPECT_EQ(page.visible_text(0), "seen x") << attribute;
  }
  EXPECT_EQ(read("<p>a</p><dialog>x</dialog><dialog open>b</dialog>").visible_text(0), "a b");
  EXPECT_EQ(read("<p>a</p><select><option>x</select>").visible_text(0), "a");
}

TEST(Tokenizer, AHiddenStoryIsShownIfItIsMostOfThePage) {
  const std::string story = repeat("word ", 60);
  const Page page = read("<p>Menu</p><div style=display:none><p>" + story + "</p></div>");
  EXPECT_TRUE(has_flag(page, "hidden_article"));
  EXPECT_EQ(page.visible_text(0).size(), 4 + 1 + 299u);
  const Page half = read("<p>" + story + "</p><div hidden><p>" + story + "</p></div>");
  EXPECT_FALSE(has_flag(half, "hidden_article"));
}

TEST(Tokenizer, StopsAtTheNodeLimit) {
  Limits limits;
  limits.html_nodes_max = 4;  // the root is one of them
  const Page at = read("<p>1</p><p>2</p><p>3</p>tail", limits);
  EXPECT_EQ(outline(at), "p('1') p('2') p('3') 'tail'");
  EXPECT_FALSE(has_flag(at, "limit_nodes"));
  const Page beyond = read("<p>1</p><p>2</p><p>3</p><p>4</p><p>5", limits);
  EXPECT_EQ(outline(beyond), "p('1') p('2') p('3')");
  EXPECT_TRUE(has_flag(beyond, "limit_nodes"));
}

TEST(Tokenizer, DeeperTextGoesToTheElementAtTheDepthLimit) {
  Limits limits;
  limits.html_depth_max = 3;  // the root is one of them
  const Page at = read("<div><b>two</b></div>", limits);
  EXPECT_EQ(outline(at), "div(b('two'))");
  EXPECT_FALSE(has_flag(at, "limit_depth"));
  const Page beyond = read("<div><div>a<div>b</div>c</div>d</div>e", limits);
  EXPECT_EQ(outline(beyond), "div(div('a|b|c') 'd') 'e'");
  EXPECT_TRUE(has_flag(beyond, "limit_depth"));
}

TEST(Tokenizer, SourceCannotBringInOurOwnMarks) {
  EXPECT_EQ(outline("<p>a\fb\nc\x01"
                    "d&#12;e&#10;f&NewLine;g"),
            "p('a b cd e f g')");
}

}  // namespace
}  // namespace news::clean
