#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"
#include "kinora/engine/engine.hpp"
#include "kinora/evaluate/bootstrap.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kinora {

/// People's judgments of which films are alike (docs/evaluation.md has both forms of file).
struct KINORA_EXPORT JudgmentRequest {
  /// Tab-separated, header "film nearer farther"; a film is "Title|Year".
  std::optional<std::filesystem::path> triplets;
  /// Tab-separated, header "title_1 year_1 title_2 year_2 rating"; ratings are OK and NOT_OK.
  std::optional<std::filesystem::path> pairs;
  BootstrapOptions bootstrap;
};

/// What one way to score a pair of films reached.
struct KINORA_EXPORT JudgmentFigures {
  std::string name;
  MeanInterval
      value;  ///< the share of triplets in the right order, or the area under the ROC curve of the pairs; ties count half
};

/// One file of judgments.
struct KINORA_EXPORT JudgmentPart {
  std::string path;
  std::size_t rows = 0;
  std::size_t known = 0;                 ///< of them with every film in the bundle, found by title and year, give or take one
  std::vector<JudgmentFigures> methods;  ///< the bundle's own ranking first
};

struct KINORA_EXPORT JudgmentReport {
  std::optional<JudgmentPart> triplets;
  std::optional<JudgmentPart> pairs;
};

/// Measures how far a bundle's scores agree with people's judgments, beside its vectors and the overlap of genres.
/// Errors: kFileNotFound; kInvalidArgument for a file of another form, with the line; kNoUsableRow if no row has all its films in
/// the bundle, or the pairs are all of one rating.
[[nodiscard]] KINORA_EXPORT Result<JudgmentReport> evaluate_judgments(const Engine& engine, const JudgmentRequest& request,
                                                                      const Execution& execution);

}  // namespace kinora
