#include "news/clean/captions.h"

#include "news/clean/unicode.h"
#include "news/clean/words.h"

namespace news::clean {

namespace {

constexpr std::int64_t kCreditWordsMax = 800, kCaptionWordsMax = 9000;

bool may_be_credit(std::string_view text) {
  return has_letters(text, 1) && count_words(text) <= kCreditWordsMax;
}

// Names photo, agency or archive, or parts a person from an agency by a slash.
bool says_credit(std::string_view inside) {
  if (inside.find('/') != std::string_view::npos) return true;
  if (!agency_name(inside).empty()) return true;
  if (behind_phrase(inside, WordList::Credit)) return true;
  const std::string folded = fold(inside);
  for (const std::string_view word : {"photo", "foto", "getty", "file", "handout", "courtesy",
                                      "archiv", "archive", "images", "screenshot"}) {
    if (folded.find(word) != std::string::npos) return true;
  }
  return false;
}

Caption in_brackets(std::string_view line, char open, char close, bool must_say) {
  if (line.empty() || line.back() != close) return {};
  const std::size_t begin = line.rfind(open);
  if (begin == std::string_view::npos || begin == 0) return {};
  const std::string_view inside = trim(line.substr(begin + 1, line.size() - begin - 2));
  if (!may_be_credit(inside) || (must_say && !says_credit(inside))) return {};
  // "[sic]" and "[...]" belong to the sentence.
  if (!must_say && !says_credit(inside)) {
    std::size_t pos = 0;
    const char32_t first = decode(inside, pos);
    if (!is_upper(first) && first < 0x2E80) return {};
  }
  return {std::string(trim(line.substr(0, begin))), std::string(inside)};
}

// "... at dawn. /Yonhap": a slash behind a space, and an agency or few words after it.
Caption behind_slash(std::string_view line) {
  if (line.find('/') == std::string_view::npos) return {};  // quicker than from the end
  const std::size_t slash = line.rfind('/');
  if (slash == std::string_view::npos || slash < 2) return {};
  const std::string_view credit = trim(line.substr(slash + 1));
  const char before = line[slash - 1];
  if (before != ' ' && before != '.') return {};
  const bool agency = !agency_name(credit).empty();
  if (!agency && (before != ' ' || ending(line.substr(0, slash)) != Ending::Sentence)) return {};
  if (!may_be_credit(credit) || count_words(credit) > 400 || ending(credit) != Ending::None) {
    return {};
  }
  return {std::string(trim(line.substr(0, slash))), std::string(credit)};
}

// "The ferry at dawn. Photo: Jo Reyes": the label opens the last sentence.
Caption behind_label(std::string_view line) {
  if (line.find(':') == std::string_view::npos) return {};
  const std::size_t colon = line.rfind(':');
  if (colon == std::string_view::npos) return {};
  const std::string_view credit = trim(line.substr(colon + 1));
  if (!may_be_credit(credit) || ending(credit) == Ending::Sentence) return {};
  std::size_t begin = colon;
  while (begin > 0 && std::string_view(".!?|)(").find(line[begin - 1]) == std::string_view::npos) {
    --begin;
  }
  const std::string_view label = trim(line.substr(begin, colon - begin));
  if (label.empty() || (lists_of(fold(label)) & bit(WordList::Credit)) == 0) return {};
  return {std::string(trim(line.substr(0, begin))), std::string(credit)};
}

}  // namespace

Caption read_caption(std::string_view line) {
  line = trim(line);
  Caption found = in_brackets(line, '[', ']', false);
  if (!found.has_credit()) found = in_brackets(line, '(', ')', true);
  if (!found.has_credit()) found = behind_slash(line);
  if (!found.has_credit()) found = behind_label(line);
  // Last: few lines have a credit, and all have words to count.
  if (found.has_credit() && count_words(line) > kCaptionWordsMax) return {};
  return found;
}

}  // namespace news::clean
