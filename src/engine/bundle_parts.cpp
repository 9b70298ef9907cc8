#include "engine/bundle_parts.hpp"

#include "base/try.hpp"

#include <utility>

namespace kinora {
namespace {

Result<BundleParts> open_generation(FileSystem& files, const BundleLayout& bundle, BundleInfo info) {
  const GenerationLayout generation{bundle.generation(info.generation)};
  KINORA_TRY(Recipe recipe, part_of_bundle(bundle, load_saved_recipe(generation.recipe())));
  KINORA_TRY(Table table, part_of_bundle(bundle, Table::open(bundle.table(info.table_name), info.table_version)));
  KINORA_TRY(MovieIndex movies, part_of_bundle(bundle, MovieIndex::open(files, generation.movies())));
  KINORA_TRY(TitleIndex titles, part_of_bundle(bundle, TitleIndex::open(files, generation.titles())));
  KINORA_TRY(Column vectors, table.column("vector"));
  if (vectors.field.type != DataType::kVector || vectors.rows != movies.size() || !vectors.validity.empty())
    return bundle_contradiction(bundle, "the table has not one vector a film");
  if (table.row_count() != movies.size()) return bundle_contradiction(bundle, "the table has not one row a film");
  return BundleParts{.bundle = bundle,
                     .info = std::move(info),
                     .recipe = std::move(recipe),
                     .table = std::move(table),
                     .movies = std::move(movies),
                     .titles = std::move(titles),
                     .vectors = std::move(vectors)};
}

}  // namespace

tl::unexpected<Error> bundle_contradiction(const BundleLayout& bundle, std::string what) {
  return fail({.code = ErrorCode::kBundleCorrupt,
               .what = std::move(what),
               .where = bundle.root().string(),
               .next_step = "Build the bundle again with: kinora build CATALOGUE -o " + bundle.root().string()});
}

Result<BundleParts> open_bundle(FileSystem& files, const std::filesystem::path& path) {
  const BundleLayout bundle(path);
  while (true) {
    KINORA_TRY(BundleInfo info, read_manifest(files, bundle));
    const std::uint64_t generation = info.generation;
    Result<BundleParts> parts = open_generation(files, bundle, std::move(info));
    if (parts) return parts;
    // Two changes may be made while one reader opens, and the generation that it read of is then removed.
    const auto newer = read_manifest(files, bundle);
    if (!newer || newer->generation == generation) return parts;
  }
}

}  // namespace kinora
