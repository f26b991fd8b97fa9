#include "cli/demo/voice_tables.h"

namespace cli::demo {

const Words kMountainPeople{"Renata Zumstein", "Aldo Fermi-Rey", "Clara Innerhof",
                            "Beat Lorenz",     "Ursina Caveng",  "Pirmin Stalder",
                            "Livia Tannast",   "Corsin Bivetti"};
const Words kMountainPlaces{"Oberstein", "the Kestrel Pass", "Larch Bridge", "Sankt Ambros",
                            "Firnegg",   "the Upper Alp",    "Grauhorn",     "Mill Gorge"};

const std::array<Topic, 4> kMountainTopics{{
    {.section = "Roads",
     .slug = "pass-closed",
     .headline = "Road at {place} shut after {b} cubic metres of rock come down",
     .second_headline = "{place}: geologists count {b} cubic metres, and wait for more",
     .body = {"A slope above {place} gave way on {day} and laid {b} cubic metres of rock across "
              "the road. A bus had passed the place a quarter of an hour before.",
              "The cantonal office closed {a} kilometres of road on both sides. Cars go through "
              "the old tunnel, one direction at a time.",
              "Two geologists were flown to the edge of the break and put up sensors there.",
              "\"The mountain has not finished its sentence,\" said {who}, who leads the watch and "
              "expects another fall within {a} hours.",
              "Milk from the higher farms is carried down by the goods cable for now, which has "
              "not been used since the road was built."},
     .reworded = "Two geologists were set down by helicopter at the edge of the break, where they "
                 "put up sensors.",
     .added = "A second fall of {b} cubic metres came in the night to {day}. Nobody was near it."},
    {.section = "Farming",
     .slug = "early-descent",
     .headline = "Snow at {place} sends {b} cattle down two weeks early",
     .second_headline = "Two weeks early: {b} cattle leave {place} in the snow",
     .body = {"Herders brought {b} cattle down from {place} on {day}, two weeks before the date on "
              "the posters, because the first snow lay {a} centimetres deep.",
              "There was no time for flowers and bells. The animals came through the village in "
              "the rain, and people stood in their doors.",
              "Hay is the question now, for the lower barns are only half full.",
              "{who}, whose family has held the alp for six generations, called it the shortest "
              "summer in the family's book.",
              "The co-operative will buy feed for all its members together, and hopes to pay less "
              "than each of them alone."},
     .reworded = "Now hay is the question: the barns further down are only half full.",
     .added = "The feast will be held all the same: on {day}, with {a} cows that have agreed to "
              "wear flowers in their stable."},
    {.section = "Energy",
     .slug = "small-turbine",
     .headline = "Turbine in the stream at {place} lights {a} houses",
     .second_headline = "How {a} houses at {place} came by their own stream of power",
     .body = {"A turbine no larger than a washing machine has been turning at {place} since {day}. "
              "It gives {b} kilowatt hours a day, enough for {a} houses.",
              "The village paid for it without a loan, by selling shares at the price of a cow's "
              "summer feed.",
              "Fish pass beside it through a ladder of stones which the school has built.",
              "\"We had the water, and we had the slope,\" said {who}, the mayor. \"What we lacked "
              "was somebody who was bored enough to do the sums.\"",
              "In dry weeks the turbine rests and the village takes power from the valley as "
              "before."},
     .reworded = "A ladder of stones, built by the school, lets the fish pass beside it.",
     .added = "In its first week it made {b} kilowatt hours more than the sums had said, the mayor "
              "added on {day}."},
    {.section = "Rescue",
     .slug = "night-search",
     .headline = "Hikers found at {place} after {a} hours in the fog",
     .second_headline = "A whistle in the fog: {a} hours at {place} end well",
     .body = {"Three hikers who had lost the path at {place} were found unhurt on {day}, after {a} "
              "hours. They had done the right thing and stayed where they were.",
              "{b} people took part in the search, half of them neighbours. A dog named Pfiff "
              "found the trail twice and lost it once.",
              "The fog was so thick that the helicopter turned back at the tree line.",
              "\"They blew their whistle every five minutes, and that is why we are all having "
              "breakfast,\" said {who} of the mountain rescue.",
              "The rescue asks all who go up in autumn to tell somebody which way they take."},
     .reworded = "At the tree line the helicopter had to turn back, so thick was the fog.",
     .added = "The hikers came back on {day} with {b} francs for the rescue and a bone for Pfiff."},
}};

}  // namespace cli::demo
