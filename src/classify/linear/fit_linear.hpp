#pragma once

#include "classify/linear/fitted_linear.hpp"

namespace kinora {

/// LinearClassifier::fit().
[[nodiscard]] Result<FittedLinear> fit_linear(const TermDocuments& documents, std::span<const std::string> terms,
                                              const LabelMatrix& labels, std::vector<std::string> names,
                                              const LinearOptions& options, const Execution& execution, LinearFitReport* report);

}  // namespace kinora
