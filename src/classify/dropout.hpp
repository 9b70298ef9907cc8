#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace kinora {

/// Where the masks of dropout come from. Called from several threads at once.
class Dropout {
 public:
  virtual ~Dropout() = default;
  /// The factors, 0 or scale(), of one unit for each row of the batch of a step (from 0). `mask` is 64-byte aligned and may be
  /// written up to its next multiple of 16.
  virtual void fill(std::uint64_t step, std::size_t layer, std::size_t unit, std::span<float> mask) const = 0;
  /// 1 / (1 - rate).
  [[nodiscard]] virtual float scale() const = 0;
};

/// Masks that are a function of (seed, step, layer, unit, row of the batch): the same whoever asks, in whatever order.
class RandomDropout final : public Dropout {
 public:
  /// `rate` in [0, 1).
  RandomDropout(double rate, std::uint64_t seed);

  void fill(std::uint64_t step, std::size_t layer, std::size_t unit, std::span<float> mask) const override;
  [[nodiscard]] float scale() const override { return scale_; }

 private:
  float rate_;
  float scale_;
  std::uint64_t seed_;
};

}  // namespace kinora
