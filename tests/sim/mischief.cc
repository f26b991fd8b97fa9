#include "sim/mischief.h"

namespace sim {

using fakes::CommitFate;

Mischief::Mischief(Dice& dice, fakes::FakeKafka& kafka, std::vector<std::string> groups)
    : dice_(dice), kafka_(kafka), groups_(std::move(groups)) {
  // Some runs are wild and some are nearly quiet.
  rate_ = dice_.chance(700) ? dice_.pick(1, 12) : 0;
  fate_rate_ = dice_.chance(800) ? dice_.pick(20, 250) : 0;
  fault_rate_ = dice_.chance(500) ? dice_.pick(1, 40) : 0;
  double_rate_ = dice_.chance(500) ? dice_.pick(5, 100) : 0;
  late_rate_ = dice_.chance(600) ? dice_.pick(20, 600) : 0;
  kafka_.between = [this] { between(); };
  kafka_.lateness = [this] {
    return stream::Millis(!calm_ && dice_.chance(late_rate_) ? dice_.pick(1, 400) : 0);
  };
}

void Mischief::calm() {
  calm_ = true;
  kafka_.between = nullptr;
}

void Mischief::attach(Engine& engine) {
  engine.outbox.fate = [this, &engine] {
    engine.outbox.late = stream::Millis(dice_.pick(0, 2'000));
    return fate();
  };
  engine.outbox.doubles = [this] { return !calm_ && dice_.chance(double_rate_); };
  engine.outbox.reports_offsets = !dice_.chance(50);
  engine.source.faults = [this] { return fault(); };
  engine.changelog.faults = [this] { return fault(); };
}

std::optional<stream::Fault> Mischief::fault() {
  if (calm_ || !dice_.chance(fault_rate_)) return std::nullopt;
  kafka_.see("request lost");
  return base::retry("kafka_away", "the broker does not answer");
}

CommitFate Mischief::fate() {
  if (calm_ || !dice_.chance(fate_rate_)) return CommitFate::Works;
  constexpr CommitFate kFates[] = {CommitFate::OffsetsLost, CommitFate::Lost,   CommitFate::Late,
                                   CommitFate::Late,        CommitFate::Unseen, CommitFate::Doubled,
                                   CommitFate::Doubled,     CommitFate::Aborted};
  constexpr const char* kNames[] = {"offsets lost",   "EndTxn lost",   "EndTxn late",
                                    "EndTxn late",    "EndTxn unseen", "EndTxn doubled",
                                    "EndTxn doubled", "EndTxn refused"};
  const auto which = static_cast<std::size_t>(dice_.pick(0, 7));
  kafka_.see(kNames[which]);
  return kFates[which];
}

void Mischief::between() {
  if (inside_) return;
  inside_ = true;
  if (dice_.chance(30)) kafka_.deliver_late();
  if (dice_.chance(rate_)) {
    const int what = dice_.pick(1, 100);
    if (what <= 30) {
      kafka_.rebalance(dice_.of(groups_));
    } else if (what <= 50) {
      put_somebody_out();
    } else if (what <= 60) {
      std::vector<std::string> open = kafka_.open_ids();
      if (!open.empty()) kafka_.time_out(dice_.of(open));
    } else if (what <= 80 && elsewhere) {
      elsewhere();
    } else if (elsewhere) {
      freeze_somebody();
    }
  }
  inside_ = false;
}

void Mischief::put_somebody_out() {
  const std::string& group = dice_.of(groups_);
  std::vector<std::string> members = kafka_.members(group);
  if (members.empty()) return;
  kafka_.see("put out of the group");
  kafka_.put_out(group, dice_.of(members), dice_.chance(500));
}

// Somebody is put out, and the others take over before it goes on: the one in the middle of its
// turn, if it is that one, is a zombie when it comes back.
void Mischief::freeze_somebody() {
  put_somebody_out();
  elsewhere();
}

}  // namespace sim
