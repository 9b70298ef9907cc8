#pragma once

#include "base/directory_lock.hpp"
#include "engine/bundle_parts.hpp"
#include "engine/stage_clock.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/catalogue/catalogue.hpp"
#include "kinora/engine/bundle_info.hpp"
#include "kinora/math/matrix.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace kinora {

/// Films as a bundle takes them in, row for row.
struct NewFilms {
  Catalogue catalogue;
  Matrix vectors;
  LabelColumn genres;  ///< the catalogue's, or predicted ones
  std::vector<std::uint8_t> genres_predicted;
};

/// A bundle that somebody is changing. While it lives nobody else can: what was read stays what is replaced.
struct BundleEdit {
  DirectoryLock lock;
  BundleParts base;

  static Result<BundleEdit> begin(FileSystem& files, const std::filesystem::path& path, const Execution& execution);
};

/// Where the films of the base go: out, or into the new film that takes their place, or on in the order in which they are.
/// The films that are kept come first, after them the new ones.
class FilmMoves {
 public:
  explicit FilmMoves(std::size_t base_films) : replaced_by_(base_films), leaves_(base_films, 0) {}

  void remove(std::size_t row) { leaves_[row] = 1; }
  void replace(std::size_t row, std::size_t new_film) {
    leaves_[row] = 1;
    replaced_by_[row] = new_film;
  }
  /// The rows of the base that stay, rising.
  [[nodiscard]] std::vector<std::size_t> kept() const;
  /// By row of the base, the row that the film then has; none if it is gone.
  [[nodiscard]] std::vector<std::optional<std::size_t>> new_rows() const;

 private:
  std::vector<std::optional<std::size_t>> replaced_by_;
  std::vector<std::uint8_t> leaves_;
};

/// Writes the changed bundle as a new generation with a new version of the table, and switches to it. `change` says what was
/// done; its generation is filled in. Models are those of the base: hard links where the file system has them.
[[nodiscard]] Result<BundleInfo> commit_edit(FileSystem& files, const BundleEdit& edit, const FilmMoves& moves,
                                             const NewFilms& films, BundleChange change, StageClock& clock,
                                             const Execution& execution);

}  // namespace kinora
