#include <algorithm>

#include "cli/completion/tree.h"

namespace cli::completion {
namespace {

constexpr std::size_t kLineMax = 70;  // before what roff adds

// Text as roff takes it: nothing in it is a request or an escape.
std::string roff(std::string_view text) {
  std::string out;
  bool begins = true;
  for (const char c : text) {
    if (begins && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
    begins = c == '\n';
  }
  return out;
}

// Lines of at most 78 bytes, as roff's readers like them; an end of line is a space there.
std::string wrapped(std::string_view text) {
  std::string line, out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \n", at), text.size());
    const std::string_view word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    if (!line.empty() && line.size() + 1 + word.size() > kLineMax) {
      out += roff(line) + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + std::string(word);
  }
  return out + roff(line) + "\n";
}

// Paragraphs, parted by empty lines.
std::string paragraphs(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find("\n\n", at), text.size());
    out += (at == 0 ? "" : ".PP\n") + wrapped(text.substr(at, end - at));
    at = end + 2;
  }
  return out;
}

std::string bold(std::string_view text) { return "\\fB" + roff(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + roff(text) + "\\fR"; }

std::string entry(const Flag& flag) {
  std::vector<std::string> names;
  for (const std::string& name : flag.names) names.push_back(bold(name));
  std::string head = join(names, ", ");
  if (flag.names.front().starts_with('-')) {
    const std::string value = flag.choices.empty() ? flag.value : join(flag.choices, "|");
    if (!value.empty()) head += " " + italic(value);
  } else {
    head = italic(flag.names.front());
  }
  return ".TP\n" + head + "\n" + wrapped(flag.help);
}

std::string section(const Spot& spot) {
  std::string out = ".SS " + roff(spot.path) + "\n" + paragraphs(spot.verb->help);
  for (const Flag& operand : spot.verb->operands) out += entry(operand);
  for (const Flag& flag : spot.verb->flags) {
    if (flag.names.back() != "--help") out += entry(flag);
  }
  return out;
}

constexpr std::string_view kRest = R"(.SH SIGNALS
.TP
TERM, INT
Commit, leave the groups, end with 0; a second one ends at once.
.TP
HUP
Read the configuration again.
.TP
USR1
Log what /status says.
.SH ENVIRONMENT
Each key of the configuration has a variable: its path in capitals,
dots as _, behind DATELINE_.
.TP
DATELINE_CONFIG
The configuration file where no \fB\-c\fR is given.
.TP
NO_COLOR
No colours, if it is not empty.
.SH FILES
.TP
/etc/dateline/dateline.yaml
Read where neither \fB\-c\fR nor DATELINE_CONFIG is given.
)";

}  // namespace

std::string to_man(const Verb& root, const Words& words) {
  std::string out = ".\\\" Written by `dateline completion man`.\n.TH DATELINE 1 \"" + words.date +
                    "\" \"dateline " + roff(words.version) +
                    "\"\n.SH NAME\ndateline \\- a raw stream of crawled "
                    "news in, a clean one out\n.SH SYNOPSIS\n.B dateline\n[" +
                    italic("flags") + "] " + italic("verb") + " ...\n.SH DESCRIPTION\n" +
                    paragraphs(root.help) + ".SH FLAGS\n";
  for (const Flag& flag : root.flags) out += entry(flag);
  out += ".SH VERBS\n";
  for (const Spot& spot : list_spots(root)) {
    if (spot.verb != &root) out += section(spot);
  }
  out += ".SH EXIT STATUS\n";
  for (const auto& [code, meaning] : words.exits) {
    out += ".TP\n" + bold(std::to_string(code)) + "\n" + wrapped(meaning);
  }
  return out + std::string(kRest);
}

}  // namespace cli::completion
