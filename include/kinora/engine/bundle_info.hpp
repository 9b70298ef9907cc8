#pragma once

#include "kinora/base/export.hpp"
#include "kinora/ingest/ingest.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kinora {

/// Quality of one genre on the test rows.
struct KINORA_EXPORT GenreFigures {
  std::string name;
  double precision = 0;
  double recall = 0;
  double f1 = 0;
  std::size_t support = 0;  ///< test rows of this genre
  double threshold = 0;     ///< probability from which on it is predicted
};

/// A trivial predictor that stands beside the classifier.
struct KINORA_EXPORT BaselineFigures {
  std::string name;
  double micro_f1 = 0;
  double macro_f1 = 0;
  double samples_f1 = 0;
};

/// The classifier on the test rows (scikit-learn's definitions; kinora/classify/metrics.hpp).
struct KINORA_EXPORT ClassifierFigures {
  bool honest = true;  ///< the features never saw a test row or a genre
  std::size_t train_rows = 0;
  std::size_t test_rows = 0;
  double test_loss = 0;
  double micro_f1 = 0;
  double macro_f1 = 0;
  double samples_f1 = 0;
  double hamming_loss = 0;
  std::vector<GenreFigures> genres;        ///< by name
  std::vector<BaselineFigures> baselines;  ///< the most frequent genre always; the most frequent genres always
  std::vector<double> epoch_losses;
};

/// How long a stage took, and the most memory that the process had had by its end.
struct KINORA_EXPORT StageFigures {
  std::string name;
  double milliseconds = 0;
  double peak_memory_mb = 0;
};

struct KINORA_EXPORT MovieName {
  std::int64_t id = 0;
  std::string title;
  std::int32_t year = 0;  ///< kUnknownYear if unknown
};

/// What a bundle holds and how it came about: bundle.json as a value.
struct KINORA_EXPORT BundleInfo {
  std::uint64_t generation = 0;
  std::string table_name;
  std::uint64_t table_version = 0;
  std::string recipe;
  std::uint64_t seed = 0;
  std::string format;  ///< of the catalogue file
  std::vector<InputFile> inputs;
  std::uint64_t rows_read = 0;
  std::vector<std::pair<std::string, std::uint64_t>> rejected_by_reason;
  std::size_t movies = 0;
  std::size_t documents = 0;
  std::uint64_t tokens = 0;
  std::size_t vocabulary = 0;
  std::size_t dimension = 0;
  std::vector<std::string> genres;              ///< the classifier's labels, or all of the catalogue's if it has no classifier
  std::vector<double> doc2vec_losses;           ///< by epoch
  std::optional<ClassifierFigures> classifier;  ///< none if too few films have a genre
  std::size_t predicted_genre_rows = 0;         ///< films without genres of their own that were given predicted ones
  MovieName best_known;
  std::vector<StageFigures> stages;
  double peak_memory_mb = 0;
};

}  // namespace kinora
