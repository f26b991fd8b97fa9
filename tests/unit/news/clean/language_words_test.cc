#include "news/clean/language_words.h"

#include <gtest/gtest.h>

#include <string>

namespace news::clean {
namespace {

struct Row {
  const char* language;
  const char* text;
};

TEST(LanguageByScript, KnowsScriptsOfOneLanguage) {
  for (const Row& row : {
           Row{"el", "Το πλοίο φεύγει από το λιμάνι κάθε βράδυ."},
           Row{"el", "ὁ ναύτης ἦλθεν εἰς τὴν νῆσον"},
           Row{"hy", "Նավը ամեն երեկո հեռանում է նավահանգստից։"},
           Row{"pa", "ਕਿਸ਼ਤੀ ਹਰ ਸ਼ਾਮ ਬੰਦਰਗਾਹ ਤੋਂ ਚਲਦੀ ਹੈ।"},
           Row{"gu", "હોડી દરરોજ સાંજે બંદરથી નીકળે છે."},
           Row{"or", "ଡଙ୍ଗା ପ୍ରତି ସନ୍ଧ୍ୟାରେ ବନ୍ଦରରୁ ଯାଏ।"},
           Row{"ta", "படகு ஒவ்வொரு மாலையும் துறைமுகத்திலிருந்து புறப்படுகிறது."},
           Row{"te", "పడవ ప్రతి సాయంత్రం రేవు నుండి బయలుదేరుతుంది."},
           Row{"kn", "ದೋಣಿ ಪ್ರತಿ ಸಂಜೆ ಬಂದರಿನಿಂದ ಹೊರಡುತ್ತದೆ."},
           Row{"ml", "ബോട്ട് എല്ലാ വൈകുന്നേരവും തുറമുഖം വിടുന്നു."},
           Row{"si", "බෝට්ටුව සෑම සවසකම වරායෙන් පිටත් වේ."},
           Row{"th", "เรือออกจากท่าทุกเย็น"},
           Row{"lo", "ເຮືອອອກຈາກທ່າທຸກຕອນແລງ"},
           Row{"my", "လှေသည် ညနေတိုင်း ဆိပ်ကမ်းမှ ထွက်ခွာသည်။"},
           Row{"ka", "გემი ყოველ საღამოს ტოვებს ნავსადგურს."},
           Row{"km", "ទូកចេញពីកំពង់ផែរៀងរាល់ល្ងាច។"},
           Row{"ko", "배는 매일 저녁 항구를 떠난다."},
           Row{"ja", "船は毎晩、港を出て島へ向かう。"},
           Row{"ru", "Каждый вечер корабль выходит из порта, и мы машем ему вслед."},
           Row{"uk", "Щовечора корабель виходить із порту, і її капітан махає нам."},
       }) {
    EXPECT_EQ(language_by_script(row.text), row.language) << row.text;
  }
}

TEST(LanguageByScript, IsSilentWhereAScriptServesMany) {
  for (const char* text :
       {"", "The ship leaves every evening.", "Das Schiff fährt am Abend über.",
        "船每晚离开港口前往岛屿。", "الباخرة تغادر الميناء كل مساء", "הספינה יוצאת מהנמל בכל ערב",
        "जहाज हर शाम बंदरगाह से निकलता है।", "জাহাজ প্রতি সন্ধ্যায় বন্দর ছেড়ে যায়।",
        // Bulgarian, Belarusian, Serbian, Kazakh
        "Всяка вечер корабът напуска пристанището и ние му махаме.",
        "Кожны вечар карабель выходзіць з порта, і мы махаем яму ўслед.",
        "Сваке вечери брод одлази из луке, а ми му машемо.",
        "Кеме кешкі сағатта порттан шығып, аралға қарай жүзеді."}) {
    EXPECT_EQ(language_by_script(text), "") << text;
  }
}

TEST(LanguageByScript, AllowsAQuarterOfOtherLetters) {
  EXPECT_EQ(language_by_script("αβγabc"), "");
  EXPECT_EQ(language_by_script("αβγa"), "el");
  EXPECT_EQ(language_by_script("αβγab"), "");
  // A Chinese text that quotes one Japanese word.
  EXPECT_EQ(language_by_script("这艘船每天晚上离开港口前往岛屿，船名叫の。"), "");
}

TEST(LanguageByWords, KnowsLanguagesByTheirSmallWords) {
  for (const Row& row : {
           Row{"en",
               "The ship leaves every evening and will be back when the sun is up, said the woman "
               "who has kept its lamp for ten years."},
           Row{"de",
               "Das Schiff wird am Abend nicht mehr fahren, und die Leute auf der Insel sind mit "
               "dem Rat und auch mit sich selbst uneins, ob es noch kommt."},
           Row{"fr",
               "Le bateau ne part plus le soir, et les gens qui vivent dans cette île sont avec "
               "leur maire pour une nouvelle ligne, mais aussi pour du repos."},
           Row{"es",
               "El barco ya no sale por la tarde, y los vecinos de la isla han pedido más luz en "
               "el puerto, pero también quieren que se arreglen las calles sin ruido."},
           Row{"it",
               "La nave non parte più di sera, e gli abitanti della isola sono anche stanchi delle "
               "promesse che il sindaco ha fatto nel porto e dalla finestra."},
           Row{"pt",
               "O barco já não sai à noite, e os moradores da ilha não são ouvidos pelo prefeito, "
               "mas também foi pedida uma nova luz ao porto e isso ainda é pouco."},
           Row{"nl",
               "Het schip vaart niet meer in de avond, en de mensen die er wonen zijn door het "
               "bestuur niet gehoord, maar ze worden nog deze week bij hem verwacht."},
           Row{"pl",
               "Statek już nie odpływa wieczorem, ale mieszkańcy wyspy są pewni, że jest to tylko "
               "przerwa, a ich burmistrz może się jeszcze zmienić przy okazji."},
       }) {
    EXPECT_EQ(language_by_words(row.text), row.language) << row.text;
  }
}

TEST(LanguageByWords, LeavesNeighboursAndMixturesToTheDetector) {
  for (const char* text :
       {// Afrikaans, Galician, Catalan, Danish, Czech
        "Die skip vaar nie meer in die aand nie, en die mense wat daar woon is deur die raad nie "
        "gehoor nie, maar hulle word nog hierdie week by hom verwag, sê die kaptein vir ons.",
        "O barco xa non sae pola noite, e os veciños da illa non foron escoitados polo alcalde, "
        "mais tamén pediron unha luz nova para o porto e iso aínda é pouco para eles.",
        "El vaixell ja no surt al vespre, i els veïns de la illa no han estat escoltats per "
        "l'alcalde, però també van demanar una llum nova per al port amb més força.",
        "Skibet sejler ikke mere om aftenen, og de mennesker som bor der er ikke blevet hørt af "
        "kommunen, men de har fået at vide at der kommer en ny lampe til havnen.",
        "Loď už večer nevyplouvá a obyvatelé ostrova jsou si jisti, že se to ještě změní, ale "
        "starosta je v přístavu jen po dohodě, jak by se dalo čekat od něj.",
        // Half and half
        "The ship leaves every evening and will be back when the sun is up, said the woman. Das "
        "Schiff wird am Abend nicht mehr fahren, und die Leute auf der Insel sind mit dem Rat.",
        // Names only; too little
        "Mara Lindqvist Jo Reyes Ines Aalto Kim Park Otto Berg Ana Silva Jan Novak Eva Horn Tom "
        "Field Ida Moss Max Stern Lea Wolf Ben Frost Amy Lake Sam Hill Zoe Rivers",
        "The ship leaves and the lamp is on.", ""}) {
    EXPECT_EQ(language_by_words(text), "") << text;
  }
}

TEST(LanguageByWords, ReadsCapitalsAndMarks) {
  EXPECT_EQ(language_by_words("\"THE SHIP,\" THEY SAID, \"WILL NOT LEAVE THE PORT THIS WEEK; AND "
                              "WHO WAS TO SAY THAT IT WOULD?\" (From the log.)"),
            "en");
}

}  // namespace
}  // namespace news::clean
