// base/result.h
//
// How a function says that it could not: a Fault, named by what the caller must do about it.
// Values only; no allocation beyond the text of a fault. Any thread.
// Must not know: what a record, an article or a broker is.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/check.h"

namespace base {

// The worker switches on this, in one place (stream/worker.cc), and on nothing else.
enum class Recovery {
  DeadLetter,  // the record is bad: keep it in the dead letter topic, go on
  Retry,       // the world is busy: the same call again, until the deadline
  Rebuild,     // the transaction is lost or its outcome unknown: new producer, ask Kafka, restore
  Stop,        // a person must act: end the process
};

struct Fault {
  Recovery recovery;
  std::string_view code;  // stable and few: a metric label. Must be a literal: "no_fetch_time"
  std::string detail;     // for people, never parsed

  bool operator==(const Fault&) const = default;
};

// The T of a Result that has nothing to say.
struct Done {
  bool operator==(const Done&) const = default;
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Fault fault) : state_(std::in_place_index<1>, std::move(fault)) {}

  explicit operator bool() const { return state_.index() == 0; }

  T& operator*() & { return value(); }
  const T& operator*() const& { return const_cast<Result*>(this)->value(); }
  T&& operator*() && { return std::move(value()); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &const_cast<Result*>(this)->value(); }

  const Fault& fault() const {
    CHECK(state_.index() == 1);
    return *std::get_if<1>(&state_);
  }

 private:
  T& value() {
    CHECK(state_.index() == 0);
    return *std::get_if<0>(&state_);
  }

  std::variant<T, Fault> state_;
};

inline Fault dead_letter(std::string_view code, std::string detail = {}) {
  return Fault{Recovery::DeadLetter, code, std::move(detail)};
}
inline Fault retry(std::string_view code, std::string detail = {}) {
  return Fault{Recovery::Retry, code, std::move(detail)};
}
inline Fault rebuild(std::string_view code, std::string detail = {}) {
  return Fault{Recovery::Rebuild, code, std::move(detail)};
}
inline Fault stop(std::string_view code, std::string detail = {}) {
  return Fault{Recovery::Stop, code, std::move(detail)};
}

}  // namespace base
