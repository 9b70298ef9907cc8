#pragma once

#include "kinora/classify/genre_classifier.hpp"

#include <span>
#include <string>
#include <vector>

namespace kinora {

/// Lists of labels to a 0/1 matrix and back, as scikit-learn's MultiLabelBinarizer: classes are sorted by bytes.
class LabelBinarizer {
 public:
  /// Learns the classes of all rows.
  static LabelBinarizer fit(std::span<const std::vector<std::string>> rows);
  explicit LabelBinarizer(std::vector<std::string> classes);

  [[nodiscard]] const std::vector<std::string>& classes() const { return classes_; }
  /// Labels that are no class are passed over.
  [[nodiscard]] LabelMatrix transform(std::span<const std::vector<std::string>> rows) const;
  [[nodiscard]] std::vector<std::string> inverse(std::span<const std::uint8_t> row) const;

 private:
  std::vector<std::string> classes_;
};

}  // namespace kinora
