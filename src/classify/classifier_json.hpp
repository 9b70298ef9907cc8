#pragma once

#include "kinora/classify/genre_classifier.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

// The texts in the metadata of a classifier's file. Reading returns false for anything that writing does not produce.

[[nodiscard]] std::string labels_to_json(const std::vector<std::string>& labels);
[[nodiscard]] std::string thresholds_to_json(std::span<const float> thresholds);
[[nodiscard]] std::string options_to_json(const ClassifierOptions& options);

/// At least one name, all distinct.
[[nodiscard]] bool labels_from_json(std::string_view text, std::vector<std::string>& labels);
/// Numbers of 0..1.
[[nodiscard]] bool thresholds_from_json(std::string_view text, std::vector<float>& thresholds);
/// Every key is required, none is unknown; the values are not validated.
[[nodiscard]] bool options_from_json(std::string_view text, ClassifierOptions& options);

}  // namespace kinora
