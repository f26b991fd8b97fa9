#include "cli/demo/voice_tables.h"

namespace cli::demo {

const Words kMeadowPeople{"Henrike Brandt", "Ole Sanders",   "Marit Kuhlmann", "Fiete Rohde",
                          "Wiebke Torn",    "Jasper Holtau", "Antje Wiesner",  "Knut Behrends"};
const Words kMeadowPlaces{"Auenried", "Krummsiel", "Hollerbach", "Weidenau",
                          "Moorkamp", "Lüttenort", "Erlenfurt",  "Deichhausen"};
const std::array<std::string_view, 5> kGermanDays{"Montag", "Dienstag", "Mittwoch", "Donnerstag",
                                                  "Freitag"};

const std::array<Topic, 4> kMeadowTopics{{
    {.section = "Lokales",
     .slug = "storchennest",
     .headline = "In {place} brüten {a} Storchenpaare, so viele wie nie",
     .second_headline = "{place} zählt {a} Storchenpaare und sucht neue Masten",
     .body = {"Auf den Dächern von {place} sitzen in diesem Jahr {a} Storchenpaare. Das hat der "
              "Naturschutzbund am {day} bei seiner Zählung festgestellt.",
              "Im Vorjahr waren es nur halb so viele. Die nassen Wiesen am Fluss bieten den "
              "Vögeln nun wieder genug Frösche und Würmer.",
              "Drei Nester mussten von Schornsteinen auf Masten umziehen.",
              "\"Wer einmal einen Storch auf dem Dach hat, der heizt anders\", sagt {who} aus "
              "der Nachbarschaft, wo allein vier Paare brüten.",
              "Die Gemeinde will bis zum Herbst weitere Masten aufstellen. Sie kosten zusammen {b} "
              "Euro je Stück und Jahr."},
     .reworded = "Drei Nester zogen von Schornsteinen auf eigene Masten um.",
     .added = "Am {day} kamen noch {b} Euro an Spenden hinzu, genug für einen weiteren Mast am "
              "alten Bahnhof."},
    {.section = "Verkehr",
     .slug = "bruecke-gesperrt",
     .headline = "Brücke in {place} für {a} Wochen gesperrt",
     .second_headline = "{a} Wochen Umweg: {place} verliert seine Brücke auf Zeit",
     .body = {"Die Brücke in {place} bleibt von {day} an für {a} Wochen gesperrt. Bei einer "
              "Prüfung waren Risse in zwei Pfeilern gefunden worden.",
              "Rund {b} Fahrzeuge am Tag müssen einen Umweg nehmen. Zu Fuß und mit dem Rad kommt "
              "man weiter hinüber.",
              "Der Schulbus fährt in dieser Zeit eine Viertelstunde früher ab.",
              "\"Wir haben die Risse früh genug gesehen\", sagte {who} vom Bauamt. \"Gefährlich "
              "war es zu keiner Zeit.\"",
              "Für die Läden am Fluss gibt es am Wochenende eine Fähre, die der Ruderverein "
              "betreibt."},
     .reworded = "Eine Viertelstunde früher als sonst fährt in dieser Zeit der Schulbus.",
     .added = "Die Fähre hat schon am ersten Tag {b} Menschen übergesetzt, teilte der Ruderverein "
              "am {day} mit."},
    {.section = "Kultur",
     .slug = "orgel",
     .headline = "Orgel von {place} klingt wieder, mit {b} neuen Pfeifen",
     .second_headline = "{b} neue Pfeifen: {place} hört seine Orgel wieder",
     .body = {"Nach {a} Jahren Stille ist die Orgel von {place} am {day} zum ersten Mal wieder "
              "gespielt worden. Die Kirche war bis auf den letzten Platz besetzt.",
              "Ein Orgelbauer hat {b} Pfeifen ersetzt, die meisten davon aus Zinn. Die größte ist "
              "länger als ein Boot.",
              "Bezahlt wurde die Arbeit mit Konzerten auf einem geliehenen Klavier.",
              "\"Sie klingt, als hätte sie nur Luft geholt\", sagte {who} an der Orgel nach dem "
              "ersten Stück.",
              "Von nun an soll an jedem ersten Sonntag im Monat gespielt werden, auch im Winter."},
     .reworded = "Das Geld dafür kam aus Konzerten, die auf einem geliehenen Klavier gegeben "
                 "wurden.",
     .added = "Wegen der großen Nachfrage wird das Konzert am {day} wiederholt. {b} Karten waren "
              "nach einer Stunde vergeben."},
    {.section = "Wirtschaft",
     .slug = "molkerei",
     .headline = "Molkerei in {place} stellt {a} Menschen ein",
     .second_headline = "Käse statt Pulver: Molkerei in {place} wächst um {a} Stellen",
     .body = {"Die Molkerei in {place} baut aus und stellt {a} Menschen ein. Das gab die "
              "Genossenschaft am {day} bei ihrer Versammlung bekannt.",
              "Künftig wird dort Käse gemacht, nicht nur Milchpulver. Dafür entstehen Keller, in "
              "denen {b} Laibe zugleich reifen können.",
              "Die Bauern der Umgebung bekommen einen festen Preis für drei Jahre.",
              "\"Pulver kann jeder, Käse muss man wollen\", sagte {who} aus der Leitung des "
              "neuen Betriebs.",
              "Die ersten Laibe sollen im Frühjahr in die Läden kommen, zuerst in denen der "
              "Nachbarorte."},
     .reworded = "Für drei Jahre bekommen die Bauern aus der Umgebung einen festen Preis.",
     .added = "Auf die Stellen haben sich bis {day} schon {b} Menschen beworben, die meisten aus "
              "der Gegend."},
}};

}  // namespace cli::demo
