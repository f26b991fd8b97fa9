// The dumps and the charsets among what was made to hurt: see hostile.h.
#include "benchmarks/hostile.h"

namespace benchmarks {

namespace {

constexpr HostileShape kDumps[] = {
    {.name = "dump_one_word_lines", .unit = "word\n", .dump = true},
    {.name = "dump_blank_lines", .unit = " \n", .dump = true},
    {.name = "dump_paragraphs",
     .unit = "The board met on day # of the year, and it agreed.\n",
     .dump = true},
    {.name = "dump_equal_paragraphs",
     .unit = "The board met again and it agreed on nothing.\n",
     .dump = true},
    {.name = "dump_one_line", .unit = "the ferry sails on ", .dump = true},
    {.name = "dump_one_word", .unit = "abcdefgh", .dump = true},
    {.name = "dump_spaces", .unit = " \t", .dump = true},
    {.name = "dump_marks", .begin = "a", .unit = "\xCC\x81\xCC\xA3", .dump = true},
    {.name = "dump_chinese", .unit = "\xE6\xB8\xA1\xE8\xBD\xAE", .dump = true},
    {.name = "dump_closing_marks", .begin = "Word.", .unit = ")", .dump = true},
    {.name = "dump_paths", .unit = "Home > Coast > Harbour #\n", .dump = true},
    {.name = "dump_long_path", .begin = "Home", .unit = " > Harbour #", .dump = true},
    {.name = "dump_bylines", .unit = "By Mara Lind and Jo Reyes #\n", .dump = true},
    {.name = "dump_long_byline", .begin = "By Mara Lind", .unit = ", Jo Reyes", .dump = true},
    {.name = "dump_dates", .unit = "Published: 24 Oct. 2025, 09:31\n", .dump = true},
    {.name = "dump_long_dates",
     .begin = "Published:",
     .unit = " 24 Oct. 2025, 09:31",
     .dump = true},
    {.name = "dump_captions",
     .unit = "The old ferry in dock at the quay, day #. [Coastwire]\n",
     .dump = true},
    {.name = "dump_tags", .begin = "tags ", .unit = "harbour#, ", .dump = true},
    {.name = "dump_bare_tags", .begin = "tags ", .unit = "Harbour Quay ", .dump = true},
    {.name = "dump_section_heads",
     .unit = "Related articles\nA title of another one\n",
     .dump = true},
    {.name = "dump_brackets", .unit = "(AP Photo/", .dump = true},
    {.name = "dump_title_bars", .unit = "Night ferry | Harbour - Post : ", .dump = true},
};

// The bytes of a page in a charset that must be found out first, or undone.
constexpr HostileShape kCharsets[] = {
    {.name = "charset_windows_1251",
     .unit = "\xED\xEE\xF7\xED\xEE\xE9 \xEF\xE0\xF0\xEE\xEC ",
     .in_story = true,
     .content_type = "text/html; charset=windows-1251"},
    {.name = "charset_gb18030",
     .unit = "\xB6\xC9\xC2\xD6 ",
     .in_story = true,
     .content_type = "text/html; charset=gb2312"},
    {.name = "charset_euc_kr",
     .unit = "\xC7\xD7\xB1\xB8 ",
     .in_story = true,
     .content_type = "text/html; charset=euc-kr"},
    {.name = "charset_shift_jis",
     .unit = "\x8D\x60\x92\xAC ",
     .in_story = true,
     .content_type = "text/html; charset=shift_jis"},
    {.name = "charset_falsely_declared",
     .unit = "\xED\xEE\xF7\xED\xEE\xE9 \xEF\xE0\xF0\xEE\xEC ",
     .in_story = true,
     .content_type = "text/html; charset=utf-8"},
    {.name = "charset_guessed",
     .unit = "\xED\xEE\xF7\xED\xEE\xE9 \xEF\xE0\xF0\xEE\xEC ",
     .in_story = true,
     .content_type = "text/html"},
    {.name = "mojibake", .unit = "caf\xC3\x83\xC2\xA9 ", .in_story = true},
};

}  // namespace

std::span<const HostileShape> hostile_dumps() { return kDumps; }
std::span<const HostileShape> hostile_charsets() { return kCharsets; }

}  // namespace benchmarks
