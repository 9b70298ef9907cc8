#include "classify/mlp_logits.hpp"

#include "base/check.hpp"
#include "classify/layer_kernels.hpp"
#include "classify/product_kernel.hpp"

#include <algorithm>
#include <cmath>

namespace kinora {
namespace {

constexpr std::size_t kBlockRows = 64;

/// A hidden layer's bias and batch normalisation as one multiply-add a unit.
struct Affine {
  std::vector<float> scale;
  std::vector<float> shift;
};

Affine fold_normalisation(const MlpModel& model, const LayerLayout& layer) {
  Affine affine{std::vector<float>(layer.outputs), std::vector<float>(layer.outputs)};
  const auto bias = model.vector(layer, layer.bias);
  const auto gamma = model.vector(layer, layer.gamma);
  const auto beta = model.vector(layer, layer.beta);
  for (std::size_t unit = 0; unit < layer.outputs; ++unit) {
    const double mean = model.running_mean.row(0)[layer.statistics + unit];
    const double variance = model.running_variance.row(0)[layer.statistics + unit];
    const double scale = gamma[unit] / std::sqrt(variance + kBatchNormEpsilon);
    affine.scale[unit] = static_cast<float>(scale);
    affine.shift[unit] = static_cast<float>((bias[unit] - mean) * scale + beta[unit]);
  }
  return affine;
}

class Evaluator {
 public:
  explicit Evaluator(const MlpModel& model) : model_(model) {
    std::size_t widest = model.inputs();
    for (const LayerLayout& layer : model.layers) {
      if (layer.normalised) affine_.push_back(fold_normalisation(model, layer));
      widest = std::max(widest, layer.outputs);
    }
    in_ = Matrix(widest, kBlockRows);
    out_ = Matrix(widest, kBlockRows);
  }

  void evaluate(const MatrixView& rows, const MutableMatrixView& logits) {
    const std::size_t padded = line_stride(rows.rows);
    for (std::size_t unit = 0; unit < rows.cols; ++unit) std::ranges::fill(in_.row(unit), 0.0F);
    transpose(rows.data, rows.stride, in_.data(), in_.stride(), rows.rows, rows.cols);
    for (std::size_t l = 0; l < model_.layers.size(); ++l) {
      const LayerLayout& layer = model_.layers[l];
      multiply({model_.weights(layer).data, layer.stride, 1}, in_.data(), in_.stride(), out_.data(), out_.stride(), layer.outputs,
               padded, layer.inputs);
      if (!layer.normalised) break;
      for (std::size_t unit = 0; unit < layer.outputs; ++unit)
        scale_shift_relu(out_.row(unit).data(), affine_[l].scale[unit], affine_[l].shift[unit], padded, in_.row(unit).data());
    }
    transpose(out_.data(), out_.stride(), logits.data, logits.stride, logits.cols, logits.rows);
    const auto bias = model_.vector(model_.layers.back(), model_.layers.back().bias);
    for (std::size_t r = 0; r < logits.rows; ++r)
      for (std::size_t label = 0; label < logits.cols; ++label) logits.row(r)[label] += bias[label];
  }

 private:
  const MlpModel& model_;
  std::vector<Affine> affine_;
  Matrix in_;  ///< units × rows of the block
  Matrix out_;
};

}  // namespace

Matrix mlp_logits(const MlpModel& model, const MatrixView& features) {
  KINORA_CHECK(features.cols == model.inputs(), features.cols, model.inputs());
  Matrix logits(features.rows, model.outputs());
  Evaluator evaluator(model);
  for (std::size_t first = 0; first < features.rows; first += kBlockRows) {
    const std::size_t count = std::min(kBlockRows, features.rows - first);
    evaluator.evaluate({features.data + first * features.stride, count, features.cols, features.stride},
                       {logits.data() + first * logits.stride(), count, logits.cols(), logits.stride()});
  }
  return logits;
}

}  // namespace kinora
