#include "cli/top/screen.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

namespace cli::top {
namespace {

constexpr std::size_t kRowsMax = 6;  // of a list
constexpr double kLateSeconds = 10, kBadSeconds = 300;

std::string fixed(double value, int decimals) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

// Three digits tell where it goes: 0.4, 12, 4,310, 12.4k, 1.3M.
std::string print_rate(double value) {
  if (value >= 999'500) return fixed(value / 1e6, 1) + "M";
  if (value >= 9'999.5) return fixed(value / 1e3, 1) + "k";
  if (value >= 9.95) return with_commas(static_cast<std::size_t>(std::llround(value)));
  return value < 0.05 ? "0" : fixed(value, 1);
}

std::string print_seconds(double seconds) {
  if (seconds < 9.95) return seconds < 0.05 ? "0 s" : fixed(seconds, 1) + " s";
  constexpr std::pair<double, const char*> kUnits[] = {
      {86'400, " d"}, {3'600, " h"}, {60, " min"}, {1, " s"}};
  for (const auto& [length, unit] : kUnits) {
    if (seconds >= 2 * length || length == 1) {
      return std::to_string(std::llround(seconds / length)) + unit;
    }
  }
  return {};
}

std::string print_bytes(std::int64_t bytes) {
  return std::to_string((bytes + (1 << 19)) >> 20) + " MiB";
}

std::string with_commas_of(std::int64_t number) {
  return with_commas(static_cast<std::size_t>(std::max<std::int64_t>(0, number)));
}

// The last `width` values as eight heights.
std::string print_history(const std::vector<double>& values, std::size_t width) {
  constexpr std::array<std::string_view, 8> kHeights{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const std::size_t skip = values.size() > width ? values.size() - width : 0;
  double highest = 0;
  for (std::size_t i = skip; i < values.size(); ++i) highest = std::max(highest, values[i]);
  std::string line;
  for (std::size_t i = skip; i < values.size(); ++i) {
    const double share = highest > 0 ? values[i] / highest : 0;
    line += kHeights[static_cast<std::size_t>(std::clamp(share * 7.99, 0.0, 7.0))];
  }
  return line;
}

Ink ink_of_lag(double seconds) {
  return seconds > kBadSeconds ? Ink::Bad : seconds > kLateSeconds ? Ink::Warm : Ink::Plain;
}

Ink ink_of_state(std::string_view state) {
  if (state == "ready") return Ink::Good;
  return state == "stuck" || state == "no answer" ? Ink::Bad : Ink::Warm;
}

std::string print_partitions(const Stage& stage) {
  std::string text = std::to_string(stage.live) + " live";
  if (stage.asking > 0) text += ", " + std::to_string(stage.asking) + " asking";
  if (stage.restoring == 0) return text;
  text += ", " + std::to_string(stage.restoring) +
          " restoring: " + with_commas_of(stage.restore_left) + " left";
  return stage.restore_eta ? text + ", " + print_seconds(*stage.restore_eta) : text;
}

std::vector<std::pair<std::string, std::int64_t>> sorted(const Counts& counts) {
  std::vector<std::pair<std::string, std::int64_t>> all(counts.begin(), counts.end());
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return all;
}

class Drawing final {
 public:
  Drawing(Size size, Paint paint) : size_(size), paint_(paint) {}

  std::vector<std::string> take() { return std::move(lines_); }

  void draw(const std::vector<Asked>& asked) {
    std::vector<Process> processes;
    for (const Asked& one : asked) {
      if (answers(one)) processes.push_back(*one.process);
    }
    const Process sum = sum_of(processes);
    head(asked.size(), processes);
    stages(sum);
    each_process(asked);
    counts("VERDICTS", sum.verdicts);
    counts("DEAD LETTERS", sum.dead_letters);
    sites(sum);
    articles(sum);
  }

 private:
  // Cut while it is plain: escape sequences have no width.
  void line(Ink ink, std::string_view text) {
    if (lines_.size() < size_.lines) lines_.push_back(paint_(ink, cut(text, size_.columns)));
  }
  void title(std::string_view text) {
    line(Ink::Plain, "");
    line(Ink::Faint, text);
  }

  void head(std::size_t asked, const std::vector<Process>& answering) {
    const bool all = answering.size() == asked;
    std::string text = "dateline top: ";
    text += asked == 1 ? (all ? "one process" : "no answer yet")
                       : std::to_string(answering.size()) + " of " + std::to_string(asked) +
                             " processes answer";
    for (const char* state : {"restoring", "not ready", "draining", "stuck"}) {
      const auto count = std::count_if(answering.begin(), answering.end(),
                                       [&](const Process& one) { return one.state == state; });
      if (count > 0) text += ", " + std::to_string(count) + " " + state;
    }
    line(all ? Ink::Strong : Ink::Bad, text);
  }

  void stages(const Process& sum) {
    title(pad("STAGE", 10) + pad_left("IN/s", 8) + pad_left("OUT/s", 8) + pad_left("DEAD/s", 8) +
          pad_left("LAG", 9) + pad_left("WAITING", 12) + "  PARTITIONS");
    for (const Stage& stage : sum.stages) {
      line(ink_of_lag(stage.lag_seconds),
           pad(stage.name, 10) + pad_left(print_rate(stage.consumed), 8) +
               pad_left(print_rate(stage.produced), 8) + pad_left(print_rate(stage.dead), 8) +
               pad_left(print_seconds(stage.lag_seconds), 9) +
               pad_left(with_commas_of(stage.lag_records), 12) + "  " + print_partitions(stage));
    }
    const std::size_t width =
        std::min<std::size_t>(size_.columns - std::min<std::size_t>(size_.columns, 22), 121);
    for (const Stage& stage : sum.stages) {
      const std::size_t shown = std::min(width, stage.history.size());
      line(Ink::Faint, pad(stage.name + ", " +
                               print_seconds(5.0 * static_cast<double>(shown > 0 ? shown - 1 : 0)),
                           22) +
                           print_history(stage.history, width));
    }
  }

  void each_process(const std::vector<Asked>& asked) {
    std::size_t widest = 8;
    for (const Asked& one : asked) widest = std::max(widest, width_of(name_of(one)));
    widest = std::min<std::size_t>(widest, 36);
    title(pad("PROCESS", widest + 2) + pad("STATE", 11) + pad_left("UP", 8) +
          pad_left("MEMORY", 10) + pad_left("LAG", 9) + "  IN/s BY STAGE");
    for (const Asked& one : asked) {
      const std::string state = state_of(one);
      line(ink_of_state(state),
           pad(cut(name_of(one), widest), widest + 2) + pad(state, 11) +
               (answers(one) ? figures_of(*one.process) : "  " + printable(one.problem)));
    }
  }

  static bool answers(const Asked& one) { return one.process && one.problem.empty(); }

  static std::string state_of(const Asked& one) {
    if (answers(one)) return one.process->state;
    return one.problem.empty() ? "asking" : "no answer";
  }

  static std::string name_of(const Asked& one) {
    const bool named = one.process && !one.process->instance.empty();
    return printable(named ? one.process->instance : one.where);
  }

  static std::string figures_of(const Process& process) {
    double lag = 0;
    std::string rates;
    for (const Stage& stage : process.stages) {
      lag = std::max(lag, stage.lag_seconds);
      rates += "  " + stage.name + " " + print_rate(stage.consumed);
    }
    return pad_left(print_seconds(process.up_seconds), 8) +
           pad_left(print_bytes(process.resident_bytes), 10) + pad_left(print_seconds(lag), 9) +
           rates;
  }

  void counts(std::string_view name, const Counts& counts) {
    if (counts.empty()) return;
    std::int64_t all = 0;
    for (const auto& [what, count] : counts) all += count;
    std::vector<std::string> parts;
    for (const auto& [what, count] : sorted(counts)) {
      const double share =
          all > 0 ? 100.0 * static_cast<double>(count) / static_cast<double>(all) : 0;
      parts.push_back(printable(what) + " " + with_commas_of(count) + " (" +
                      fixed(share, share < 9.95 ? 1 : 0) + "%)");
    }
    title(name);
    for (const std::string& each : wrap_parts(parts, size_.columns)) line(Ink::Plain, each);
  }

  // Three lists side by side where there is room.
  void sites(const Process& sum) {
    const auto lists = {std::pair{"SITES: RECORDS", &sum.sites},
                        {"SITES: DEAD LETTERS", &sum.dead_sites},
                        {"SITES: MISSING FIELDS", &sum.missing}};
    if (sum.sites.empty()) return;
    const std::size_t width = size_.columns >= 90 ? (size_.columns - 4) / 3 : size_.columns;
    std::vector<std::vector<std::string>> columns;
    for (const auto& [name, counts] : lists) {
      columns.push_back({name});
      for (const auto& [site, count] : sorted(*counts)) {
        if (columns.back().size() > kRowsMax) break;
        columns.back().push_back(site_row(site, count, width));
      }
      if (width == size_.columns) column(columns.back());
    }
    if (width != size_.columns) side_by_side(columns, width);
  }

  static std::string site_row(std::string_view site, std::int64_t count, std::size_t width) {
    const std::string number = ' ' + with_commas_of(count);
    const std::size_t left = width > number.size() ? width - number.size() : 0;
    return pad(cut(printable(site), left), left) + number;
  }

  void column(const std::vector<std::string>& rows) {
    title(rows.front());
    for (std::size_t i = 1; i < rows.size(); ++i) line(Ink::Plain, rows[i]);
  }

  void side_by_side(const std::vector<std::vector<std::string>>& columns, std::size_t width) {
    std::size_t rows = 0;
    for (const auto& each : columns) rows = std::max(rows, each.size());
    for (std::size_t row = 0; row < rows; ++row) {
      std::string text;
      for (const auto& each : columns) {
        text += (text.empty() ? "" : "  ") + pad(row < each.size() ? each[row] : "", width);
      }
      if (row == 0)
        title(text);
      else
        line(Ink::Plain, text);
    }
  }

  void articles(const Process& sum) {
    if (sum.articles.empty() || lines_.size() + 3 > size_.lines) return;
    title("LAST ARTICLES");
    for (const Article& article : sum.articles) {
      if (lines_.size() >= size_.lines) return;
      const std::string outcome =
          article.outcome + (article.version.empty() ? "" : " " + article.version);
      const std::string time = article.at.size() >= 19 ? article.at.substr(11, 8) : "";
      line(Ink::Plain, pad(time, 10) + pad(cut(printable(outcome), 16), 18) +
                           pad(cut(printable(article.site), 26), 28) + printable(article.headline));
    }
  }

  const Size size_;
  const Paint paint_;
  std::vector<std::string> lines_;
};

// Behind the first byte of a two or three byte character: C1 controls, and marks of direction.
std::size_t unwanted_at(std::string_view text) {
  constexpr std::string_view kUnwanted[] = {"\u200B", "\u200E", "\u200F", "\u202A", "\u202B",
                                            "\u202C", "\u202D", "\u202E", "\u2066", "\u2067",
                                            "\u2068", "\u2069", "\u2028", "\u2029", "\uFEFF"};
  if (text.size() >= 2 && text[0] == '\xC2' && static_cast<unsigned char>(text[1]) < 0xA0) return 2;
  for (const std::string_view mark : kUnwanted) {
    if (text.starts_with(mark)) return mark.size();
  }
  return 0;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) {
      out += '?';
      ++i;
    } else if (const std::size_t skip = unwanted_at(text.substr(i)); skip > 0) {
      i += skip;
    } else {
      out += text[i++];
    }
  }
  return out;
}

std::vector<std::string> draw(const std::vector<Asked>& asked, Size size, Paint paint) {
  Drawing drawing(size, paint);
  drawing.draw(asked);
  return drawing.take();
}

}  // namespace cli::top
