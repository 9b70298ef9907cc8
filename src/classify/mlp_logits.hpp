#pragma once

#include "classify/mlp_model.hpp"

namespace kinora {

/// rows × outputs in evaluation mode: running statistics, no dropout. A row's logits have the same bits whatever other rows are
/// asked for with it. Requires features.cols == model.inputs(). Thread-safe.
[[nodiscard]] Matrix mlp_logits(const MlpModel& model, const MatrixView& features);

}  // namespace kinora
