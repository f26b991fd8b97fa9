#include "news/clean/authors.h"

#include <gtest/gtest.h>

namespace news::clean {
namespace {

using Names = std::vector<std::string>;

Names names_of(std::string_view byline) {
  Names names;
  add_authors(byline, {.publisher = "Harbour Post", .agency = "", .site = "harbourpost.example"},
              names);
  return names;
}

TEST(AddAuthors, ReadsBylinesOfManyLanguages) {
  const std::vector<std::pair<const char*, Names>> rows{
      {"By Mara Lindqvist", {"Mara Lindqvist"}},
      {"by MARA LINDQVIST and Jo Reyes", {"MARA LINDQVIST", "Jo Reyes"}},
      {"By Mara Lindqvist, Jo Reyes & Ana de la Cruz",
       {"Mara Lindqvist", "Jo Reyes", "Ana de la Cruz"}},
      {"Mara Lindqvist; Jo Reyes", {"Mara Lindqvist", "Jo Reyes"}},
      {"Von Jörg Ødegård und Änne Weiß", {"Jörg Ødegård", "Änne Weiß"}},
      {"Par Élodie Brun et Luc Petit", {"Élodie Brun", "Luc Petit"}},
      {"Por Íñigo Vela y Ana Ruiz", {"Íñigo Vela", "Ana Ruiz"}},
      {"di Carla Neri e Ugo Bassi", {"Carla Neri", "Ugo Bassi"}},
      {"Door Jan van der Meer", {"Jan van der Meer"}},
      {"Автор: Иван Петров", {"Иван Петров"}},
      {"Автор: Олена Коваль та Іван Бойко", {"Олена Коваль", "Іван Бойко"}},
      {"작성자: 홍길동 기자", {"홍길동"}},
      {"记者：王小明、李红", {"王小明", "李红"}},
      {"文：山田太郎", {"山田太郎"}},
      {"بقلم: سامي حداد", {"سامي حداد"}},
      {"Lindqvist, Mara", {"Mara Lindqvist"}},
      {"Mara O'Neill-Smith", {"Mara O'Neill-Smith"}},
  };
  for (const auto& [byline, expected] : rows) EXPECT_EQ(names_of(byline), expected) << byline;
}

TEST(AddAuthors, LeavesNoSpaceBehindANameThatAMarkFollows) {
  for (const char* byline : {"Mara Lindqvist -", "By Mara Lindqvist -"}) {
    EXPECT_EQ(names_of(byline), Names{"Mara Lindqvist"}) << byline;
  }
}

TEST(AddAuthors, CutsRolesAndPlaces) {
  const std::vector<std::pair<const char*, Names>> rows{
      {"By Mara Lindqvist, Staff Writer", {"Mara Lindqvist"}},
      {"Mara Lindqvist Political correspondent", {"Mara Lindqvist"}},
      {"Mara Lindqvist for Harbour Post", {"Mara Lindqvist"}},
      {"Mara Lindqvist in Northport", {"Mara Lindqvist"}},
      {"Mara Lindqvist (left) - Features", {"Mara Lindqvist"}},
      {"Editor: Jo Reyes", {"Jo Reyes"}},
      {"Jo Reyes jo@harbourpost.example", {"Jo Reyes"}},
  };
  for (const auto& [byline, expected] : rows) EXPECT_EQ(names_of(byline), expected) << byline;
}

TEST(AddAuthors, DropsWhatPeopleAreBehindTheirNames) {
  const std::vector<std::pair<const char*, Names>> rows{
      {"Mara Lindqvist, Head of Design", {"Mara Lindqvist"}},
      {"Mara Lindqvist, Trial Attorney", {"Mara Lindqvist"}},
      {"Mara Lindqvist, Reporter Jo Reyes", {"Mara Lindqvist", "Jo Reyes"}},
  };
  for (const auto& [byline, expected] : rows) EXPECT_EQ(names_of(byline), expected) << byline;
}

TEST(AddAuthors, KeepsDegreesWithTheNameBeforeThem) {
  EXPECT_EQ(names_of("Mara Lindqvist, Ph.D., and Jo Reyes, MS, RD"),
            (Names{"Mara Lindqvist, Ph.D.", "Jo Reyes, MS, RD"}));
  EXPECT_EQ(names_of("MD"), Names{});
}

TEST(AddAuthors, TakesNicknamesOnlyFromMarkup) {
  for (const char* name : {"ferryfan", "Ferry_Fan7", "ferry.fan", "mara lindqvist"}) {
    EXPECT_EQ(names_of(name), Names{}) << name;
    Names names;
    add_authors(name, {.publisher = "", .agency = "", .site = "", .nicknames = true}, names);
    EXPECT_EQ(names, Names{name});
  }
  Names names;
  for (const char* other : {"2025", "editorial team", "what came by"}) {
    add_authors(other, {.publisher = "", .agency = "", .site = "", .nicknames = true}, names);
  }
  EXPECT_EQ(names, Names{});
}

TEST(AddAuthors, KnowsTheSiteByItsName) {
  Names names;
  add_authors("North Port", {.publisher = "", .agency = "", .site = "north-port.example"}, names);
  EXPECT_EQ(names, Names{});
  add_authors("North Port", {.publisher = "", .agency = "", .site = ""}, names);
  EXPECT_EQ(names, Names{"North Port"});
}

TEST(BylineInside, StandsBehindByAndEndsAtAMark) {
  EXPECT_EQ(byline_inside("Posted on 24 October by Mara Lindqvist | 3 comments"), "Mara Lindqvist");
  EXPECT_EQ(byline_inside("24.10.2025, 9.31 Uhr von Jörg Weiß"), "Jörg Weiß");
  for (const char* none : {"Mara Lindqvist", "Jan von Weiß", "stand by me", "Posted by"}) {
    EXPECT_EQ(byline_inside(none), "") << none;
  }
}

TEST(BylineRest, KnowsByGluedToTheName) {
  EXPECT_EQ(byline_rest("ByMara Lindqvist"), "Mara Lindqvist");
  EXPECT_EQ(byline_rest("Bygone days"), "");
}

TEST(NameAmongParts, IsTheOnlyFullNameOfALine) {
  EXPECT_EQ(name_among_parts("Mara Lindqvist | Staff Writer | 24 October 2025"), "Mara Lindqvist");
  EXPECT_EQ(name_among_parts("24.10.2025 - 9.31 Uhr - Jörg Weiß"), "Jörg Weiß");
  for (const char* none : {"24 October 2025", "Mara Lindqvist | Jo Reyes", "TRAVEL NEWS | 9:31",
                           "The ferry sails | 9:31", "Transport | 9:31"}) {
    EXPECT_EQ(name_among_parts(none), "") << none;
  }
}

TEST(AddAuthors, KeepsOnlyPeople) {
  for (const char* byline :
       {"Harbour Post", "Staff", "By Newsroom", "Reuters", "AFP", "Die Redaktion", "admin",
        "https://harbourpost.example/mara", "@mara", "24 Oct 2025", "", "By", "by the time it came",
        "One Two Three Four Five Six Seven", "온라인뉴스팀", "编辑部"}) {
    EXPECT_EQ(names_of(byline), Names{}) << byline;
  }
}

TEST(AddAuthors, KeepsEachNameOnceAndAtMostTwenty) {
  Names names = names_of("Mara Lindqvist, mara lindqvist");
  EXPECT_EQ(names.size(), 1u);
  std::string many;
  for (char c = 'A'; c <= 'Z'; ++c) many += std::string("Jo R") + c + "yes; ";
  EXPECT_EQ(names_of(many).size(), 20u);
}

TEST(BylineRest, IsEmptyWithoutALabel) {
  EXPECT_EQ(byline_rest("By: Mara Lindqvist"), "Mara Lindqvist");
  EXPECT_EQ(byline_rest("Bypass opens"), "");
}

TEST(FindAgency, ReadsAgenciesAloneAndTogether) {
  EXPECT_EQ(find_agency("(Reuters)"), "Reuters");
  EXPECT_EQ(find_agency("By Agence France-Presse"), "AFP");
  EXPECT_EQ(find_agency("AP / Reuters"), "AP");
  EXPECT_EQ(find_agency("Reuters reported it"), "");
  EXPECT_EQ(find_agency(""), "");
}

TEST(ReadDateline, FindsPlaceAndAgency) {
  const auto row = [](const char* text) {
    const Dateline found = read_dateline(text);
    return found.place + "|" + std::string(found.agency);
  };
  EXPECT_EQ(row("NORTHPORT, Oct. 24 (Yonhap) -- The ferry sailed."), "NORTHPORT|Yonhap");
  EXPECT_EQ(row("Northport (Reuters) - The ferry sailed."), "Northport|Reuters");
  EXPECT_EQ(row("NEW HARBOUR — The ferry sailed."), "NEW HARBOUR|");
  EXPECT_EQ(row("(서울=연합뉴스) 홍길동 기자 = 배가 떠났다."), "서울|Yonhap");
  EXPECT_EQ(row("The ferry - the oldest one - sailed."), "|");
  EXPECT_EQ(row("BBC (the broadcaster) - sailed."), "|");
  EXPECT_EQ(row(""), "|");
}

}  // namespace
}  // namespace news::clean
