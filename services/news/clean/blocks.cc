#include "news/clean/blocks.h"

#include <algorithm>

#include "news/clean/surroundings.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

constexpr std::uint32_t kTableRowsMax = 200;
constexpr std::uint32_t kCellBytesMax = 240;  // a longer cell holds prose: the table is layout
constexpr std::int64_t kPhraseWordsMax = 4000;
constexpr std::int64_t kStoryWordsMin = 5000;  // of sentences: with so many, a page has a story

// At least 2 x 2 cells of little text and few links, and nothing nested.
bool is_data_table(const Page& page, NodeIndex table) {
  const Node& node = page.nodes[table];
  std::uint32_t rows = 0, cells = 0;
  for (NodeIndex n = table + 1; n < node.end; ++n) {
    const Tag tag = page.nodes[n].tag;
    if (tag == Tag::Table || has(tag, kHeading)) return false;
    rows += tag == Tag::Tr;
    if (tag != Tag::Td && tag != Tag::Th) continue;
    ++cells;
    if (page.bytes_of(n) > kCellBytesMax) return false;
  }
  const std::uint32_t links = node.link_end - node.link_begin;
  return rows >= 2 && cells >= rows * 2 && links * 2 < page.bytes_of(table);
}

// Where the first of our own marks stands; npos if there is none.
std::size_t find_mark(std::string_view slice) {
  for (std::size_t i = 0; i < slice.size(); ++i) {
    if (slice[i] == kLineBreak || slice[i] == kBlockBreak) return i;
  }
  return std::string_view::npos;
}

enum class Consent : std::uint8_t { No, InDoubt, Yes };

class BlockReader final {
 public:
  BlockReader(const Page& page, BlockList& list) : page_(page), list_(list) {
    // How many stand before each element: whether one is inside is one subtraction.
    before_.reserve(page.nodes.size() + 1);
    Before count;
    for (const Node& node : page.nodes) {
      before_.push_back(count);
      count.h1 += node.tag == Tag::H1;
      count.articles += node.tag == Tag::Article || node.tag == Tag::Main;
    }
    before_.push_back(count);
    list.spans.resize(page.nodes.size());
  }

  void open(NodeIndex n) {
    const Node& node = page_.nodes[n];
    off_ += !page_.counts(n);
    if (has(node.tag, kBlock)) border(n);
    list_.spans[n].first = static_cast<std::uint32_t>(list_.blocks.size());
    Frame frame;
    frame.consent = asks_consent(n);
    if (may_stand_apart(page_.nodes[n], page_.raw(n, Attr::Role)) && !holds_h1(n)) {
      apart_.push_back(n);
    }
    frame.link = page_.is_link(n);
    frame.article =
        node.tag == Tag::Article || node.tag == Tag::Main || page_.raw(n, Attr::Role) == "main";
    frame.figure = (node.tag == Tag::Figure && !holds_prose(n)) || node.tag == Tag::Figcaption;
    count(frame, 1);
    count_kind(node.tag, 1);
    frames_.push_back(frame);
    if (node.tag == Tag::Table && data_table_ == 0 && is_data_table(page_, n)) {
      data_table_ = n;
      table_rows_ = 0;
    }
    if (has(node.tag, kBlock)) {
      blocks_.push_back(n);
      nearest_ = n;
    }
  }

  void close(NodeIndex n) {
    const Node& node = page_.nodes[n];
    if (has(node.tag, kBlock)) border(n);
    if (data_table_ == n && n != 0) {
      flush();
      data_table_ = 0;
    }
    list_.spans[n].end = static_cast<std::uint32_t>(list_.blocks.size());
    count(frames_.back(), -1);
    count_kind(node.tag, -1);
    frames_.pop_back();
    off_ -= !page_.counts(n);
    if (has(node.tag, kBlock)) {
      blocks_.pop_back();
      nearest_ = blocks_.empty() ? 0 : blocks_.back();
    }
  }

  void text(NodeIndex, std::string_view slice) {
    if (off_ > 0) return;
    if (raw_.empty()) pos_ = static_cast<std::uint32_t>(slice.data() - page_.text.data());
    if (pre_ > 0) return append(slice);
    while (!slice.empty()) {
      const std::size_t mark = find_mark(slice);
      if (mark > 0) append(slice.substr(0, mark));
      if (mark == std::string_view::npos) return;
      if (slice[mark] == kBlockBreak)
        flush();
      else
        line_break();
      slice.remove_prefix(mark + 1);
      if (raw_.empty()) pos_ = static_cast<std::uint32_t>(slice.data() - page_.text.data());
    }
  }

  void finish() { flush(); }

 private:
  struct Frame {
    bool link = false, article = false, figure = false;
    Consent consent = Consent::No;
  };
  struct Before {
    std::uint32_t h1 = 0, articles = 0;
  };

