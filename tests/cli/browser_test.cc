// The page of `clean --explain --format html` in a real browser, if there is one: what a hostile
// page says stays text, whether the page's own policy is there to stop it or not.
#include <gtest/gtest.h>

#include "cli/binary.h"

namespace cli_tests {
namespace {

// Everything in it that could become markup would run, and say so in the title.
const std::string kHostile = [] {
  const std::string run = "document.title='owned'";
  const std::string script = "&lt;script&gt;" + run + "&lt;/script&gt;";
  const std::string image = "&lt;img src=x onerror=&quot;" + run + "&quot;&gt;";
  std::string html = "<head><title>" + script + image + "</title><meta name=author content=\"" +
                     script + "\"><meta property=og:title content=\"" + script + "\"></head><body>";
  html += "<nav class='&quot;&gt;" + image + "'>Home</nav><article id='\" onfocus=\"" + run +
          "\" autofocus=\"'><h1>Outer mole reopens " + script + "</h1>";
  for (const std::string& text : {script, image, "&lt;/style&gt;&lt;/li&gt;" + script}) {
    html += "<p>Walkers may use the outer mole again from Saturday, " + text +
            " the harbour office said after a long look at the last of the new stones.</p>";
  }
  return html + "</article></body>";
}();

std::string without_policy(std::string page) {
  const std::size_t begin = page.find("<meta http-equiv=\"Content-Security-Policy\"");
  EXPECT_NE(begin, std::string::npos);
  return page.erase(begin, page.find('>', begin) + 1 - begin);
}

// The page's tree, written down after all scripts of it would have run; "" without a browser.
std::string in_browser(const std::string& page) {
  const std::string path = write_file("page.html", page);
  return run_shell(
             "command -v chromium >/dev/null || exit 0; chromium --headless --no-sandbox "
             "--disable-gpu --user-data-dir='" +
             path_of("profile") + "' --virtual-time-budget=2000 --dump-dom 'file://" + path +
             "' 2>/dev/null")
      .out;
}

TEST(Browser, HostileTextStaysText) {
  const std::string control = in_browser("<title>x</title><script>document.title='owned'</script>");
  if (control.empty()) GTEST_SKIP() << "SKIPPED: no chromium here";
  ASSERT_NE(control.find("<title>owned</title>"), std::string::npos) << "scripts would run";
  const std::string source = write_file("hostile.html", kHostile);
  const Answer answer = run({{"clean", "--explain", "--format", "html", source, "--url",
                              "https://www.saltmarsh-lantern.example/mole-reopens-7"}});
  ASSERT_EQ(answer.code, 0) << answer.err;
  for (const std::string& page : {answer.out, without_policy(answer.out)}) {
    const std::string tree = in_browser(page);
    EXPECT_NE(tree.find("Walkers may use the outer mole"), std::string::npos);
    EXPECT_EQ(tree.find("<title>owned"), std::string::npos);
    for (const char* element : {"<script", "<img", "onfocus=\"", "autofocus"}) {
      EXPECT_EQ(tree.find(element), std::string::npos) << element;
    }
  }
}

}  // namespace
}  // namespace cli_tests
