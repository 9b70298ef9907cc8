#pragma once

#include "base/file_system.hpp"
#include "engine/bundle.hpp"
#include "kinora/base/result.hpp"
#include "kinora/engine/bundle_info.hpp"
#include "kinora/recipe/recipe.hpp"
#include "kinora/store/table.hpp"
#include "recommend/movie_index.hpp"
#include "text/title_index.hpp"

#include <filesystem>
#include <string>

namespace kinora {

/// What every question needs of a bundle: one generation, and the version of the table that belongs to it. Row for row the same
/// films in the table, the vectors and the indexes.
struct BundleParts {
  BundleLayout bundle;
  BundleInfo info;
  Recipe recipe;
  Table table;
  MovieIndex movies;
  TitleIndex titles;
  Column vectors;

  [[nodiscard]] GenerationLayout generation() const { return {bundle.generation(info.generation)}; }
};

/// Opens the generation that is in use. One that was replaced and removed while it was being opened is passed over for the newer
/// one. Errors: kBundleMissing, kBundleForeign, kBundleCorrupt, kTableCorrupt.
[[nodiscard]] Result<BundleParts> open_bundle(FileSystem& files, const std::filesystem::path& path);

/// The error of a bundle whose parts do not fit together.
[[nodiscard]] tl::unexpected<Error> bundle_contradiction(const BundleLayout& bundle, std::string what);

/// A missing file of a generation is a damaged bundle, not a misspelt path of the user's.
template <class T>
Result<T> part_of_bundle(const BundleLayout& bundle, Result<T> part) {
  if (!part && part.error().code == ErrorCode::kFileNotFound)
    return bundle_contradiction(bundle, "a file of the bundle is missing: " + part.error().where);
  return part;
}

}  // namespace kinora
