#include "cli/top/feed.h"

#include <utility>

namespace cli::top {
namespace {

constexpr stream::Millis kTurn{100};

}  // namespace

base::Result<std::string> ask(const std::string& where) {
  auto response = adapters::status::get(where, "/status");
  if (!response) return response.fault();
  if (response->status != 200) {
    return base::stop("bad_status", where + " answers " + std::to_string(response->status));
  }
  return std::move(response->body);
}

Feed::Feed(const std::vector<std::string>& where) {
  for (const std::string& each : where) {
    slots_.push_back(std::make_unique<Slot>(Asked{each, {}, {}}));
  }
  for (std::size_t i = 0; i < where.size(); ++i) {
    threads_.start("top-" + std::to_string(i), [this, i, each = where[i]](std::stop_token stop) {
      for (stream::Millis waited = kAskEvery; !stop.stop_requested(); waited += kTurn) {
        if (waited >= kAskEvery) {
          ask_one(*slots_[i], each);
          waited = stream::Millis{0};
        }
        (void)pauses_.await_ended(kTurn);  // nothing ends in there: a pause
      }
      return stream::Result<stream::Done>(stream::Done{});
    });
  }
}

void Feed::ask_one(Slot& slot, const std::string& where) {
  const auto body = ask(where);
  auto process = body ? read_process(*body) : base::Result<Process>(body.fault());
  slot.with([&](Asked& asked) {
    asked.problem = process ? "" : process.fault().detail;
    if (process) asked.process = *std::move(process);
  });
  ++answers_;
}

std::vector<Asked> Feed::read() const {
  std::vector<Asked> all;
  for (const auto& slot : slots_) {
    all.push_back(slot->with([](const Asked& asked) { return asked; }));
  }
  return all;
}

}  // namespace cli::top
