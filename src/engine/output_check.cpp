#include "engine/output_check.hpp"

#include "base/try.hpp"
#include "engine/generation_list.hpp"
#include "engine/new_generation.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {
namespace {

tl::unexpected<Error> occupied(const BundleLayout& bundle, const char* found) {
  return fail({.code = ErrorCode::kOutputUnwritable,
               .what = "there is something else at the output's path",
               .where = bundle.root().string(),
               .expected = "nothing, an empty directory or an older bundle",
               .found = found,
               .next_step = "Choose another path with -o"});
}

Result<void> check_parent(FileSystem& files, const BundleLayout& bundle) {
  const std::filesystem::path root = bundle.root().has_filename() ? bundle.root() : bundle.root().parent_path();
  const std::filesystem::path parent = root.parent_path();
  if (parent.empty() || files.exists(parent)) return {};
  return fail({.code = ErrorCode::kOutputUnwritable,
               .what = "the directory that the output is to be made in does not exist",
               .where = bundle.root().string(),
               .expected = "a directory " + parent.string(),
               .next_step = "Create it, or choose another path with -o"});
}

/// What a first build leaves that is killed before it has a bundle.json: models/ with nothing foreign in it, and tables.
bool is_unfinished_bundle(FileSystem& files, const BundleLayout& bundle, const std::vector<std::string>& entries) {
  const auto known = [](const std::string& name) {
    return name == "models" || name == "bundle.json.tmp" || name.ends_with(".lance");
  };
  const auto inside = files.list(bundle.models());
  if (!inside || !std::all_of(entries.begin(), entries.end(), known)) return false;
  const auto numbers = list_generations(files, bundle);
  if (!numbers) return false;
  const auto unfinished =
      std::count_if(inside->begin(), inside->end(), [](const std::string& name) { return name.starts_with(kUnfinishedPrefix); });
  if (static_cast<std::size_t>(unfinished) + numbers->size() != inside->size()) return false;
  return std::all_of(numbers->begin(), numbers->end(),
                     [&](std::uint64_t number) { return is_generation(files, bundle, number); });
}

}  // namespace

Result<void> check_replaceable(FileSystem& files, const BundleLayout& bundle) {
  const auto info = read_manifest(files, bundle);
  if (info || !files.exists(bundle.manifest())) return {};
  if (info.error().code != ErrorCode::kBundleCorrupt) return fail(info.error());
  // A damaged bundle may be built again in its place, if it can be seen that it is one.
  KINORA_TRY(const auto file, files.map(bundle.manifest()));
  if (file->text().find("\"kinora bundle\"") != std::string_view::npos) return {};
  return fail({.code = ErrorCode::kBundleForeign,
               .what = "this is not a bundle of Kinora's, or nothing is left by which to tell",
               .where = bundle.manifest().string(),
               .expected = "\"format\": \"kinora bundle\"",
               .next_step = "Move it away, or choose another path with -o"});
}

Result<void> check_output(FileSystem& files, const BundleLayout& bundle) {
  if (files.exists(bundle.manifest())) return check_replaceable(files, bundle);
  if (!files.exists(bundle.root())) return check_parent(files, bundle);
  const auto entries = files.list(bundle.root());
  if (!entries) return occupied(bundle, "a file");
  if (entries->empty() || is_unfinished_bundle(files, bundle, *entries)) return {};
  return occupied(bundle, "a directory with other files");
}

}  // namespace kinora
