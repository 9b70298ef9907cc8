#pragma once

#include "classify/mlp_model.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace kinora {

/// Some consecutive units.
struct UnitRange {
  std::size_t begin = 0;
  std::size_t end = 0;

  [[nodiscard]] bool empty() const { return begin >= end; }
  [[nodiscard]] std::size_t size() const { return end - begin; }
};

/// The `index`-th of `parts` ranges that make up `units` and begin at multiples of `grain`.
[[nodiscard]] UnitRange part_of(std::size_t units, std::size_t index, std::size_t parts, std::size_t grain);
/// What two ranges have in common.
[[nodiscard]] UnitRange common(const UnitRange& a, const UnitRange& b);

/// The units of a layer are worked on in two fixed halves, whatever the number of threads (docs/decisions/0501).
constexpr std::size_t kHalves = 2;
/// Ranges of hidden units begin with a cache line of floats, so that no line of a row of activations has two writers.
constexpr std::size_t kUnitGrain = 16;

[[nodiscard]] UnitRange half_of(std::size_t units, std::size_t index);

/// Of the linear layers every other one is cut by its inputs, the others are by their outputs.
[[nodiscard]] constexpr bool cut_by_inputs(std::size_t layer) { return layer % 2 == 1; }

/// How the parameters lie while they are trained. As in the model, but the columns of a layer that is cut by its inputs are two
/// matrices: side by side in one row, the processor that works on one half would fetch the lines behind it, which the other
/// processor is just writing.
class SplitLayout {
 public:
  struct Layer {
    std::array<UnitRange, kHalves> inputs;  ///< the columns of the halves; of the first layer all are in the first
    std::array<std::size_t, kHalves> weight{};
    std::size_t stride = 0;
    std::size_t bias = 0, gamma = 0, beta = 0;
  };

  explicit SplitLayout(const MlpModel& model);

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const Layer& layer(std::size_t index) const { return layers_[index]; }

  /// Between a block of the model's layout and one of this; part `index` of `parts` that together are everything.
  void split(const MlpModel& model, const float* joined, float* split, std::size_t index, std::size_t parts) const;
  void join(const MlpModel& model, const float* split, float* joined, std::size_t index, std::size_t parts) const;

 private:
  std::vector<Layer> layers_;
  std::size_t size_ = 0;
};

}  // namespace kinora
