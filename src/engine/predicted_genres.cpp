#include "engine/predicted_genres.hpp"

#include <algorithm>
#include <utility>

namespace kinora {

std::vector<std::vector<std::string>> predict_genres(const GenreClassifier& classifier, const MatrixView& features) {
  const Matrix logits = classifier.logits(features);
  const LabelMatrix predicted = classifier.predict_query(logits.view());
  const std::vector<std::string>& names = classifier.names();
  std::vector<std::vector<std::string>> genres(features.rows);
  for (std::size_t row = 0; row < features.rows; ++row) {
    const auto cells = predicted.row(row);
    for (std::size_t label = 0; label < cells.size(); ++label)
      if (cells[label] != 0) genres[row].push_back(names[label]);
    if (!genres[row].empty()) continue;
    const auto scores = logits.row(row);
    genres[row].push_back(names[static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin())]);
  }
  return genres;
}

}  // namespace kinora
