#include "embedding/pace.hpp"

namespace kinora {

void Pace::end_round(std::size_t work, double seconds) {
  Tried& tried = tried_[together_ ? 1 : 0];
  tried.work += static_cast<double>(work);
  tried.seconds += seconds;
  round_ = (round_ + 1) % kCycle;
  if (round_ == 0) tried_ = {};
  if (round_ < kTry)
    together_ = true;
  else if (round_ < 2 * kTry)
    together_ = false;
  else if (round_ == 2 * kTry)
    together_ = tried_[1].seconds * tried_[0].work <= tried_[0].seconds * tried_[1].work;
}

}  // namespace kinora
