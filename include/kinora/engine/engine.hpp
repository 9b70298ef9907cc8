#pragma once

#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"
#include "kinora/catalogue/movie.hpp"
#include "kinora/engine/bundle_info.hpp"
#include "kinora/recommend/ranking_options.hpp"
#include "kinora/recommend/recommendation.hpp"
#include "kinora/search/metric.hpp"
#include "kinora/store/table.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

/// A film that somebody names: by id, or by title with an optional year. With both, the title is tried where no film has the id.
struct KINORA_EXPORT MovieReference {
  std::optional<std::int64_t> id;
  std::string title;
  std::optional<std::int32_t> year;
};

struct KINORA_EXPORT SimilarRequest {
  std::vector<MovieReference> liked;  ///< at least one
  std::vector<MovieReference> disliked;
  std::vector<MovieReference> excluded;  ///< never among the results; unknown ones are noted, not fatal
  std::size_t k = 10;                    ///< 1..1,000,000
  std::string where;                     ///< a Filter over the table; empty = all films
  Metric metric = Metric::kCosine;
  /// Ids of the films that may be answered, such as those of a shelf; none = all. Unknown ones are passed over.
  std::optional<std::vector<std::int64_t>> among = {};
  std::optional<RankingOptions> ranking = {};  ///< in place of the bundle's [ranking], where it ranks by the sum
  std::optional<double> taste = {};            ///< in place of the ranking's taste: 0 alike, 1 audience
  double diversity = 0;                        ///< 0..1: thins films that are like one before them in the list
};

/// A genre of the film that is asked about.
struct KINORA_EXPORT GenreGuess {
  std::string name;
  double probability = 0;  ///< 0..1; 1 for the catalogue's own
  std::string source;      ///< "catalogue" or "predicted"
  bool chosen = true;      ///< at or above its threshold
};

struct KINORA_EXPORT SimilarAnswer {
  std::vector<MovieName> liked;
  std::vector<MovieName> disliked;
  std::vector<GenreGuess> genres;    ///< of the first film liked
  std::optional<std::string> where;  ///< the condition that was applied
  std::string score_scale;           ///< what a score means and its range
  std::vector<Recommendation> results;
  std::vector<std::string> notes;  ///< homonyms, corrected titles, unknown ids: for the user
};

/// A film found by title.
struct KINORA_EXPORT TitleAnswer {
  MovieName movie;
  std::vector<std::string> genres;
  std::int64_t vote_count = 0;
  std::string match;      ///< "exact", "same words", "prefix", "similar spelling", "words"
  double similarity = 0;  ///< (0, 1]
};

struct KINORA_EXPORT GenreAnswer {
  std::vector<GenreGuess> genres;  ///< all, most probable first
  std::size_t known_words = 0;
  std::size_t unknown_words = 0;
};

/// What the classifier said about one test film.
struct KINORA_EXPORT GenreExample {
  MovieName movie;
  std::vector<std::string> actual;
  std::vector<std::string> predicted;
};

/// Opens a bundle and answers questions about it. Immutable: it stays on the generation that it opened. Const members are
/// thread-safe. Opening maps the indexes and reads no catalogue; models are loaded when a question first needs them.
class KINORA_EXPORT Engine {
 public:
  /// Errors: kBundleMissing, kBundleForeign, kBundleCorrupt, kTableCorrupt.
  static Result<Engine> open(const std::filesystem::path& path);

  [[nodiscard]] const BundleInfo& info() const;
  /// The bundle's table, at the version of its generation.
  [[nodiscard]] const Table& table() const;

  /// Films like those liked and unlike those disliked, by the bundle's recipe. Always k results where k exist.
  /// Errors: kMovieNotFound with the nearest titles, kFilterSyntax, kFilterType, kInvalidArgument.
  [[nodiscard]] Result<SimilarAnswer> similar(const SimilarRequest& request) const;

  /// At most k films whose title is like the query, best first.
  [[nodiscard]] std::vector<TitleAnswer> search_titles(std::string_view query, std::size_t k) const;

  /// The genres of a text that describes a film. Error: kInvalidArgument if the bundle has no classifier.
  [[nodiscard]] Result<GenreAnswer> genres(std::string_view text) const;

  /// The first n test films with their actual and predicted genres; empty without a classifier.
  [[nodiscard]] Result<std::vector<GenreExample>> genre_examples(std::size_t n) const;

  /// Writes vectors.npy, vectors.txt (word2vec text, ids as words), rows.csv (row, id, title, year), catalogue.csv,
  /// catalogue.jsonl, split_train.npy, split_test.npy (rows) and labels.csv (actual and predicted genres of the test films) into
  /// a directory.
  [[nodiscard]] Result<std::vector<std::filesystem::path>> export_to(const std::filesystem::path& directory) const;

  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;
  ~Engine();

 private:
  struct State;
  friend class SimilarAnswerer;
  friend class JudgmentEvaluation;
  friend class RelatedEvaluation;
  explicit Engine(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kinora
