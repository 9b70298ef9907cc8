#include "engine/genre_scores.hpp"

#include "classify/thresholds.hpp"

#include <algorithm>
#include <utility>

namespace kinora {
namespace {

Matrix sigmoids(const Matrix& logits) {
  Matrix probabilities(logits.rows(), logits.cols());
  for (std::size_t row = 0; row < logits.rows(); ++row)
    std::ranges::transform(logits.row(row), probabilities.row(row).begin(), sigmoid);
  return probabilities;
}

}  // namespace

GenreScores score_genres(const GenreClassifier& classifier, const MatrixView& features) {
  GenreScores scores;
  scores.logits = classifier.logits(features);
  scores.probabilities = sigmoids(scores.logits);
  scores.predicted = classifier.predict(std::as_const(scores.logits).view());
  scores.answered = classifier.predict_query(std::as_const(scores.logits).view());
  scores.known.assign(features.rows, 1);
  return scores;
}

GenreScores score_genres(const LinearClassifier& classifier, const TermDocuments& documents) {
  GenreScores scores;
  scores.logits = classifier.logits(documents);
  scores.probabilities = sigmoids(scores.logits);
  scores.predicted = classifier.predict(documents);
  scores.answered = scores.predicted;
  for (std::size_t film = 0; film < documents.size(); ++film) scores.known.push_back(documents[film].empty() ? 0 : 1);
  return scores;
}

std::vector<std::vector<std::string>> predicted_names(const GenreScores& scores, const std::vector<std::string>& names) {
  std::vector<std::vector<std::string>> genres(scores.known.size());
  for (std::size_t film = 0; film < genres.size(); ++film) {
    if (scores.known[film] == 0) continue;
    const auto cells = scores.answered.row(film);
    for (std::size_t label = 0; label < cells.size(); ++label)
      if (cells[label] != 0) genres[film].push_back(names[label]);
    if (!genres[film].empty()) continue;
    const auto logits = scores.logits.row(film);
    genres[film].push_back(names[static_cast<std::size_t>(std::max_element(logits.begin(), logits.end()) - logits.begin())]);
  }
  return genres;
}

Matrix copy_rows(const MatrixView& vectors, std::span<const std::size_t> rows) {
  Matrix copied(rows.size(), vectors.cols);
  for (std::size_t i = 0; i < rows.size(); ++i) std::copy_n(vectors.row(rows[i]).begin(), vectors.cols, copied.row(i).begin());
  return copied;
}

}  // namespace kinora
