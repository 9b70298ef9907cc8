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
  std::vector<double> genre_f1;  ///< as ClassifierFigures::genres; empty in bundles of older programs
};

/// The classifier on the test rows (scikit-learn's definitions; kinora/classify/metrics.hpp).
struct KINORA_EXPORT ClassifierFigures {
  std::string model = "mlp";  ///< as the recipe calls it: "mlp" or "linear"
  bool honest = true;         ///< what it reads never saw a test row or a genre
  std::size_t train_rows = 0;
  std::size_t test_rows = 0;
  double test_loss = 0;
  double micro_f1 = 0;
  double macro_f1 = 0;
  double samples_f1 = 0;
  double hamming_loss = 0;
  /// Expected calibration error of all test rows' probabilities of all genres, in 15 bins of equal count; none in bundles of
  /// older programs.
  std::optional<double> calibration_error;
  double cost = 0;                         ///< C of a linear model, be it given or found; 0 for a network
  std::vector<GenreFigures> genres;        ///< by name
  std::vector<BaselineFigures> baselines;  ///< the most frequent genre always; the most frequent genres always
  std::vector<double> epoch_losses;        ///< of a network
};

/// The baseline with the highest micro-F1 of those that do better than the classifier in micro- or macro-F1; null if none does.
/// Then the classifier's predictions are not used for films without genres. O(baselines).
[[nodiscard]] KINORA_EXPORT const BaselineFigures* better_baseline(const ClassifierFigures& figures);

/// How long a stage took, and the most memory that the process had had by its end.
struct KINORA_EXPORT StageFigures {
  std::string name;
  double milliseconds = 0;
  double peak_memory_mb = 0;
};

/// One change of a bundle after it was built.
struct KINORA_EXPORT BundleChange {
  std::uint64_t generation = 0;   ///< that it made
  std::string command;            ///< "add" or "remove"
  std::vector<InputFile> inputs;  ///< what was added
  std::uint64_t rows_read = 0;    ///< records of the file that was added
  std::size_t films_added = 0;
  std::size_t films_updated = 0;
  std::size_t films_removed = 0;
};

/// All changes since the build, and the latest of them one by one.
struct KINORA_EXPORT BundleChanges {
  static constexpr std::size_t kListed = 20;

  std::uint64_t count = 0;
  std::uint64_t rows_read = 0;
  std::uint64_t films_added = 0;
  std::uint64_t films_updated = 0;
  std::uint64_t films_removed = 0;
  std::vector<BundleChange> latest;  ///< at most kListed, oldest first
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
  std::uint64_t rows_read = 0;  ///< by the build, as the next
  std::vector<std::pair<std::string, std::uint64_t>> rejected_by_reason;
  std::size_t movies = 0;     ///< now
  std::size_t documents = 0;  ///< that the model was trained on, as the next three
  std::uint64_t tokens = 0;
  std::size_t vocabulary = 0;
  std::size_t dimension = 0;
  std::vector<std::string> genres;              ///< the classifier's labels, or all of the catalogue's if it has no classifier
  std::vector<double> doc2vec_losses;           ///< by epoch
  std::optional<ClassifierFigures> classifier;  ///< none if too few films have a genre
  std::size_t predicted_genre_rows = 0;         ///< films without genres of their own that were given predicted ones
  MovieName best_known;
  BundleChanges changes;  ///< since the build, from which everything that was trained is
  std::vector<StageFigures> stages;
  double peak_memory_mb = 0;
};

}  // namespace kinora
