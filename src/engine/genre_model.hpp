#pragma once

#include "base/file_system.hpp"
#include "engine/bundle_parts.hpp"
#include "engine/genre_scores.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/catalogue/catalogue.hpp"
#include "kinora/recipe/recipe.hpp"
#include "kinora/text/vocabulary.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

/// The options of documents that say nothing of their genres: what the honest encoder and the linear model read.
[[nodiscard]] TextOptions honest_text_options(const TextOptions& text);

/// The options with which the honest encoder infers, in a build and for a question alike.
[[nodiscard]] InferOptions honest_infer_options(const Recipe& recipe);

/// The terms of a linear model as a vocabulary, under the same numbers; the counts are all 1.
[[nodiscard]] Vocabulary term_vocabulary(const LinearClassifier& classifier);

/// The files of a bundle's genre model, mapped (which reads nothing of them): later changes of the bundle remove its older
/// generations. A file that the model does not need may be missing.
struct GenreModelFiles {
  using File = Result<std::shared_ptr<const MappedFile>>;

  File classifier;
  File encoder;  ///< what makes the vectors that a network reads

  static GenreModelFiles map(FileSystem& files, const BundleParts& bundle);
};

/// Films to be scored: some rows of `catalogue` and of their `vectors` in the table. A network of these vectors reads no
/// catalogue, the other models read no vectors.
struct FilmsToScore {
  const Catalogue* catalogue = nullptr;
  MatrixView vectors;
  std::span<const std::size_t> rows;
};

/// What a model says of a text, and how much of it the model knows.
struct TextScores {
  GenreScores scores;  ///< of one film
  std::size_t known_words = 0;
  std::size_t unknown_words = 0;
};

/// A bundle's trained genre model, whichever the recipe chose: the one place that tells them apart once they are files.
/// Immutable and thread-safe. What a film is given depends on the film and the bundle alone, not on the others beside it.
class GenreModel {
 public:
  /// Reads the classifier; an encoder is read when it is first needed. The model keeps references to both arguments. Errors:
  /// kInvalidArgument if the bundle has no model; those of damaged files.
  static Result<std::unique_ptr<const GenreModel>> load(const BundleParts& bundle, const GenreModelFiles& files);

  [[nodiscard]] virtual const std::vector<std::string>& names() const = 0;
  [[nodiscard]] virtual Result<GenreScores> score_films(const FilmsToScore& films, const Execution& execution) const = 0;
  [[nodiscard]] virtual Result<TextScores> score_text(std::string_view text) const = 0;

  GenreModel(const GenreModel&) = delete;
  GenreModel& operator=(const GenreModel&) = delete;
  virtual ~GenreModel() = default;

 protected:
  GenreModel() = default;
};

}  // namespace kinora
