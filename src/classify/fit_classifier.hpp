#pragma once

#include "classify/fitted_classifier.hpp"

namespace kinora {

/// The work of GenreClassifier::fit().
[[nodiscard]] Result<FittedClassifier> fit_classifier(const MatrixView& features, const LabelMatrix& labels,
                                                      std::vector<std::string> names, const ClassifierOptions& options,
                                                      const Execution& execution, std::vector<double>* epoch_losses);

}  // namespace kinora
