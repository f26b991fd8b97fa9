#include "cli/demo/voice_tables.h"

namespace cli::demo {

const Words kWirePeople{"Greta Holm",   "Matthias Oduya", "Signe Varga",    "Paulo Ashworth",
                        "Hanne Kissel", "Deniz Marlowe",  "Yara Lindqvist", "Emil Drozd"};
const Words kWirePlaces{"Karsund", "Port Alma", "New Hemlock", "Vesterbro Point",
                        "Elston",  "Marrick",   "South Fern",  "Tollhaven"};

const std::array<Topic, 4> kWireTopics{{
    {.section = "Business",
     .slug = "quarterly-figures",
     .headline = "Cable maker Varde lifts forecast after orders rise {a} percent",
     .second_headline = "Varde lifts forecast, shares gain; orders up {a} percent",
     .body =
         {"{PLACE} (Northline) - Cable maker Varde raised its forecast for the year on {day} "
          "after orders rose {a} percent in the third quarter.",
          "Revenue was {b} million crowns. Analysts polled by Northline had expected less than "
          "that, and most had kept their advice at hold.",
          "The company named two contracts for sea cables as the reason.",
          "\"The order book is full until the second half of next year,\" chief executive {who} "
          "told reporters on a call.",
          "Varde makes its cables at {place} and employs 4,100 people in three countries."},
     .reworded = "Two contracts for sea cables were the reason, the company said in its report.",
     .added = "Shares of Varde rose after the report and traded {a} crowns higher at noon on "
              "{day}, their best day in {b} weeks."},
    {.section = "World",
     .slug = "storm-warning",
     .headline = "Storm cuts power to {b} thousand homes near {place}",
     .second_headline = "Storm passes {place}; {b} thousand homes wait for power",
     .body = {"{PLACE} (Northline) - A storm from the west cut power to {b} thousand homes on "
              "{day}, the grid operator said, and closed two bridges to lorries.",
              "Gusts reached {a} metres a second at the lighthouse. Trains stood still for most of "
              "the morning.",
              "No one was reported missing by the evening.",
              "\"Crews go out as soon as the wind lets them climb,\" said {who}, who heads the "
              "operator's control room. Repairs were to take two days.",
              "The weather service expects a second, weaker front in the course of the week."},
     .reworded = "By the evening nobody had been reported missing, officials said.",
     .added = "Power was back in all but {a} villages by {day} night, the operator said, after "
              "{b} crews had worked through the dark."},
    {.section = "Science",
     .slug = "sea-map",
     .headline = "Survey ship maps {b} unknown sea mounts off {place}",
     .second_headline = "Sea floor off {place} has {b} mounts that no map knew",
     .body = {"{PLACE} (Northline) - A survey ship has found {b} sea mounts that stood on no map, "
              "the ocean institute said on {day}, at the end of a voyage of {a} days.",
              "The tallest of them rises two kilometres from the sea floor and carries a garden "
              "of sponges on its top.",
              "The map will be given to anyone who asks for it.",
              "\"We knew the back of the moon better than this,\" said expedition leader {who}. "
              "\"Every hour the floor came up and surprised us.\"",
              "The institute wants to return in spring with a diving robot."},
     .reworded = "Anyone who asks for the map will be given it, the institute said.",
     .added = "A further {a} mounts were found in the last night's data, the institute said on "
              "{day} in a note to its list."},
    {.section = "Sport",
     .slug = "long-course",
     .headline = "Outsider {who} wins the {b} km race to {place}",
     .second_headline = "{who} wins at {place} by {a} seconds",
     .body = {"{PLACE} (Northline) - {who} won the long race over {b} kilometres on {day}, {a} "
              "seconds ahead of a field in which nobody had named the outsider before the start.",
              "The decision fell on the last climb, where the group of favourites looked at each "
              "other and waited.",
              "Rain had made the cobbles slow, and eleven riders left the race.",
              "\"I could hear them talk behind me, and then I could not hear them any more,\" the "
              "winner said at the line.",
              "The next race of the series starts in a fortnight on the coast."},
     .reworded = "The cobbles were slow in the rain, which eleven riders took as a reason to stop.",
     .added = "The jury looked at {a} photographs on {day} before it confirmed the result, and "
              "turned down a protest over {b} metres of pavement."},
}};

}  // namespace cli::demo
