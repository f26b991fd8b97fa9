// cli/demo/voice_tables.h
//
// Names, places and topics of the demo's papers, one table a paper.
// Constant tables. Must not know: how gaps are filled.
#pragma once

#include <array>
#include <string_view>

#include "cli/demo/voices.h"

namespace cli::demo {

using Words = std::array<std::string_view, 8>;

extern const Words kHarbourPeople, kHarbourPlaces, kMountainPeople, kMountainPlaces;
extern const Words kWirePeople, kWirePlaces, kMeadowPeople, kMeadowPlaces;
extern const std::array<std::string_view, 5> kEnglishDays, kGermanDays;

extern const std::array<Topic, 4> kHarbourTopics, kMountainTopics, kWireTopics, kMeadowTopics;

}  // namespace cli::demo
