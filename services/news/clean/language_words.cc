#include "news/clean/language_words.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "base/check.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

// Scripts that serve one language of news. Not here: Hebrew (Yiddish), Bengali (Assamese), Arabic,
// Devanagari, Latin, and Han without kana.
struct ScriptRange {
  char32_t first, last;
  std::string_view language;
};
constexpr std::array<ScriptRange, 17> kScripts{{
    {0x0370, 0x03FF, "el"},
    {0x0530, 0x058F, "hy"},
    {0x0A00, 0x0A7F, "pa"},
    {0x0A80, 0x0AFF, "gu"},
    {0x0B00, 0x0B7F, "or"},
    {0x0B80, 0x0BFF, "ta"},
    {0x0C00, 0x0C7F, "te"},
    {0x0C80, 0x0CFF, "kn"},
    {0x0D00, 0x0D7F, "ml"},
    {0x0D80, 0x0DFF, "si"},
    {0x0E00, 0x0E7F, "th"},
    {0x0E80, 0x0EFF, "lo"},
    {0x1000, 0x109F, "my"},
    {0x10A0, 0x10FF, "ka"},
    {0x1780, 0x17FF, "km"},
    {0x1F00, 0x1FFF, "el"},
    {0xAC00, 0xD7A3, "ko"},
}};

// Short words that stand in nearly every sentence. A word that stands in two rows tells nothing,
// so neighbours have rows too, only to take words away; their own texts are left to the detector.
struct WordRow {
  std::string_view language;
  bool certain;
  std::string_view words;
};
constexpr std::array<WordRow, 16> kRows{{
    {"en", true,
     "the of and to in that is was with for are were which from this have has been by not they "
     "their would will its said who what when there about into than"},
    {"de", true,
     "der die und den von das ist nicht sich mit dem ein eine auf für auch als wird im zu des es "
     "sind bei nach aus werden einer einen wurde haben oder noch dass über ich um was du will pro "
     "w sie er"},
    {"fr", true,
     "le la les des est une dans que qui pour pas sur au avec du et aux ont plus ce cette par son "
     "sont mais nous elle il ne se été en un ses leur cela même bien après très était deux avait"},
    {"es", true,
     "el la los las de que y en un una por con para es su se del lo más pero fue como al no ha "
     "este esta sus ya hay también muy sin hasta tiene según y cuando años son si sobre nos bien "
     "sur va"},
    {"it", true,
     "il la di che è per un con non sono della nel gli dei alla anche più una del da le al si ha "
     "dalla delle nella come questo ma i"},
    {"pt", true,
     "o a os as de que e do da em um uma não é para com se por mais dos das são foi ao pelo pela "
     "também no na como sua seu mas já foram ainda isso ele ela tem pela até nos nas após sobre"},
    {"nl", true,
     "de het een van en niet zijn voor met aan worden ook dat bij naar werd deze door wordt te is "
     "op in die om maar er nog heeft hij"},
    {"pl", true,
     "się nie na w z jest że do o i przez dla oraz są tym jak od po ale czy już tylko może był "
     "jego "
     "za które który nas ich jej jako być przy roku więc bardzo gdy między który lub także tego"},
    {"af", false, "die en van is in het nie wat vir op met dat een aan ook sy ons by te om deur"},
    {"da", false, "og i at er det en til af på for med som den har ikke de et der fra om han"},
    {"sv", false, "och i att det som en är på för av med den inte till har de ett om han från"},
    {"ca", false, "el la els les de que i en un una per amb és es del al no ha com més dels va"},
    {"gl", false, "o a os as de que e do da en un unha non é para con se por máis dos das foi ao"},
    {"ro", false, "și de în la a cu pe nu că din un o să pentru este care mai au fi"},
    {"cs", false, "a se v na je že s z do to i o k ve pro za by byl jako ale od po jeho"},
    {"sk", false, "a sa v na je že s z do to i o k vo pre za by bol ako ale od po nie jeho"},
}};

constexpr std::size_t kWordBytesMax = 8;
constexpr std::uint8_t kNobody = 0xFF;

// A word of up to eight bytes is a number.
std::uint64_t pack(std::string_view word) {
  std::uint64_t packed = 0;
  for (const char c : word) packed = packed << 8 | static_cast<unsigned char>(c);
  return packed;
}

