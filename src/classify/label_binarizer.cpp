#include "classify/label_binarizer.hpp"

#include "base/check.hpp"

#include <algorithm>

namespace kinora {

LabelBinarizer LabelBinarizer::fit(std::span<const std::vector<std::string>> rows) {
  std::vector<std::string> classes;
  for (const std::vector<std::string>& row : rows) classes.insert(classes.end(), row.begin(), row.end());
  return LabelBinarizer(std::move(classes));
}

LabelBinarizer::LabelBinarizer(std::vector<std::string> classes) : classes_(std::move(classes)) {
  std::ranges::sort(classes_);
  classes_.erase(std::unique(classes_.begin(), classes_.end()), classes_.end());
}

LabelMatrix LabelBinarizer::transform(std::span<const std::vector<std::string>> rows) const {
  LabelMatrix matrix{std::vector<std::uint8_t>(rows.size() * classes_.size()), rows.size(), classes_.size()};
  for (std::size_t r = 0; r < rows.size(); ++r)
    for (const std::string& label : rows[r]) {
      const auto found = std::ranges::lower_bound(classes_, label);
      if (found == classes_.end() || *found != label) continue;
      matrix.cells[r * classes_.size() + static_cast<std::size_t>(found - classes_.begin())] = 1;
    }
  return matrix;
}

std::vector<std::string> LabelBinarizer::inverse(std::span<const std::uint8_t> row) const {
  KINORA_CHECK(row.size() == classes_.size(), row.size(), classes_.size());
  std::vector<std::string> labels;
  for (std::size_t label = 0; label < row.size(); ++label)
    if (row[label] != 0) labels.push_back(classes_[label]);
  return labels;
}

}  // namespace kinora
