// `dateline clean`: files and stdin in, JSON lines out, dead letters beside.
#include <gtest/gtest.h>

#include <algorithm>

#include "cli/binary.h"
#include "news/lenient_json.h"

namespace cli_tests {
namespace {

constexpr const char* kUrl = "https://www.saltmarsh-lantern.example/mole-reopens-7";
constexpr const char* kFetched = "2026-03-02T08:00:00Z";

std::string page_of(const std::string& sentence) {
  return "<!doctype html><html lang=\"en\"><head><title>Outer mole reopens | The Saltmarsh "
         "Lantern</title></head><body><nav><a href=\"/\">Home</a> <a href=\"/tides\">Tides</a>"
         "</nav><article><h1>Outer mole reopens after the winter</h1><p class=\"byline\">By Maud "
         "Carrick</p><p>Walkers may use the outer mole again from Saturday, the harbour office "
         "said after its engineers had looked at the last of the new stones.</p><p>" +
         sentence +
         "</p><p>The lamp at its end was lit for the first time since November, and a small crowd "
         "stood in the rain to see it turn.</p></article><footer>All rights reserved</footer>"
         "</body></html>";
}

const std::string kDump =
    "The Saltmarsh Lantern\nHome\nTides\nOuter mole reopens after the winter\nBy Maud Carrick\n"
    "Walkers may use the outer mole again from Saturday, the harbour office said after its "
    "engineers had looked at the last of the new stones.\nThe lamp at its end was lit for the "
    "first time since November, and a small crowd stood in the rain to see it turn.\n";

// `html` must hold nothing that JSON escapes but quotes.
std::string event_of(const std::string& html, const std::string& fetched) {
  std::string escaped;
  for (const char c : html) escaped += c == '"' ? "\\\"" : std::string(1, c);
  return std::string("{\"url\":\"") + kUrl + "\",\"fetched_at\":\"" + fetched + "\",\"html\":\"" +
         escaped + "\"}\n";
}

const std::string kBroken = "{\"url\":\"https://saltmarsh-lantern.example/x\",\"html\":";

std::size_t count_lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

// The text at a path of names in the first line; "[]" steps into an array's first element.
std::string text_at(const std::string& lines, const std::vector<std::string>& path) {
  news::JsonDocument document;
  if (!document.read(lines, {})) return "no JSON: " + lines;
  news::JsonValue value = document.root();
  for (const std::string& name : path) value = name == "[]" ? value.first() : value.find(name);
  return std::string(value.text());
}

std::string headline_of(const std::string& lines) {
  return text_at(lines, {"ninjs", "headlines", "[]", "value"});
}

TEST(Clean, CleansAPage) {
  const std::string path = write_file("mole.html", page_of("It was closed for four months."));
  const Answer answer = run({{"clean", path, "--url", kUrl, "--fetched-at", kFetched}});
  EXPECT_EQ(answer.code, 0);
  EXPECT_EQ(answer.err, "");
  EXPECT_EQ(count_lines(answer.out), 1u);
  EXPECT_EQ(headline_of(answer.out), "Outer mole reopens after the winter");
  EXPECT_EQ(text_at(answer.out, {"ninjs", "by"}), "Maud Carrick");
  EXPECT_EQ(text_at(answer.out, {"source", "url"}), kUrl);
  EXPECT_EQ(text_at(answer.out, {"source", "fetched_at"}), kFetched);
  EXPECT_EQ(text_at(answer.out, {"ninjs", "bodies", "[]", "value"}),
            "Walkers may use the outer mole again from Saturday, the harbour office said after its "
            "engineers had looked at the last of the new stones.\n\nIt was closed for four "
            "months.\n\nThe lamp at its end was lit for the first time since November, and a small "
            "crowd stood in the rain to see it turn.");
}

TEST(Clean, CleansADumpFetchedNowIfNothingElseIsSaid) {
  const std::string path = write_file("mole.txt", kDump);
  const Answer answer = run({{"clean", path, "--url", kUrl}});
  EXPECT_EQ(answer.code, 0) << answer.err;
  EXPECT_EQ(headline_of(answer.out), "Outer mole reopens after the winter");
  EXPECT_EQ(text_at(answer.out, {"source", "input"}), "text");
  EXPECT_EQ(text_at(answer.out, {"source", "fetched_at"}).size(), std::string(kFetched).size());
}

TEST(Clean, ReadsEventsFromFilesInTheirOrderAndFromStdin) {
  const std::string first = write_file("one.jsonl", event_of(page_of("One."), kFetched) + "\n");
  const std::string second = write_file("two.jsonl", event_of(page_of("Two."), kFetched));
  const Answer files = run({{"clean", first, second}});
  EXPECT_EQ(files.code, 0) << files.err;
  EXPECT_EQ(count_lines(files.out), 2u);
  EXPECT_LT(files.out.find("One."), files.out.find("Two."));
  const Answer piped = run({{"clean"}, {}, read_file(first) + read_file(second)});
  EXPECT_EQ(piped.code, 0);
  EXPECT_EQ(piped.out, files.out);
  const Answer dash = run({{"clean", first, "-"}, {}, read_file(second)});
  EXPECT_EQ(dash.out, files.out);
}

TEST(Clean, APageWithoutAddressIsAMistakeOfTheCaller) {
  const std::string path = write_file("lost.html", page_of("It is lost."));
  const Answer answer = run({{"clean", path}});
  EXPECT_EQ(answer.code, 64);
  EXPECT_EQ(answer.out, "");
  EXPECT_EQ(answer.err, path + ": a bare page needs --url\n");
}

TEST(Clean, NamesAFileThatCannotBeRead) {
  for (const char* name : {"nowhere.html", "nowhere.jsonl"}) {
    const std::string path = path_of(name);
    const Answer answer = run({{"clean", path, "--url", kUrl}});
    EXPECT_EQ(answer.code, 1);
    EXPECT_EQ(answer.out, "");
    EXPECT_EQ(answer.err, path + ": cannot be read\n");
  }
}

TEST(Clean, DeadLettersGoToStderrAndTheRestGoesOn) {
  const std::string path =
      write_file("mixed.jsonl", kBroken + "\n" + event_of(page_of("It goes on."), kFetched));
  const Answer answer = run({{"clean", path}});
  EXPECT_EQ(answer.code, 0);
  EXPECT_EQ(count_lines(answer.out), 1u);
  EXPECT_EQ(count_lines(answer.err), 1u);
  EXPECT_EQ(text_at(answer.err, {"reason"}), "bad_json");
  EXPECT_EQ(text_at(answer.err, {"origin"}), path + ":1");
  EXPECT_NE(text_at(answer.err, {"value_base64"}), "");
}

TEST(Clean, DeadLettersGoToAFileThatIsNamed) {
  const std::string path = write_file("broken.jsonl", kBroken + "\n" + kBroken + "\n");
  const std::string dead = path_of("dead.jsonl");
  const Answer answer = run({{"clean", path, "--dead", dead}});
  EXPECT_EQ(answer.code, 0);
  EXPECT_EQ(answer.out, "");
  EXPECT_EQ(answer.err, "");
  EXPECT_EQ(count_lines(read_file(dead)), 2u);
  const Answer nowhere = run({{"clean", path, "--dead", path_of("no/such/folder")}});
  EXPECT_EQ(nowhere.code, 64);
  EXPECT_NE(nowhere.err.find("cannot be written"), std::string::npos);
}

TEST(Clean, ScoresPrintTextAndTitleAlone) {
  const std::string path =
      write_file("score.jsonl", kBroken + "\n" + event_of(page_of("Four months."), kFetched));
  const Answer answer = run({{"clean", "--score", path}});
  EXPECT_EQ(answer.code, 0);
  EXPECT_EQ(answer.err, "");
  EXPECT_EQ(count_lines(answer.out), 1u);
  EXPECT_EQ(text_at(answer.out, {"title"}), "Outer mole reopens after the winter");
  EXPECT_EQ(text_at(answer.out, {"authors", "[]"}), "Maud Carrick");
  EXPECT_NE(text_at(answer.out, {"text"}).find("Four months."), std::string::npos);
}

TEST(Clean, JudgesVersionsInMemory) {
  const std::string path =
      write_file("versions.jsonl",
                 event_of(page_of("It was closed for 4 months."), "2026-03-02T08:00:00Z") +
                     event_of(page_of("It was closed for 4 months."), "2026-03-02T09:00:00Z") +
                     event_of(page_of("It was closed for 5 months."), "2026-03-02T10:00:00Z"));
  const Answer answer = run({{"clean", "--stages", "clean,version", path}});
  EXPECT_EQ(answer.code, 0) << answer.err;
  ASSERT_EQ(count_lines(answer.out), 2u) << answer.out;  // the second event is a duplicate
  const std::string second = answer.out.substr(answer.out.find('\n') + 1);
  EXPECT_EQ(text_at(answer.out, {"change", "verdict"}), "new");
  EXPECT_EQ(text_at(second, {"change", "verdict"}), "revised");
  EXPECT_EQ(text_at(second, {"change", "class"}), "factual");
  EXPECT_EQ(text_at(second, {"change", "operations", "[]", "paragraph"}), "2");
  EXPECT_EQ(text_at(answer.out, {"ninjs", "uri"}), text_at(second, {"ninjs", "uri"}));
}

TEST(Clean, ExplainsAPageInTextThatAPipeCanRead) {
  const std::string path = write_file("mole.html", page_of("It was closed for four months."));
  const Answer answer =
      run({{"clean", "--explain", path, "--url", kUrl, "--fetched-at", kFetched}});
  EXPECT_EQ(answer.code, 0);
  EXPECT_EQ(answer.err, "");
  EXPECT_EQ(answer.out.substr(0, path.size() + 1), path + "\n");
  EXPECT_NE(answer.out.find("authors     "), std::string::npos) << answer.out;
  EXPECT_NE(answer.out.find(" body          It was closed for four months.\n"), std::string::npos)
      << answer.out;
  EXPECT_EQ(answer.out.find('\x1B'), std::string::npos) << "no terminal, no colours";
}

TEST(Clean, ExplainsADumpLineByLine) {
  const std::string path = write_file("mole.txt", kDump);
  const Answer answer =
      run({{"clean", "--explain", path, "--url", kUrl, "--fetched-at", kFetched}});
  EXPECT_EQ(answer.code, 0) << answer.err;
  EXPECT_NE(answer.out.find(" headline      Outer mole reopens after the winter\n"),
            std::string::npos)
      << answer.out;
}

TEST(Clean, ExplainsAllEventsOnOnePage) {
  const std::string path = write_file(
      "two.jsonl", kBroken + "\n" + event_of(page_of("<b>One</b> &amp; two."), kFetched));
  const Answer answer = run({{"clean", "--explain", "--format", "html", path}});
  EXPECT_EQ(answer.code, 0);
  EXPECT_EQ(answer.err, "");
  EXPECT_EQ(answer.out.substr(0, 15), "<!doctype html>");
  EXPECT_EQ(answer.out.find("<!doctype html>", 1), std::string::npos);
  EXPECT_NE(answer.out.find("bad_json"), std::string::npos);
  EXPECT_NE(answer.out.find(">One &amp; two.</p>"), std::string::npos);
  EXPECT_NE(answer.out.find("</html>\n"), std::string::npos);
}

TEST(Clean, AnExplanationStandsAlone) {
  const std::string path = write_file("mole.html", page_of("It was closed."));
  for (const std::vector<std::string>& more : {std::vector<std::string>{"--explain", "--score"},
                                               {"--explain", "--stages", "clean,version"},
                                               {"--format", "html"},
                                               {"--explain", "--format", "pdf"}}) {
    std::vector<std::string> arguments{"clean", path, "--url", kUrl};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Answer answer = run({arguments});
    EXPECT_EQ(answer.code, 64) << more.back();
    EXPECT_EQ(answer.out, "") << more.back();
  }
}

TEST(Clean, HoldsItsOutputAgainstWhatIsExpected) {
  const std::string page = write_file("expected.html", page_of("A line of its own, and no more."));
  const std::vector<std::string> call{"clean", page, "--url", kUrl, "--fetched-at", kFetched};
  const auto with = [&call](const std::string& expected) {
    std::vector<std::string> arguments = call;
    arguments.insert(arguments.end(), {"--expect", write_file("expected.jsonl", expected)});
    return run({arguments});
  };
  const std::string headline =
      "{\"ninjs\": {\"headlines\": [{\"value\": \"Outer mole reopens after the winter\"}]}}";
  const Answer good = with(headline + "\n\n");
  EXPECT_EQ(good.code, 0) << good.err;
  EXPECT_EQ(good.err, "");
  EXPECT_EQ(headline_of(good.out), "Outer mole reopens after the winter");

  const Answer other =
      with("{\"ninjs\": {\"headlines\": [{\"value\": \"Mole shut\"}], \"x\": 1}}\n");
  EXPECT_EQ(other.code, 2);
  EXPECT_EQ(other.out, good.out);
  const std::string place = path_of("expected.jsonl") + ":1: ";
  EXPECT_EQ(other.err, place +
                           "ninjs.headlines[0].value is \"Outer mole reopens after the winter\", "
                           "wanted \"Mole shut\"\n" +
                           place + "ninjs.x is not there, wanted 1\n");

  EXPECT_EQ(with("").code, 2);
  EXPECT_EQ(with("").err, path_of("expected.jsonl") + ": 1 line more came out\n");
  EXPECT_EQ(with(headline + "\n" + headline + "\n").err,
            path_of("expected.jsonl") + ":2: nothing came out\n");
  EXPECT_EQ(with("no JSON\n").code, 64);
}

TEST(Clean, KeepsItsStateInAFolderAndGoesOn) {
  const std::string state = path_of("kept-state");
  const auto call = [&state](const std::string& sentence, const std::string& fetched) {
    const std::string events = write_file("kept.jsonl", event_of(page_of(sentence), fetched));
    return run({{"clean", "--stages", "clean,version", "--state", state, events}});
  };
  const Answer first = call("The lamp burns every night again.", "2026-03-02T08:00:00Z");
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_EQ(text_at(first.out, {"ninjs", "version"}), "1") << first.out;
  const Answer same = call("The lamp burns every night again.", "2026-03-02T09:00:00Z");
  EXPECT_EQ(same.code, 0) << same.err;
  EXPECT_EQ(same.out, "") << "the second call knows the first one's article";
  const Answer changed = call("The lamp burns on 17 nights of each month.", "2026-03-02T10:00:00Z");
  EXPECT_EQ(text_at(changed.out, {"ninjs", "version"}), "2") << changed.out;
}

TEST(Clean, TellsThatItsStateCannotBeKept) {
  const std::string file = write_file("no-folder", "");
  const Answer answer = run({{"clean", "--stages", "clean,version", "--state", file, file}});
  EXPECT_EQ(answer.code, 1);
  EXPECT_NE(answer.err.find("no-folder"), std::string::npos) << answer.err;
  EXPECT_EQ(run({{"clean", "--state", file, file}}).code, 64);
  EXPECT_EQ(run({{"clean", "--expect", file, "--score", file}}).code, 64);
}

}  // namespace
}  // namespace cli_tests
