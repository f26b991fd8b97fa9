#include "benchmarks/vocabulary.h"

#include <array>

namespace benchmarks {
namespace {

using namespace std::string_view_literals;

constexpr std::array kAdjectives{
    "quiet"sv,    "northern"sv,  "costly"sv,    "annual"sv,   "narrow"sv,  "regional"sv,
    "disputed"sv, "modest"sv,    "early"sv,     "electric"sv, "public"sv,  "coastal"sv,
    "wooden"sv,   "broken"sv,    "sudden"sv,    "patient"sv,  "local"sv,   "former"sv,
    "rural"sv,    "steep"sv,     "temporary"sv, "private"sv,  "frozen"sv,  "careful"sv,
    "foreign"sv,  "crowded"sv,   "ancient"sv,   "solar"sv,    "delayed"sv, "independent"sv,
    "heavy"sv,    "official"sv,  "remote"sv,    "southern"sv, "unusual"sv, "civil"sv,
    "second"sv,   "technical"sv, "shallow"sv,   "loud"sv,     "damaged"sv, "voluntary"sv,
};
constexpr std::array kNouns{
    "harbour"sv,   "council"sv,     "bridge"sv,     "orchard"sv,  "railway"sv,   "museum"sv,
    "reservoir"sv, "festival"sv,    "laboratory"sv, "school"sv,   "market"sv,    "ferry"sv,
    "budget"sv,    "tunnel"sv,      "archive"sv,    "brewery"sv,  "clinic"sv,    "tower"sv,
    "committee"sv, "theatre"sv,     "lighthouse"sv, "factory"sv,  "road"sv,      "library"sv,
    "vineyard"sv,  "observatory"sv, "tram"sv,       "stadium"sv,  "forest"sv,    "report"sv,
    "permit"sv,    "contract"sv,    "survey"sv,     "election"sv, "workshop"sv,  "glacier"sv,
    "dispute"sv,   "warehouse"sv,   "canal"sv,      "union"sv,    "trial"sv,     "inquiry"sv,
    "proposal"sv,  "cooperative"sv, "network"sv,    "turbine"sv,  "quarry"sv,    "parade"sv,
    "bakery"sv,    "fleet"sv,       "shelter"sv,    "engine"sv,   "satellite"sv, "charter"sv,
    "agreement"sv, "meadow"sv,      "pipeline"sv,   "kitchen"sv,  "courtyard"sv, "island"sv,
};
constexpr std::array kVerbs{
    "opened"sv,     "approved"sv,  "rejected"sv,     "repaired"sv,  "inspected"sv, "bought"sv,
    "visited"sv,    "praised"sv,   "criticised"sv,   "closed"sv,    "surveyed"sv,  "restored"sv,
    "questioned"sv, "funded"sv,    "photographed"sv, "leased"sv,    "measured"sv,  "expanded"sv,
    "described"sv,  "defended"sv,  "planned"sv,      "flooded"sv,   "supplied"sv,  "crossed"sv,
    "rebuilt"sv,    "examined"sv,  "announced"sv,    "postponed"sv, "welcomed"sv,  "blocked"sv,
    "renamed"sv,    "monitored"sv, "cleared"sv,      "insured"sv,   "painted"sv,   "replaced"sv,
};
constexpr std::array kPlaces{
    "Varnholm"sv,  "Tessaly"sv,  "Orbrook"sv,    "Castelmare"sv,  "Lindhaven"sv, "Pellworth"sv,
    "Grauwick"sv,  "Sunmere"sv,  "Duncastle"sv,  "Miravel"sv,     "Ostergard"sv, "Quillford"sv,
    "Breckenau"sv, "Halloway"sv, "Zadrava"sv,    "Port Ellery"sv, "Fennick"sv,   "Norrvik"sv,
    "Almadora"sv,  "Wexby"sv,    "Tarnow Bay"sv, "Ivesdale"sv,    "Kolbring"sv,  "San Arlo"sv,
};
constexpr std::array kFirstNames{
    "Mara"sv,   "Jonas"sv,  "Priya"sv, "Tobias"sv, "Elena"sv,  "Samir"sv,  "Ingrid"sv, "Caleb"sv,
    "Noémie"sv, "Rafael"sv, "Aiko"sv,  "Bram"sv,   "Leonie"sv, "Dmitri"sv, "Hana"sv,   "Owen"sv,
};
constexpr std::array kLastNames{
    "Lindqvist"sv, "Okafor"sv,   "Marchetti"sv, "Brandt"sv,      "Solano"sv,    "Petrov"sv,
    "Haddad"sv,    "Whitlock"sv, "Nakamura"sv,  "Duarte"sv,      "Kowalczyk"sv, "Ferreira"sv,
    "Ashdown"sv,   "Mbeki"sv,    "Vogel"sv,     "Castellanos"sv, "Thorne"sv,    "Ilves"sv,
};
constexpr std::array kLinks{
    ", while"sv, ", after"sv,     " because"sv, ", although"sv, " before"sv, ", and"sv,
    ", but"sv,   " as soon as"sv, ", so"sv,     " until"sv,     ", since"sv, ", even though"sv,
};
constexpr std::array kOpenings{
    "On Monday,"sv,
    "Last week,"sv,
    "According to residents,"sv,
    "For years,"sv,
    "In a statement,"sv,
    "By the evening,"sv,
    "Despite the weather,"sv,
    "Earlier this year,"sv,
    "Across the region,"sv,
    "At first,"sv,
    "Officials said that"sv,
    "Meanwhile,"sv,
};
constexpr std::array kSections{
    "World"sv, "Politics"sv, "Business"sv, "Culture"sv, "Science"sv, "Transport"sv,
};

}  // namespace

Words adjectives() { return kAdjectives; }
Words nouns() { return kNouns; }
Words verbs() { return kVerbs; }
Words places() { return kPlaces; }
Words first_names() { return kFirstNames; }
Words last_names() { return kLastNames; }
Words links() { return kLinks; }
Words openings() { return kOpenings; }
Words sections() { return kSections; }

}  // namespace benchmarks
