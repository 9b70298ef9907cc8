#pragma once

#include "embedding/examples.hpp"
#include "embedding/kernels.hpp"
#include "embedding/weights.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"

namespace kinora {

/// What inference reads, and never changes.
struct InferenceModel {
  const NetworkShape& shape;
  const ExampleSampler& sampler;
  WeightsView weights;
};

/// A vector for each document; see Doc2Vec::infer.
[[nodiscard]] Result<Matrix> infer_documents(const InferenceModel& model, const EncodedDocuments& documents,
                                             const InferOptions& options, const Execution& execution);

}  // namespace kinora
