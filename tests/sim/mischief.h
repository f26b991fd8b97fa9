// tests/sim/mischief.h
//
// What goes wrong between two requests of a client, and to the requests themselves, as dice decide:
// rebalances, members put out, transactions timed out, late and doubled requests, late markers,
// lost answers. Quiet after calm(). Must not know: the worker, the stage.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "fakes/fake_client.h"
#include "sim/dice.h"
#include "sim/engine.h"

namespace sim {

class Mischief final {
 public:
  Mischief(Dice& dice, fakes::FakeKafka& kafka, std::vector<std::string> groups);
  Mischief(const Mischief&) = delete;
  Mischief& operator=(const Mischief&) = delete;

  // To the requests of this one from now on.
  void attach(Engine& engine);
  void calm();

  // Another pod takes some turns while one is in the middle of its own. `member` was put out of
  // `group` meanwhile, if they are not empty.
  std::function<void()> elsewhere;

 private:
  void between();
  void put_somebody_out();
  void freeze_somebody();
  fakes::CommitFate fate();
  std::optional<stream::Fault> fault();

  Dice& dice_;
  fakes::FakeKafka& kafka_;
  const std::vector<std::string> groups_;
  bool calm_ = false;
  bool inside_ = false;
  // Of this run, per mille.
  int rate_ = 0, fate_rate_ = 0, fault_rate_ = 0, double_rate_ = 0, late_rate_ = 0;
};

}  // namespace sim
