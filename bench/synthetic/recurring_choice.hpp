#pragma once

#include "base/random.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kinora::synthetic {

/// Draws numbers 0, 1, 2, ... that recur as words do in texts: a Pitman–Yor process in its Chinese restaurant form (Pitman and
/// Yor 1997). After n draws about n^discount different numbers have been seen (Heaps' law), and their frequencies follow a power
/// law (Zipf's law). Only +, × and comparisons of doubles: the same numbers on every machine. The first draws of a longer
/// sequence are those of a shorter one. Memory: four bytes a draw.
class RecurringChoice {
 public:
  /// 0 < discount < 1; concentration > -discount: how many different numbers the beginning has.
  RecurringChoice(double discount, double concentration) : discount_(discount), concentration_(concentration) {}

  std::uint32_t next(Rng& rng) {
    const auto drawn = static_cast<double>(draws_.size());
    const double fresh = concentration_ + discount_ * static_cast<double>(counts_.size());
    const std::uint32_t choice =
        rng.uniform_double() * (concentration_ + drawn) < fresh ? static_cast<std::uint32_t>(counts_.size()) : earlier(rng);
    if (choice == counts_.size()) counts_.push_back(0);
    ++counts_[choice];
    draws_.push_back(choice);
    return choice;
  }

  [[nodiscard]] std::size_t distinct() const { return counts_.size(); }
  [[nodiscard]] std::size_t draws() const { return draws_.size(); }

 private:
  /// One already seen, with a chance that grows with its count less the discount.
  std::uint32_t earlier(Rng& rng) const {
    while (true) {
      const std::uint32_t candidate = draws_[rng.below(draws_.size())];
      if (rng.uniform_double() * static_cast<double>(counts_[candidate]) >= discount_) return candidate;
    }
  }

  double discount_;
  double concentration_;
  std::vector<std::uint32_t> draws_;
  std::vector<std::uint32_t> counts_;
};

}  // namespace kinora::synthetic
