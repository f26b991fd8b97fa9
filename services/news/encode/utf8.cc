#include "news/encode/utf8.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <memory>

#include "base/check.h"

namespace news::encode {
namespace {

struct CloseIterator {
  void operator()(UBreakIterator* iterator) const { ubrk_close(iterator); }
};
struct CloseText {
  void operator()(UText* text) const { utext_close(text); }
};
using Iterator = std::unique_ptr<UBreakIterator, CloseIterator>;
using Text = std::unique_ptr<UText, CloseText>;

// A copy of one iterator that is never moved itself: making one from rules costs much more.
Iterator make_word_iterator() {
  static const Iterator first = [] {
    UErrorCode error = U_ZERO_ERROR;
    Iterator made(ubrk_open(UBRK_WORD, "", nullptr, 0, &error));
    CHECK(U_SUCCESS(error));
    return made;
  }();
  UErrorCode error = U_ZERO_ERROR;
  Iterator copy(ubrk_clone(first.get(), &error));
  CHECK(U_SUCCESS(error));
  return copy;
}

}  // namespace

std::string to_utf8(std::string_view text) {
  const auto size = static_cast<std::int64_t>(text.size());
  std::string out;
  std::size_t copied = 0;
  for (std::int64_t i = 0; i < size;) {
    const std::int64_t start = i;
    UChar32 c = 0;
    U8_NEXT(text.data(), i, size, c);
    if (c >= 0) continue;
    out.append(text.substr(copied, static_cast<std::size_t>(start) - copied));
    out += "\xEF\xBF\xBD";
    copied = static_cast<std::size_t>(i);
  }
  return out.append(text.substr(copied));
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

std::size_t count_words(std::string_view text) {
  const Iterator iterator = make_word_iterator();
  UErrorCode error = U_ZERO_ERROR;
  const Text utext(
      utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &error));
  ubrk_setUText(iterator.get(), utext.get(), &error);
  CHECK(U_SUCCESS(error));
  std::size_t count = 0;
  while (ubrk_next(iterator.get()) != UBRK_DONE) {
    if (ubrk_getRuleStatus(iterator.get()) >= UBRK_WORD_NONE_LIMIT) ++count;
  }
  return count;
}

}  // namespace news::encode