// Open addressing, at most a quarter full. Built once, then only read.
class WordTable final {
 public:
  WordTable() {
    for (std::size_t row = 0; row < kRows.size(); ++row) {
      std::string_view rest = kRows[row].words;
      while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        add(rest.substr(0, end), static_cast<std::uint8_t>(row));
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
  }

  // The row that alone has the word, or kNobody.
  std::uint8_t row_of(std::uint64_t packed) const { return slots_[place_of(packed)].row; }

 private:
  struct Slot {
    std::uint64_t packed = 0;
    std::uint8_t row = kNobody;
  };

  void add(std::string_view word, std::uint8_t row) {
    CHECK(word.size() <= kWordBytesMax && !word.empty());
    Slot& slot = slots_[place_of(pack(word))];
    const bool shared = slot.packed != 0 && slot.row != row;
    slot = {pack(word), shared ? kNobody : row};
  }

  std::size_t place_of(std::uint64_t packed) const {
    std::size_t place = packed * 0x9E3779B97F4A7C15u >> 53;
    while (slots_[place].packed != 0 && slots_[place].packed != packed) {
      place = (place + 1) % slots_.size();
    }
    return place;
  }

  std::array<Slot, 2048> slots_{};
};

const WordTable& word_table() {
  static const WordTable kTable;
  return kTable;
}

struct Votes {
  std::array<std::uint32_t, kRows.size()> of_row{};
  std::uint32_t words = 0;
};

// Words of letters as they are, ASCII capitals made small; anything else in ASCII parts them.
Votes count_votes(std::string_view text) {
  const WordTable& table = word_table();
  Votes votes;
  std::uint64_t packed = 0;
  std::size_t bytes = 0;
  const auto end_word = [&] {
    if (bytes == 0) return;
    ++votes.words;
    if (bytes <= kWordBytesMax) {
      const std::uint8_t row = table.row_of(packed);
      if (row != kNobody) ++votes.of_row[row];
    }
    packed = bytes = 0;
  };
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const unsigned char lower = byte | 0x20;
    if (byte >= 0x80 || (lower >= 'a' && lower <= 'z')) {
      packed = packed << 8 | (byte >= 0x80 ? byte : lower);
      ++bytes;
    } else {
      end_word();
    }
  }
  end_word();
  return votes;
}

// "ї" is Ukrainian, "ы" without any letter that Russian lacks is Russian: Belarusian has "і" and
// "ў", Bulgarian and Serbian have no "ы", the Turkic languages have letters beyond "ё".
struct Cyrillic {
  std::size_t all = 0, yery = 0, yi = 0, foreign = 0;

  void add(char32_t code) {
    if (code < 0x400 || code > 0x52F) return;
    ++all;
    yery += code == U'ы' || code == U'Ы';
    yi += code == U'ї' || code == U'Ї' || code == U'є' || code == U'Є';
    const bool russian = (code >= U'А' && code <= U'я') || code == U'ё' || code == U'Ё';
    foreign += !russian;
  }

  std::string_view language() const {
    constexpr std::size_t kShare = 200;  // of all letters
    if (foreign == 0) return yery * kShare > all ? "ru" : "";
    return yery == 0 && yi * kShare > all ? "uk" : "";
  }
};

bool is_kana(char32_t code) { return code >= 0x3040 && code <= 0x30FF; }

std::size_t script_of(char32_t code) {
  const auto* found = std::find_if(kScripts.begin(), kScripts.end(), [&](const ScriptRange& range) {
    return code >= range.first && code <= range.last;
  });
  return static_cast<std::size_t>(found - kScripts.begin());
}

}  // namespace

std::string_view language_by_script(std::string_view text) {
  if (is_ascii(text)) return {};
  std::array<std::size_t, kScripts.size() + 1> counts{};
  std::size_t letters = 0, kana = 0, cjk = 0;
  Cyrillic cyrillic;
  for (std::size_t pos = 0; pos < text.size();) {
    const char32_t code = decode(text, pos);
    if (!is_letter(code)) continue;
    ++letters;
    kana += is_kana(code);
    cjk += is_cjk(code);
    cyrillic.add(code);
    if (code >= 0x370) ++counts[script_of(code)];
  }
  // Names in Latin letters are usual; half a page in another script is for the detector.
  if (cjk * 4 >= letters * 3 && kana * 5 >= letters) return "ja";
  if (cyrillic.all * 4 >= letters * 3) return cyrillic.language();
  for (std::size_t i = 0; i < kScripts.size(); ++i) {
    if (counts[i] * 4 >= letters * 3 && counts[i] > 0) return kScripts[i].language;
  }
  return {};
}

std::string_view language_by_words(std::string_view text) {
  constexpr std::uint32_t kWordsMin = 20, kShareOfWords = 20, kHitsMin = 4, kLead = 6;
  const Votes votes = count_votes(text);
  const auto* const most = std::max_element(votes.of_row.begin(), votes.of_row.end());
  const WordRow& row = kRows[static_cast<std::size_t>(most - votes.of_row.begin())];
  if (!row.certain || votes.words < kWordsMin) return {};
  if (*most < kHitsMin || *most * kShareOfWords < votes.words) return {};
  std::uint32_t others = 0;
  for (const std::uint32_t count : votes.of_row) others += count;
  return (others - *most) * kLead <= *most ? row.language : std::string_view{};
}

}  // namespace news::clean
