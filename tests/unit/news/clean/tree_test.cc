// Tags become a tree: what ends without saying so, and what an end tag may not end.
#include "news/clean/tree.h"

#include <gtest/gtest.h>

#include "tests/unit/news/clean/outline.h"

namespace news::clean {
namespace {

TEST(Tree, VoidElementsHaveNoContent) {
  EXPECT_EQ(outline("<p>a<img>b<input>c</input>d<hr>e"), "p('a' img() 'b' input() 'cd') hr() 'e'");
}

TEST(Tree, BlockEndsAParagraph) {
  EXPECT_EQ(outline("<p>a<div>b</div>c"), "p('a') div('b') 'c'");
  EXPECT_EQ(outline("<p>a<p>b<ul><li>c</ul>"), "p('a') p('b') ul(li('c'))");
  EXPECT_EQ(outline("<p>a<b>b<span>c</span></b>d"), "p('a' b('b' span('c')) 'd')");
  EXPECT_EQ(outline("<p>a<h2>b</h2>"), "p('a') h2('b')");
}

TEST(Tree, StrayParagraphEndEndsNothing) { EXPECT_EQ(outline("<div>a</p>b</div>"), "div('ab')"); }

TEST(Tree, ItemEndsAnItemOfTheSameList) {
  EXPECT_EQ(outline("<ul><li>a<li>b<ul><li>c<li>d</ul>e<li>f</ul>"),
            "ul(li('a') li('b' ul(li('c') li('d')) 'e') li('f'))");
  EXPECT_EQ(outline("<dl><dt>a<dd>b<dt>c<dd>d</dl>"), "dl(dt('a') dd('b') dt('c') dd('d'))");
  EXPECT_EQ(outline("<select><option>a<option>b</select>"), "select(option('a') option('b'))");
}

TEST(Tree, CellAndRowEndTheOneBefore) {
  EXPECT_EQ(outline("<table><tr><td>a<td>b<tr><th>c</table>"),
            "table(tr(td('a') td('b')) tr(th('c')))");
  EXPECT_EQ(outline("<table><thead><tr><td>a<tbody><tr><td>b</table>"),
            "table(thead(tr(td('a'))) tbody(tr(td('b'))))");
  EXPECT_EQ(outline("<table><caption>x<tr><td>a</table>"), "table(caption('x') tr(td('a')))");
}

TEST(Tree, TableInACellIsItsOwn) {
  EXPECT_EQ(outline("<table><tr><td>a<table><tr><td>b</table>c<td>d</table>"),
            "table(tr(td('a' table(tr(td('b'))) 'c') td('d')))");
}

TEST(Tree, LinkEndsALink) {
  EXPECT_EQ(outline("<p><a href=x>a<a href=y>b</a>c"), "p(a('a') a('b') 'c')");
  EXPECT_EQ(outline("<a href=x>a<div>b</div><p>c</a>d"), "a('a' div('b') p('c')) 'd'");
}

TEST(Tree, AnyHeadingEndClosesAnyHeading) {
  EXPECT_EQ(outline("<h2>a</h3><p>b"), "h2('a') p('b')");
  EXPECT_EQ(outline("<h1>a<b>b</h6>c"), "h1('a' b('b')) 'c'");
}

TEST(Tree, EndTagClosesUpToItsMatch) {
  EXPECT_EQ(outline("<div><b><i>a</div>b"), "div(b(i('a'))) 'b'");
  EXPECT_EQ(outline("<b><i>a</b>b</i>c"), "b(i('a')) 'bc'");
  EXPECT_EQ(outline("<div><section>a</div>b"), "div(section('a')) 'b'");
}

TEST(Tree, EndTagDoesNotReachAcrossACell) {
  EXPECT_EQ(outline("<div><table><tr><td>a</div>b</td></tr></table>c</div>d"),
            "div(table(tr(td('ab'))) 'c') 'd'");
  EXPECT_EQ(outline("<table><caption>a</table>b"), "table(caption('a')) 'b'");
}

TEST(Tree, InlineEndDoesNotEndBlocks) {
  EXPECT_EQ(outline("<b><div>a</b>b</div>c"), "b(div('ab') 'c')");
}

TEST(Tree, UnmatchedEndsAreNothing) {
  EXPECT_EQ(outline("a</b></div></x></table></h2>b</html></body>c"), "'abc'");
}

TEST(Tree, SecondBodyIsNoElement) {
  EXPECT_EQ(outline("<html><head><body><p>a<body class=x><p>b"), "body(p('a') p('b'))");
}

TEST(Tree, BodyEndsWhatTheHeadLeftOpen) {
  EXPECT_EQ(outline("<head><div>a<body><p>b"), "div('a') body(p('b'))");
}

TEST(Tree, RootKeepsWhatHtmlSaidFirst) {
  Page page;
  const Limits limits;
  TreeBuilder tree(limits, page);
  TagToken token;
  token.tag = Tag::Html;
  token.attributes = {{Attr::Lang, "en"}};
  tree.start_tag(token);
  token.attributes = {{Attr::Lang, "de"}};
  tree.start_tag(token);
  tree.finish();
  EXPECT_EQ(page.attribute(0, Attr::Lang), "en");
  EXPECT_EQ(page.nodes.size(), 1u);
}

TEST(Tree, SpacesBecomeOne) {
  EXPECT_EQ(outline("<p>a \t\r\n b</p> <p> c"), "p('a b') ' ' p('c')");
  EXPECT_EQ(outline("a <b> b</b>"), "'a ' b('b')") << "also across elements";
}

TEST(Tree, BrIsALineBreakInEverySpelling) {
  EXPECT_EQ(outline("<p>a<br>b<br/>c</br>d<br />e"), "p('a\\nb\\nc\\nd\\ne')");
}

TEST(Tree, PreKeepsItsLinesAndSpaces) {
  EXPECT_EQ(outline("<pre>a  b\r\nc\rd\te</pre>"), "pre('a  b\\nc\\nd e')");
}

TEST(Tree, ReferencesAreDecodedOnce) {
  EXPECT_EQ(outline("<p>&amp;amp;lt; &lt;b&gt; AT&T &notit;"),
            "p('&amp;lt; <b> AT&T \xC2\xACit;')");
}

}  // namespace
}  // namespace news::clean
