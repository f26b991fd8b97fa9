#include "replay/bucket.h"

#include <algorithm>

namespace replay {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;

}  // namespace

void Bucket::set_rate(std::uint64_t per_second, stream::Tick now) {
  if (per_second == per_second_) return;
  per_second_ = per_second;
  free_at_ = now;
  remainder_ = 0;
}

void Bucket::take(std::uint64_t amount, stream::Tick now) {
  if (per_second_ == 0) return;
  free_at_ = std::max(free_at_, now - kBurst);
  // Whole seconds first, so that nothing overflows.
  const std::uint64_t left = (amount % per_second_) * kSecond + remainder_;
  remainder_ = left % per_second_;
  free_at_ +=
      stream::Tick(static_cast<std::int64_t>(amount / per_second_ * kSecond + left / per_second_));
}

stream::Tick Bucket::wait(stream::Tick now) const {
  if (per_second_ == 0) return stream::Tick{0};
  return std::max(stream::Tick{0}, free_at_ - now);
}

}  // namespace replay
