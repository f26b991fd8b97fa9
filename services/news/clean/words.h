// news/clean/words.h
//
// Word lists that many sites share, compiled in from words/*.txt: never a site's name, never one
// page's phrase. Found in the folded spelling (unicode.h); a match is one hash per word.
// Immutable after start: any thread. Must not know: HTML, where a line stands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace news::clean {

enum class WordList : std::uint8_t {
  ClassBody,      // tokens of class and id: articlebody, entrycontent ...
  ClassGood,      // article, body, content ...
  ClassBad,       // nav, sidebar, related ...
  ClassComment,   // comment, disqus ...
  ClassConsent,   // cookie, consent, gdpr ...
  SectionHead,    // "Related Articles": what follows is not the story
  Boilerplate,    // "Sign up for", "All rights reserved"
  Byline,         // "By", "von", "글"
  DatePublished,  // "Published", "입력"
  DateModified,   // "Updated", "수정"
  Agency,         // wire agencies by all their names
  Role,           // "Staff writer", "correspondent"
  NotPerson,      // "Staff", "Newsroom", "Editorial board"
  Home,           // the first step of a breadcrumb
  TagLabel,       // "Tags", "Keywords"
  Credit,         // "Photo", "Image credit"
  Correction,
  Kill,
  Hold,
  CommentHead,  // "Comments", "Leave a reply": a whole line, with or without a number
  Refusal,      // consent, login, robot check, "not found": the whole page is no article
};

using WordBits = std::uint32_t;

constexpr WordBits bit(WordList list) { return WordBits{1} << static_cast<unsigned>(list); }

// The lists that hold this token or phrase, folded already, as a whole.
WordBits lists_of(std::string_view folded);
inline bool is_in(WordList list, std::string_view folded) {
  return (lists_of(folded) & bit(list)) != 0;
}

// Without the numbers before and behind: "12 comments", "comments 12" -> "comments".
std::string_view without_count(std::string_view folded);

// A phrase at the start of a folded line, ending at a word's end (or between CJK characters).
struct PhraseMatch {
  std::size_t bytes = 0;  // of the folded line; 0: none
  WordBits lists = 0;

  explicit operator bool() const { return bytes != 0; }
};
// The longest phrase of that list.
PhraseMatch phrase_at_start(std::string_view folded, WordList list);

// A line as printed that starts with a phrase of the list: what follows it and the spaces and
// marks behind it. Nothing if it does not.
std::optional<std::string_view> behind_phrase(std::string_view line, WordList list);

// All lists of whose phrases one starts the folded line.
WordBits lists_at_start(std::string_view folded);
// These; of lists that allow it (their phrases begin
// with "*" in the file) also those of which one stands anywhere in it.
WordBits phrases_in(std::string_view folded);

// Agencies have one name each for output: "AFP". Any spelling of a name, as printed -> that, or ""
// if it is none. Names of up to four capitals must be in capitals: "AA" is one, "aa" is not.
std::string_view agency_name(std::string_view printed);

// XXH3-64 of all lists: a part of quality.cleaner.
std::uint64_t word_lists_hash();

}  // namespace news::clean
