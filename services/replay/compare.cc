#include "replay/compare.h"

namespace replay {
namespace {

using Kind = ArticleDigest::Kind;

Place place_of(const ArticleDigest& article) { return {article.partition, article.offset}; }

}  // namespace

void Comparer::add(const std::vector<ArticleDigest>& one, const std::vector<ArticleDigest>& other) {
  auto a = one.begin();
  auto b = other.begin();
  while (a != one.end() || b != other.end()) {
    if (b == other.end() || (a != one.end() && a->key < b->key)) {
      add_one_sided(*a, Example::Kind::Missing, is_moving(*a));
      ++a;
    } else if (a == one.end() || b->key < a->key) {
      add_one_sided(*b, Example::Kind::Added, is_moving(*b));
      ++b;
    } else {
      add_pair(*a++, *b++);
    }
  }
}

void Comparer::add_one_sided(const ArticleDigest& article, Example::Kind kind, bool moving) {
  if (article.kind == Kind::Removed) return;
  const bool is_missing = kind == Example::Kind::Missing;
  ++(is_missing ? result_.one : result_.other);
  if (moving) {
    ++result_.moving;
    return;
  }
  ++(is_missing ? result_.missing : result_.added);
  if (article.kind == Kind::Withdrawn) {
    ++(is_missing ? result_.missing_withdrawn : result_.added_withdrawn);
  }
  Example example{.kind = kind, .field = 0, .one = std::nullopt, .other = std::nullopt};
  (is_missing ? example.one : example.other) = place_of(article);
  keep(example);
}

void Comparer::add_pair(const ArticleDigest& one, const ArticleDigest& other) {
  const bool moving = is_moving(one) || is_moving(other);
  if (one.kind == Kind::Removed && other.kind == Kind::Removed) return;
  if (one.kind == Kind::Removed) return add_one_sided(other, Example::Kind::Added, moving);
  if (other.kind == Kind::Removed) return add_one_sided(one, Example::Kind::Missing, moving);
  ++result_.one, ++result_.other, ++result_.both;
  const FieldSet differ = compare(one, other) & ~options_.ignored;
  if (differ == 0) {
    ++result_.equal;
  } else if (moving) {
    ++result_.moving;
  } else {
    ++result_.differing;
    for (std::size_t field = 0; field < kFields.size(); ++field) {
      if ((differ >> field & 1) == 0) continue;
      ++result_.by_field[field];
      keep({Example::Kind::Differs, field, place_of(one), place_of(other)});
    }
  }
}

bool Comparer::is_moving(const ArticleDigest& article) const {
  return article.published >= options_.settled_before;
}

void Comparer::keep(const Example& example) {
  const std::size_t at = example.kind == Example::Kind::Differs ? example.field
                         : example.kind == Example::Kind::Added ? kFields.size()
                                                                : kFields.size() + 1;
  if (kept_[at] == options_.samples) return;
  ++kept_[at];
  result_.examples.push_back(example);
}

}  // namespace replay
