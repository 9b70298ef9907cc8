#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"
#include "kinora/engine/bundle_info.hpp"
#include "kinora/engine/engine.hpp"
#include "kinora/evaluate/bootstrap.hpp"
#include "kinora/ingest/ingest.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kinora {

/// How well films that the same people like are found from one of them: docs/evaluation.md.
struct KINORA_EXPORT RelatedRequest {
  std::filesystem::path ratings;                    ///< see read_ratings()
  std::optional<std::filesystem::path> links;       ///< see read_links(); not with a catalogue of MovieLens' own ids
  std::vector<std::filesystem::path> against;       ///< other bundles, measured on the same films
  std::optional<std::filesystem::path> quarantine;  ///< where rejected rows are written as CSV
  std::size_t min_likes = 15;                       ///< films that fewer people like do not take part; at least 1
  BootstrapOptions bootstrap;                       ///< its seed is also that of the random order
};

/// One way to rank and what it reached.
struct KINORA_EXPORT RelatedFigures {
  std::string name;
  MeanInterval ndcg;                   ///< NDCG@10, mean over the films
  std::optional<MeanInterval> behind;  ///< the bundle's own ranking less this one, film by film; none for the own one
  bool knows_ratings = false;          ///< looks at the ratings that it is measured by: for comparison only
};

/// Another bundle, measured on the same films.
struct KINORA_EXPORT RelatedBundle {
  std::string name;  ///< as the names of its rankings begin: "article" of "out/article.kinora"
  std::string path;
  std::string recipe;
  std::size_t films_missing = 0;  ///< films taking part that it lacks: they come last, and count 0 where they are asked about
};

/// How many films have something in a field.
struct KINORA_EXPORT FieldCoverage {
  std::string field;
  std::size_t films = 0;      ///< of those taking part
  std::size_t catalogue = 0;  ///< of all in the bundle
};

/// What the own ranking reached where the film that is asked about has something, or has it not.
struct KINORA_EXPORT RelatedSlice {
  std::string name;  ///< "with an overview"
  std::size_t queries = 0;
  MeanInterval ndcg;
};

struct KINORA_EXPORT RelatedReport {
  std::string bundle;  ///< its path
  std::string recipe;
  std::size_t catalogue_films = 0;
  std::string joined_by;                    ///< "tmdbId", "imdbId" or "movieId"
  std::vector<InputFile> inputs;            ///< ratings and links
  std::vector<InputFile> catalogue_inputs;  ///< what the bundle was built from
  std::uint64_t rows_read = 0;              ///< of the ratings
  std::uint64_t ratings = 0;                ///< usable, the latest of each person for each film
  std::uint64_t replaced = 0;               ///< usable, and a later one of the same person for the same film counts
  std::vector<std::pair<std::string, std::uint64_t>> rejected_by_reason;  ///< rows of the ratings
  std::uint64_t link_rows_rejected = 0;
  std::size_t people = 0;
  std::size_t rated_films = 0;
  std::size_t linked_films = 0;  ///< rated films with an id to join by
  std::size_t joined_films = 0;  ///< of them in the bundle
  std::size_t merged_films = 0;  ///< rated films that share a film of the bundle with another one
  std::size_t films = 0;         ///< taking part: each ranks the others
  std::size_t queries = 0;       ///< films that are asked about: those with a relative
  std::size_t relatives = 0;     ///< at most so many a film
  std::size_t min_likes = 0;
  std::size_t k = 0;
  BootstrapOptions bootstrap;
  double random_expected = 0;           ///< NDCG of a random order, by calculation
  std::vector<RelatedFigures> methods;  ///< the bundle's own ranking first
  std::vector<RelatedBundle> against;
  std::vector<RelatedSlice> slices;  ///< none if the table has no overviews, or all films have one, or none has
  std::vector<FieldCoverage> coverage;
};

/// Measures a bundle's own ranking, as Engine::similar() answers, beside its vectors, other bundles and rankings that need no
/// training. Errors: those of reading; kInvalidArgument (an option, links that are missing or out of place); kNoUsableRow (fewer
/// than 30 films take part; the message says how many ids were seen); those of Engine::open(); kCancelled. The same report at any
/// number of threads. Observed as the stages "read", "relatives", "rankings" and "intervals".
[[nodiscard]] KINORA_EXPORT Result<RelatedReport> evaluate_related(const Engine& engine, const RelatedRequest& request,
                                                                   const Execution& execution);

}  // namespace kinora
