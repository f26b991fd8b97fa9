#include "cli/demo/voices.h"

#include "cli/demo/voice_tables.h"

namespace cli::demo {

const std::array<Voice, kVoices> kAllVoices{{
    {.name = "The Saltmarsh Lantern",
     .host = "saltmarsh-lantern.example",
     .language = "en",
     .what = "a harbour's paper; pages, several crawls a day",
     .form = Form::Page,
     .people = kHarbourPeople,
     .places = kHarbourPlaces,
     .days = kEnglishDays,
     .topics = kHarbourTopics,
     .correction = "Correction: An earlier version of this story gave the figure as {b}. It is "
                   "{c}, as the minutes of the meeting show."},
    {.name = "High Valley Gazette",
     .host = "highvalley-gazette.example",
     .language = "en",
     .what = "a mountain gazette; pages with structured data",
     .form = Form::Page,
     .people = kMountainPeople,
     .places = kMountainPlaces,
     .days = kEnglishDays,
     .topics = kMountainTopics,
     .correction = "Correction: An earlier version of this article spoke of {b}; the office has "
                   "since put the number at {c}."},
    {.name = "Northline Wire",
     .host = "northline-wire.example",
     .language = "en",
     .what = "a wire agency; text dumps with the agency's own ids",
     .form = Form::Dump,
     .people = kWirePeople,
     .places = kWirePlaces,
     .days = kEnglishDays,
     .topics = kWireTopics,
     .correction = "CORRECTION: This item has been repaired. The figure of {b} in the earlier take "
                   "should have read {c}."},
    {.name = "Der Auenbote",
     .host = "auenbote.example",
     .language = "de",
     .what = "a German local paper; pages and dumps",
     .form = Form::Both,
     .people = kMeadowPeople,
     .places = kMeadowPlaces,
     .days = kGermanDays,
     .topics = kMeadowTopics,
     .correction = "Korrektur: In einer früheren Fassung dieses Artikels stand die Zahl {b}. "
                   "Richtig ist {c}."},
}};

const Followed kFollowed{
    .topic =
        {.section = "Harbour",
         .slug = "night-ferry-runs-aground",
         .headline = "Night ferry runs aground off Gull Bar, all passengers safe",
         .second_headline = "",
         .body = {"The night ferry Marguerite ran aground on Gull Bar shortly after two in the "
                  "morning with {b} people on board. Nobody was hurt, the harbour office said.",
                  "Fishing boats from three villages were alongside within the hour and took "
                  "passengers off in the dark, one ladder at a time, while the crew handed out "
                  "blankets and tea.",
                  "The ship had left Saltmarsh late because a lorry would not start on the car "
                  "deck. Her master chose the inner channel to make up the time.",
                  "\"We felt a long, soft push, as if somebody had put a hand on the bow,\" said "
                  "Ottoline Grieve, who was travelling to her sister. \"Then it was very quiet.\"",
                  "The harbour office has sent divers to look at the hull. Until they are done the "
                  "day boat Petrel serves the line twice a day."},
         .reworded = "",
         .added = "By the second high water the ferry was afloat again. Two tugs brought "
                  "her to the outer mole, where she will stay until the inquiry has seen her."},
    .author = "Idris Pellow",
    .early =
        "The night ferry Marguerite is reported aground on Gull Bar. Boats are on their way. "
        "This story will be updated as soon as the harbour office has spoken.",
    .final_headline = "Ferry afloat again after two tides on Gull Bar",
};

const std::string_view kPublishersYaml = R"(publishers:
  - {site: saltmarsh-lantern.example, name: The Saltmarsh Lantern, zone: Europe/London}
  - {site: highvalley-gazette.example, name: High Valley Gazette, zone: Europe/Zurich}
  - {site: northline-wire.example, name: Northline Wire, zone: Europe/London, agency: true,
     credits: [Northline Wire, Northline]}
  - {site: auenbote.example, name: Der Auenbote, zone: Europe/Berlin}
)";

}  // namespace cli::demo