  void count(const Frame& frame, int step) {
    links_ += frame.link ? step : 0;
    articles_ += frame.article ? step : 0;
    figures_ += frame.figure ? step : 0;
    consents_ += frame.consent == Consent::Yes ? step : 0;
    doubts_ += frame.consent == Consent::InDoubt ? step : 0;
  }

  void count_kind(Tag tag, int step) {
    if (tag == Tag::Li || tag == Tag::Dd || tag == Tag::Dt) items_ += step;
    if (tag == Tag::Blockquote) quotes_ += step;
    if (tag == Tag::Pre) pre_ += step;
    if (tag == Tag::Ol) step > 0 ? ordered_.push_back(true) : ordered_.pop_back();
    if (tag == Tag::Ul) step > 0 ? ordered_.push_back(false) : ordered_.pop_back();
  }

  // Some wrap tables, code and quotations in a figure too.
  bool holds_prose(NodeIndex n) const {
    for (NodeIndex m = n + 1; m < page_.nodes[n].end; ++m) {
      const Tag tag = page_.nodes[m].tag;
      if (tag == Tag::Table || tag == Tag::Pre || tag == Tag::Blockquote) return true;
    }
    return false;
  }

  bool holds_h1(NodeIndex n) const { return before_[page_.nodes[n].end].h1 != before_[n + 1].h1; }

  // A box named for consent, whatever its size; but what holds an article is not one, and what
  // holds every h1 of the page may be named for the state of the page.
  Consent asks_consent(NodeIndex n) const {
    const Node& node = page_.nodes[n];
    if ((node.classes & bit(WordList::ClassConsent)) == 0) return Consent::No;
    if (node.tag == Tag::Html || node.tag == Tag::Body || has(node.tag, kHeading)) {
      return Consent::No;
    }
    if (before_[node.end].articles != before_[n].articles) return Consent::No;
    const std::uint32_t h1 = before_[node.end].h1 - before_[n].h1;
    return h1 > 0 && h1 == before_.back().h1 ? Consent::InDoubt : Consent::Yes;
  }

  void border(NodeIndex n) {
    if (data_table_ == 0) return flush();
    const Tag tag = page_.nodes[n].tag;
    if (tag == Tag::Tr) {
      if (++table_rows_ > kTableRowsMax * 2) raw_.clear();
      flush();
    } else if (tag == Tag::Td || tag == Tag::Th) {
      if (!raw_.empty() && raw_.back() != '|' && !ends_cell_) raw_ += " | ";
      ends_cell_ = true;
    } else if (tag == Tag::Caption) {
      flush();
    } else {
      raw_.push_back(' ');
    }
  }

  void append(std::string_view slice) {
    raw_.append(slice);
    const bool blank = slice.find_first_not_of(" \n") == std::string_view::npos;
    if (!blank) {
      breaks_ = 0;
      ends_cell_ = false;
    }
    bytes_ += slice.size();
    if (links_ > 0) link_bytes_ += slice.size();
  }

  void line_break() {
    if (data_table_ != 0) return raw_.push_back(' ');
    if (++breaks_ >= 2) return flush();
    raw_.push_back(' ');
  }

  void flush() {
    breaks_ = 0;
    if (!raw_.empty()) add_block();
    raw_.clear();
    bytes_ = link_bytes_ = 0;
    ends_cell_ = false;
  }

  void add_block() {
    std::string_view raw = raw_;
    if (data_table_ != 0) {
      while (!raw.empty() && (raw.back() == '|' || raw.back() == ' ')) raw.remove_suffix(1);
    }
    const std::string text = pre_ > 0 ? polish_preformatted(raw) : polish(raw);
    if (text.empty()) return;
    PageBlock block;
    block.node = nearest_;
    block.pos = pos_;
    block.text_begin = static_cast<std::uint32_t>(list_.text.size());
    list_.text += text;
    block.text_end = static_cast<std::uint32_t>(list_.text.size());
    classify(block);
    list_.blocks.push_back(block);
    facts_.push_back({static_cast<std::int16_t>(bytes_ == 0 ? 0 : link_bytes_ * 1000 / bytes_),
                      figures_ > 0, articles_ > 0, consent()});
  }

  Consent consent() const {
    if (consents_ > 0) return Consent::Yes;
    return doubts_ > 0 ? Consent::InDoubt : Consent::No;
  }

  void classify(PageBlock& block) const {
    const Tag tag = page_.nodes[nearest_].tag;
    if (data_table_ != 0) {
      block.kind = BlockKind::TableRow;
    } else if (has(tag, kHeading)) {
      block.kind = BlockKind::Heading;
      block.level = heading_level(tag);
    } else if (pre_ > 0) {
      block.kind = BlockKind::Preformatted;
    } else if (items_ > 0) {
      block.kind = BlockKind::ListItem;
      block.level = !ordered_.empty() && ordered_.back() ? 1 : 0;
    } else if (quotes_ > 0) {
      block.kind = BlockKind::Quote;
    }
  }

