#include "cli/explain/text.h"

#include <algorithm>

namespace cli::explain {
namespace {

using news::clean::Trace;
using news::clean::TraceBlock;
using news::clean::TraceVote;
using news::clean::TraceVoter;

constexpr std::size_t kNameWidth = 12, kNumberWidth = 6, kWordsWidth = 6, kVoteWidth = 9;
constexpr std::size_t kReasonWidth = 14;

// On one line, and nothing that a terminal would obey.
std::string tame(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool c1 =
        c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c1) ++i;
    if (c < 0x20 || c == 0x7F || c1) {
      out += ' ';
    } else {
      out += text[i];
    }
  }
  return out;
}

class Writer final {
 public:
  Writer(const Explained& explained, Paint paint)
      : explained_(explained), trace_(explained.trace), paint_(paint) {}

  std::string write() {
    write_head();
    if (trace_.voters.size() > 1) write_voters();
    if (explained_.article != nullptr) write_fields();
    write_blocks();
    return std::move(out_);
  }

 private:
  void line(const std::string& text) {
    out_ += text;
    while (out_.ends_with(' ')) out_.pop_back();
    out_ += '\n';
  }

  void write_head() {
    line(paint_(Ink::Strong, cut(tame(explained_.place), kPageWidth)));
    if (explained_.article != nullptr) {
      const auto& article = *explained_.article;
      const VoterName voter = name_of_voter(article.method);
      line("article by " + std::string(voter.name) + " (" + std::string(voter.does) + ")");
      for (const std::string& part : wrap(describe_quality(article), kPageWidth)) line(part);
    } else if (explained_.fault != nullptr) {
      const std::string why = std::string(explained_.fault->code) + ": " + explained_.fault->detail;
      line(paint_(Ink::Bad, cut("no article, " + tame(why), kPageWidth)));
    }
    line("");
  }

  // One row an extractor, with how much it agrees with each of the others.
  void write_voters() {
    std::string head = pad("extractor", kNameWidth + 2) + pad_left("blocks", kNumberWidth + 2) +
                       pad_left("words", kNumberWidth + 2) + "  agrees with";
    for (const TraceVoter& voter : trace_.voters) {
      head += pad_left(std::string(1, name_of_voter(voter.method).letter), kNumberWidth);
    }
    line(paint_(Ink::Faint, head));
    for (std::size_t i = 0; i < trace_.voters.size(); ++i) write_voter(i);
    line("");
  }

  void write_voter(std::size_t i) {
    const TraceVoter& voter = trace_.voters[i];
    const VoterName name = name_of_voter(voter.method);
    const VoterCount count = count_kept(trace_, i);
    std::string row =
        pad(std::string(1, name.letter) + " " + std::string(name.name), kNameWidth + 2) +
        pad_left(std::to_string(count.blocks), kNumberWidth + 2) +
        pad_left(std::to_string(count.words / 100), kNumberWidth + 2) +
        std::string(std::string_view("  agrees with").size(), ' ');
    for (const std::optional<int>& with : voter.with) {
      row += pad_left(with ? print_thousandths(*with) : "-", kNumberWidth);
    }
    if (voter.won) row = paint_(Ink::Good, row + "  chosen");
    line(row);
  }

  void write_fields() {
    line(paint_(Ink::Faint, pad("field", kNameWidth) + pad("from", kNameWidth) + "value"));
    for (const Field& field : fields_of(*explained_.article)) {
      const std::size_t left = kPageWidth - 2 * kNameWidth;
      const std::string from = cut(field.from, std::string_view("declared en-US").size());
      const std::string start = pad(field.name, kNameWidth) +
                                (width_of(from) < kNameWidth ? pad(from, kNameWidth) : from + " ");
      const std::vector<std::string> value = wrap(tame(field.value), left);
      for (std::size_t i = 0; i < value.size(); ++i) {
        line((i == 0 ? start : std::string(2 * kNameWidth, ' ')) + value[i]);
      }
    }
    line("");
  }

  void write_blocks() {
    std::string head = pad("", 2) + pad_left("words", kWordsWidth) + "  ";
    for (const TraceVoter& voter : trace_.voters) {
      head += pad_left(std::string(1, name_of_voter(voter.method).letter), kVoteWidth - 2) + "  ";
    }
    line(paint_(Ink::Faint, head + pad("what became", kReasonWidth) + "text"));
    for (const TraceBlock& block : trace_.blocks) write_block(block);
    line("");
    line("+ kept, - dropped; scores of the extractors in their own measures, * where one keeps it");
    write_reasons();
  }

  void write_block(const TraceBlock& block) {
    const bool kept = !block.part.empty();
    std::string row =
        (kept ? "+ " : "- ") + pad_left(std::to_string(block.words / 100), kWordsWidth) + "  ";
    for (const TraceVote& vote : block.votes) {
      row += pad_left(print_hundredths(vote.score), kVoteWidth - 2) + (vote.kept ? "* " : "  ");
    }
    row += pad(spell(kept ? block.part : block.why), kReasonWidth);
    row += tame(block.text);
    line(paint_(ink_of(block), cut(row, kPageWidth)));
  }

  static Ink ink_of(const TraceBlock& block) {
    if (block.part == "body") return Ink::Good;
    if (!block.part.empty()) return Ink::Warm;
    return Ink::Faint;
  }

  // The words that were used, each once, with what they mean.
  void write_reasons() {
    std::vector<std::string_view> words;
    for (const TraceBlock& block : trace_.blocks) {
      if (block.part.empty() && !block.why.empty()) words.push_back(block.why);
    }
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    for (const std::string_view word : words) {
      line(pad(spell(word), kReasonWidth) + std::string(say_why(word)));
    }
  }

  const Explained& explained_;
  const Trace& trace_;
  const Paint paint_;
  std::string out_;
};

}  // namespace

std::string to_text(const Explained& explained, Paint paint) {
  return Writer(explained, paint).write();
}

}  // namespace cli::explain
