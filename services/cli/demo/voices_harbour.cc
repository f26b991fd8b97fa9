#include "cli/demo/voice_tables.h"

namespace cli::demo {

const Words kHarbourPeople{"Idris Pellow",   "Maud Carrick",  "Tobias Wren",  "Ailsa Penhale",
                           "Rowena Skelton", "Jory Trevanes", "Nell Ashdown", "Silas Harbottle"};
const Words kHarbourPlaces{"Saltmarsh", "Gull Bar",    "Tern Quay",     "Oyster Row",
                           "Wick Mole", "Lanternhead", "Cooper's Yard", "Sandwell"};
const std::array<std::string_view, 5> kEnglishDays{"Monday", "Tuesday", "Wednesday", "Thursday",
                                                   "Friday"};

const std::array<Topic, 4> kHarbourTopics{{
    {.section = "Harbour",
     .slug = "dredging",
     .headline = "Dredger to clear {b} tonnes of silt at {place}",
     .second_headline = "{place} gets its deep water back, {b} tonnes of silt later",
     .body = {"The harbour board has hired a dredger to take {b} tonnes of silt out of the berth "
              "at {place}, where boats have touched bottom at low water since the spring.",
              "Work begins on {day} and goes on around the clock for {a} days. Moorings on the "
              "east side must be empty by then, said the board's engineer, {who}.",
              "The mud will be spread behind the sea wall, where it is meant to become a meadow.",
              "\"We measured {a} times before we believed it,\" {who} said. \"The channel has "
              "moved further in one winter than in the ten years before.\"",
              "Skippers were told of the plan at a meeting in the net loft. Most asked only one "
              "question: who pays for the diesel while they lie somewhere else."},
     .reworded = "The mud goes behind the sea wall, where the board hopes that it turns into a "
                 "meadow in a few years.",
     .added = "On {day} evening the board added that {a} owners will be paid for the nights they "
              "spend away from {place}."},
    {.section = "Market",
     .slug = "fish-auction",
     .headline = "Prices fall at {place} as {a} boats land in one night",
     .second_headline = "A night of {a} boats, and a morning of cheap mackerel at {place}",
     .body = {"So many boats came in to {place} before dawn on {day} that the auction ran out of "
              "boxes. {a} landings were written down, more than on any night this year.",
              "Mackerel went for half of last week's price. Restaurants bought {b} boxes before "
              "the smokehouses had a turn.",
              "The ice plant, which was to be shut for repairs, kept running until noon.",
              "{who}, who has called the auction for eleven years, was hoarse by box {b} and "
              "passed the bell on.",
              "The co-operative wants boats to announce their catch by radio from now on, so that "
              "lorries can be ordered in time."},
     .reworded = "The ice plant was to be shut for repairs, but kept running until noon to save "
                 "the catch.",
     .added = "By {day} the surplus was gone: {b} boxes went inland on a train that usually "
              "carries timber."},
    {.section = "Council",
     .slug = "lighthouse-lamp",
     .headline = "Council votes {a} to 9 to keep the old lamp at {place}",
     .second_headline = "Old lamp stays: {place} wins its vote",
     .body = {"The lamp at {place} will not be replaced by a beacon on a pole. The council voted "
              "{a} to 9 on {day} to repair the old one, which has turned since the days of oil.",
              "Repairs cost {b} pounds a year, the treasurer said, and the beacon would have cost "
              "less than half of that.",
              "More than two hundred people had come to listen, and some of them had brought "
              "lanterns.",
              "\"A light that has a keeper is looked at,\" said {who}, who had collected the "
              "signatures. \"A light on a pole is only switched on.\"",
              "The vote binds the council for five years. A fund for the spare parts is to be "
              "opened at the savings bank."},
     .reworded = "Over two hundred listeners had come to the hall, some with lanterns in their "
                 "hands.",
     .added = "The fund held {b} pounds by {day}, most of it in coins, the savings bank said."},
    {.section = "Schools",
     .slug = "rowing-lessons",
     .headline = "{a} pupils at {place} learn to row before they learn to sail",
     .second_headline = "Oars first: how {place} teaches {a} children the sea",
     .body = {"Every child at the school of {place} now spends {day} afternoon in a boat. The "
              "first {a} have finished the course, and none of them has fallen in.",
              "The boats are older than the teachers. {who} found them in a barn and mended them "
              "with the upper class over {b} evenings.",
              "Lessons begin on the mill pond and end, if the wind allows, outside the mole.",
              "\"You look backwards and go forwards,\" said one of the pupils. \"It is like "
              "history.\"",
              "The school would like to take other villages in, but it has only four boats and "
              "one launch that can follow them."},
     .reworded = "The lessons start on the mill pond, and end outside the mole when the wind is "
                 "kind.",
     .added = "After this story appeared, {b} readers wrote in, and a boatyard at {place} offered "
              "two more boats."},
}};

}  // namespace cli::demo
