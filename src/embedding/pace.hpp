#pragma once

#include <array>
#include <cstddef>

namespace kinora {

/// Finds out, round by round, whether threads that wait for each other are faster than one alone: on a machine that is busy with
/// something else they are not, as each waits for whichever is not running. What is chosen changes no result.
class Pace {
 public:
  // A cycle of rounds begins with some of either kind; the rest goes the faster way.
  static constexpr std::size_t kCycle = 640;
  static constexpr std::size_t kTry = 8;

  /// Whether all threads should take part in the next round.
  [[nodiscard]] bool together() const { return together_; }
  /// `work` is any measure of what the round did.
  void end_round(std::size_t work, double seconds);

 private:
  struct Tried {
    double work = 0;
    double seconds = 0;
  };

  bool together_ = true;
  std::size_t round_ = 0;       ///< of the cycle
  std::array<Tried, 2> tried_;  ///< in this cycle; [1] together
};

}  // namespace kinora
