#include "news/clean/liveblog.h"

#include <algorithm>
#include <span>
#include <tuple>

namespace news::clean {

namespace {

constexpr std::string_view kLiveBlog = "LiveBlogPosting";
constexpr std::size_t kTimesMax = 2000;
// An update is at most so many elements around its time.
constexpr int kLevelsMax = 6;
constexpr std::uint32_t kHeadBlocksMax = 4;
constexpr std::int64_t kHeadWordsMax = 2000;

// An element around a time, and what makes it one of several.
struct Member {
  NodeIndex parent = 0;
  Tag tag = Tag::Other;
  std::string_view classes;
  NodeIndex node = 0;

  auto shape() const { return std::tie(parent, tag, classes); }
};

std::vector<Member> find_members(const Page& page, const PageHead& head) {
  std::vector<Member> members;
  const std::size_t times = std::min(head.times.size(), kTimesMax);
  for (std::size_t i = 0; i < times; ++i) {
    NodeIndex n = head.times[i];
    for (int level = 0; level < kLevelsMax && n != 0; ++level) {
      const Node& node = page.nodes[n];
      members.push_back({node.parent, node.tag, page.raw(n, Attr::Class), n});
      n = node.parent;
    }
  }
  std::sort(members.begin(), members.end(), [](const Member& a, const Member& b) {
    return std::tuple(a.shape(), a.node) < std::tuple(b.shape(), b.node);
  });
  const auto same = [](const Member& a, const Member& b) { return a.node == b.node; };
  members.erase(std::unique(members.begin(), members.end(), same), members.end());
  return members;
}

// The largest group of one shape; of equals the outermost.
std::span<const Member> largest_group(const std::vector<Member>& members) {
  std::span<const Member> largest;
  for (std::size_t begin = 0; begin < members.size();) {
    std::size_t end = begin;
    while (end < members.size() && members[end].shape() == members[begin].shape()) ++end;
    if (end - begin > largest.size()) largest = {members.data() + begin, end - begin};
    begin = end;
  }
  return largest;
}

bool is_in_liveblog(const Page& page, NodeIndex n) {
  for (; n != 0; n = page.nodes[n].parent) {
    if (page.raw(n, Attr::Itemtype).find(kLiveBlog) != std::string_view::npos) return true;
  }
  return false;
}

Update to_update(const BlockList& list, const BlockSpan& span) {
  Update update{span.first, span.first, span.end};
  const std::uint32_t last = std::min(span.end, span.first + kHeadBlocksMax);
  while (update.head < last) {
    const Line& line = list.lines[update.head];
    const bool titles = line.end != Ending::Sentence && line.words <= kHeadWordsMax;
    if (!titles && list.blocks[update.head].kind != BlockKind::Heading) break;
    ++update.head;
  }
  return update;
}

}  // namespace

std::vector<Update> find_updates(const Page& page, const PageHead& head, const BlockList& list,
                                 std::string_view type) {
  std::vector<Update> updates;
  if (head.times.size() < kUpdatesMin) return updates;
  const std::vector<Member> members = find_members(page, head);
  const std::span<const Member> group = largest_group(members);
  if (group.size() < kUpdatesMin) return updates;
  if (type != kLiveBlog && !is_in_liveblog(page, group.front().parent)) return updates;
  for (const Member& member : group) {
    const BlockSpan& span = list.spans[member.node];
    if (!span.empty()) updates.push_back(to_update(list, span));
  }
  if (updates.size() < kUpdatesMin) updates.clear();
  return updates;
}

}  // namespace news::clean
