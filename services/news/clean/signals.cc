#include "news/clean/signals.h"

#include <string_view>

#include "news/clean/dates.h"
#include "news/clean/unicode.h"
#include "news/clean/words.h"

namespace news::clean {

namespace {

constexpr std::size_t kLabelBytes = 256;
constexpr std::size_t kNoteLabelBytes = 64;  // the longest label of a note, with its colon

bool has_small_letter(std::string_view text) {
  for (std::size_t pos = 0; pos < text.size();) {
    const char32_t code = decode(text, pos);
    if ((code >= 'a' && code <= 'z') || (code >= 0xDF && code <= 0xFF)) return true;
  }
  return false;
}

// A label of one or more words that the text itself marks as one: in capitals, or set apart by a
// colon, a dash or a bracket. "Kill the bill, say peers" is none.
bool is_label(std::string_view text, WordList list) {
  const auto rest = behind_phrase(text, list);
  if (!rest) return false;
  const std::string_view label = text.substr(0, text.size() - rest->size());
  const std::string_view word = trim(label.substr(0, label.find_first_of(":-(")));
  const bool marked =
      label.find(':') != std::string_view::npos || label.find('-') != std::string_view::npos ||
      label.find("：") != std::string_view::npos || label.find("–") != std::string_view::npos ||
      label.find("—") != std::string_view::npos || rest->empty();
  if (list == WordList::Correction) return marked || !has_small_letter(word);
  return marked && !has_small_letter(word);
}

std::string_view first_bracket(std::string_view text) {
  const std::size_t open = text.find_first_of("([");
  if (open == std::string_view::npos) return {};
  const std::size_t close = text.find_first_of(")]", open);
  return close == std::string_view::npos ? std::string_view{}
                                         : text.substr(open + 1, close - open - 1);
}

// "Embargoed until 24 October 2025, 06:00 GMT" holds nothing once that has passed everywhere.
bool is_over(std::string_view text, const Article& article) {
  constexpr int kWestMost = -12 * 60;
  const auto until = scan_date(text.substr(0, kLabelBytes), article.language, article.fetched_at);
  if (!until || until->relative) return false;
  base::CivilTime end = until->local;
  if (until->precision == Precision::Day) end.hour = 23, end.minute = 59;
  const base::Timestamp last =
      until->instant ? *until->instant
                     : base::to_timestamp(end, until->offset_minutes.value_or(kWestMost));
  return last <= article.fetched_at;
}

void look(std::string_view text, const Article& article, Signals& signals) {
  if (text.empty()) return;
  const WordBits lists = lists_at_start(fold(text.substr(0, kLabelBytes)));
  const auto says = [&](WordList list) { return (lists & bit(list)) != 0 && is_label(text, list); };
  const Signals before = signals;
  signals.correction = signals.correction || says(WordList::Correction);
  signals.kill = signals.kill || says(WordList::Kill);
  signals.hold = signals.hold || (says(WordList::Hold) && !is_over(text, article));
  if (!(signals == before) && signals.note.empty()) signals.note = text;
}

void look_at_paragraph(std::string_view text, const Article& article, Signals& signals) {
  look(text, article, signals);
  if (signals.correction) return;
  // "An earlier version of this article ..." may stand anywhere in its paragraph.
  const std::string_view start = text.substr(0, 1024);
  if (is_ascii(start) && start.find("his") == std::string_view::npos &&
      start.find("HIS") == std::string_view::npos) {
    return;
  }
  const std::string folded = fold(start);
  if (folded.find("this") == std::string::npos) return;
  for (std::size_t begin = 0; begin < folded.size();) {
    const std::string_view rest = std::string_view(folded).substr(begin);
    const PhraseMatch match = phrase_at_start(rest, WordList::Correction);
    if (match && rest.substr(0, match.bytes).find("this") != std::string_view::npos) {
      signals.correction = true;
      signals.note = text;
      return;
    }
    const std::size_t space = folded.find(' ', begin);
    if (space == std::string::npos) return;
    begin = space + 1;
  }
}

// "Correction: ..." as a paragraph of its own, wherever it stands. Elsewhere than at the ends of a
// text only a colon right behind the label tells a note from a sentence.
bool is_note(std::string_view text) {
  const std::string_view start = text.substr(0, kNoteLabelBytes);
  if (start.find(':') == std::string_view::npos && start.find("：") == std::string_view::npos) {
    return false;
  }
  const auto rest = behind_phrase(text, WordList::Correction);
  if (!rest) return false;
  const std::string_view label = text.substr(0, text.size() - rest->size());
  return label.find(':') != std::string_view::npos || label.find("：") != std::string_view::npos;
}

}  // namespace

Signals find_signals(const Article& article) {
  Signals signals;
  look(article.headline, article, signals);
  look(first_bracket(article.headline), article, signals);
  const Block* first = nullptr;
  const Block* last = nullptr;
  for (const Block& block : article.blocks) {
    if (block.text.empty()) continue;
    if (first == nullptr) first = &block;
    last = &block;
  }
  if (first != nullptr) look_at_paragraph(first->text, article, signals);
  if (last != first) look_at_paragraph(last->text, article, signals);
  for (const Block& block : article.blocks) {
    if (signals.correction) break;
    if (!is_note(block.text)) continue;
    signals.correction = true;
    if (signals.note.empty()) signals.note = block.text;
  }
  return signals;
}

}  // namespace news::clean