 public:
  // What could not be said before the text buffer stood still.
  struct Facts {
    std::int16_t link_share = 0;
    bool in_figure = false, in_article = false;
    Consent consent = Consent::No;
  };
  const std::vector<Facts>& facts() const { return facts_; }
  const std::vector<NodeIndex>& apart() const { return apart_; }

 private:
  const Page& page_;
  BlockList& list_;
  std::vector<Before> before_;
  std::vector<Frame> frames_;
  std::vector<NodeIndex> blocks_;
  std::vector<bool> ordered_;
  std::vector<Facts> facts_;
  NodeIndex nearest_ = 0, data_table_ = 0;
  std::vector<NodeIndex> apart_;  // elements that may stand around the story
  std::uint32_t table_rows_ = 0, pos_ = 0;
  int off_ = 0, links_ = 0, articles_ = 0, figures_ = 0;
  int consents_ = 0, doubts_ = 0;
  int items_ = 0, quotes_ = 0, pre_ = 0;
  std::string raw_;  // of the block that is being read
  std::size_t bytes_ = 0, link_bytes_ = 0;
  bool ends_cell_ = false;
  int breaks_ = 0;  // line breaks since the last text
};

LineTag line_tag(Tag tag) {
  if (tag == Tag::P) return LineTag::Paragraph;
  if (has(tag, kHeading)) return LineTag::Heading;
  if (tag == Tag::Li || tag == Tag::Dd || tag == Tag::Dt) return LineTag::ListItem;
  if (tag == Tag::Td || tag == Tag::Th) return LineTag::Cell;
  return LineTag::None;
}

bool asks_consent(std::string_view heading) {
  constexpr WordBits kAsking = bit(WordList::Boilerplate) | bit(WordList::Refusal);
  return (phrases_in(fold(heading)) & kAsking) != 0;
}

// Boxes in doubt are boxes all the same if the rest of the page can be the story, or if their own
// h1 speaks of consent.
bool resolve_doubt(const std::vector<BlockReader::Facts>& facts, const BlockList& list) {
  std::int64_t words = 0;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const Line& line = list.lines[i];
    const bool h1 = list.blocks[i].kind == BlockKind::Heading && list.blocks[i].level == 1;
    if (facts[i].consent == Consent::InDoubt && h1 && asks_consent(line.text)) return true;
    if (facts[i].consent != Consent::No || line.negatives > 0) continue;
    words += line.end == Ending::Sentence ? line.words : 0;
  }
  return words >= kStoryWordsMin;
}

// True if boxes in doubt turned out to be boxes.
bool mark_consent(const std::vector<BlockReader::Facts>& facts, BlockList& list) {
  if (!resolve_doubt(facts, list)) return false;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    list.lines[i].consent = facts[i].consent != Consent::No;
  }
  return true;
}

void make_lines(const Page& page, const std::vector<BlockReader::Facts>& facts, BlockList& list) {
  std::string folded;
  for (std::size_t i = 0; i < list.blocks.size(); ++i) {
    PageBlock& block = list.blocks[i];
    Line line = make_line(list.text_of(block));
    line.tag = line_tag(page.nodes[block.node].tag);
    line.link_share = facts[i].link_share;
    line.in_figure = facts[i].in_figure;
    line.in_article = facts[i].in_article;
    line.consent = facts[i].consent == Consent::Yes;
    if (line.words < kPhraseWordsMax) {
      fold_into(line.text, folded);
      const WordBits phrases = phrases_in(folded);
      line.boilerplate |=
          (phrases & (bit(WordList::Boilerplate) | bit(WordList::SectionHead))) != 0;
      block.comment_head = is_comment_head(line, folded);
    }
    list.link_cards += line.link_share > 500;
    list.lines.push_back(line);
  }
}

}  // namespace

void BlockList::clear() {
  text.clear();
  blocks.clear();
  lines.clear();
  spans.clear();
  sums.clear();
  link_cards = 0;
}

bool BlockList::is_consent(std::uint32_t page_pos) const {
  const auto block =
      std::lower_bound(blocks.begin(), blocks.end(), page_pos,
                       [](const PageBlock& each, std::uint32_t pos) { return each.pos < pos; });
  return block != blocks.end() && lines[static_cast<std::size_t>(block - blocks.begin())].consent;
}

void read_blocks(const Page& page, BlockList& list) {
  list.clear();
  BlockReader reader(page, list);
  walk(page, 0, reader);
  reader.finish();
  make_lines(page, reader.facts(), list);
  mark_readers(page, reader.apart(), list);
  add_up(list);
  mark_apart(page, reader.apart(), list);
  if (mark_consent(reader.facts(), list)) add_up(list);
}

}  // namespace news::clean
