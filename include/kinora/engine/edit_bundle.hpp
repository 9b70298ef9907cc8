#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"
#include "kinora/engine/bundle_info.hpp"
#include "kinora/ingest/ingest.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kinora {

/// Films for a bundle that is there already.
struct KINORA_EXPORT AddRequest {
  std::filesystem::path bundle;
  CatalogueFiles files;                             ///< in any form that build_bundle() reads
  std::optional<IngestOptions> catalogue = {};      ///< how they are read; none: as the bundle's recipe says
  std::optional<std::filesystem::path> quarantine;  ///< where rejected records are written as CSV
};

/// A film that was added, or took the place of an older record of it.
struct KINORA_EXPORT AddedMovie {
  MovieName movie;
  bool updated = false;             ///< the bundle had it
  std::vector<std::string> genres;  ///< its own, or predicted ones
  bool genres_predicted = false;
  std::size_t known_words = 0;  ///< of its document, in the model's vocabulary; without any it is found, and like no other film
};

struct KINORA_EXPORT AddSummary {
  BundleInfo info;  ///< of the bundle as it is now
  IngestReport ingest;
  std::vector<AddedMovie> movies;  ///< by row: in the order of the file
  std::size_t added = 0;
  std::size_t updated = 0;
  std::size_t predicted_genre_rows = 0;  ///< of `movies`
  std::uint64_t tokens = 0;              ///< of their documents
  std::uint64_t known_tokens = 0;        ///< of them in the model's vocabulary
  std::vector<StageFigures> stages;
};

/// Adds the films of a catalogue without training anything: vectors are inferred by the bundle's model and films without a genre
/// are given predicted ones. A film that the bundle has (the same id; with CatalogueKey::kTitle also the same title) is replaced
/// whole. A file without ids makes new films, numbered on from the bundle's; with kTitle one that is there keeps its id. The next
/// Engine::open() finds and recommends them; an Engine that is open stays as it is.
///
/// A new generation beside the one in use, and one switch at the end: on any error, when cancelled, or when the process is
/// killed, the bundle is as it was. Changes of several processes are made one after the other. The same file added to the same
/// bundle gives the same bytes of every index and vector, at any number of threads; and the indexes are those of a build of all
/// films together. Linear in the films of the bundle for the indexes, in those of the file for the rest. Errors: those of
/// Engine::open() and read_catalogue(); kInvalidArgument for a file whose ids are another catalogue's than the bundle's
/// (MovieLens', TMDB's or IMDb's); kOutputUnwritable, kDiskFull, kCommitConflict, kCancelled.
[[nodiscard]] KINORA_EXPORT Result<AddSummary> add_movies(const AddRequest& request, const Execution& execution);

struct KINORA_EXPORT RemoveRequest {
  std::filesystem::path bundle;
  std::vector<std::int64_t> ids;  ///< at least one; repeated ones count once
};

struct KINORA_EXPORT RemoveSummary {
  BundleInfo info;                ///< of the bundle as it is now
  std::vector<MovieName> movies;  ///< that were removed, in the order asked for
  std::vector<StageFigures> stages;
};

/// Removes films, all or none. As add_movies() in all that it promises; what was trained stays as it is.
/// Errors: those of Engine::open(); kMovieNotFound, with the ids that no film has; kInvalidArgument if no film would be left, or
/// no id is given; kOutputUnwritable, kDiskFull, kCommitConflict, kCancelled.
[[nodiscard]] KINORA_EXPORT Result<RemoveSummary> remove_movies(const RemoveRequest& request, const Execution& execution);

}  // namespace kinora
