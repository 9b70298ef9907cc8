#include "engine/publish_generation.hpp"

#include "base/try.hpp"
#include "engine/generation_list.hpp"
#include "engine/output_check.hpp"
#include "engine/version_pin.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace kinora {
namespace {

tl::unexpected<Error> changed_meanwhile(const BundleLayout& bundle, std::uint64_t expected, const Result<BundleInfo>& found) {
  return fail({.code = ErrorCode::kCommitConflict,
               .what = "the bundle was changed meanwhile by another command",
               .where = bundle.root().string(),
               .expected = "generation " + std::to_string(expected) + ", which this change was made of",
               .found = found ? "generation " + std::to_string(found->generation) : found.error().what,
               .next_step = "Nothing of this change was kept; run the command again"});
}

/// Refuses a bundle that is not the one that the generation was made for; gives the generation in use, 0 if there is none.
Result<std::uint64_t> check_in_use(FileSystem& files, const BundleLayout& bundle, const PublishTerms& terms,
                                   const Execution& execution) {
  const Result<BundleInfo> in_use = read_manifest(files, bundle);
  if (terms.changed) {
    if (!in_use || in_use->generation != *terms.changed) return changed_meanwhile(bundle, *terms.changed, in_use);
    return in_use->generation;
  }
  KINORA_TRY_VOID(check_replaceable(files, bundle));
  if (!in_use) return 0;
  if (in_use->generation != terms.seen)
    execution.warning("another command has published generation " + std::to_string(in_use->generation) + " of " +
                      bundle.root().string() + " meanwhile: this build takes its place");
  return in_use->generation;
}

Result<std::uint64_t> next_number(FileSystem& files, const BundleLayout& bundle, std::uint64_t in_use) {
  KINORA_TRY(const std::vector<std::uint64_t> numbers, list_generations(files, bundle));
  return std::max(in_use, numbers.empty() ? 0 : numbers.back()) + 1;
}

/// The name of a bundle's directory must survive a power cut too.
Result<void> sync_parent(FileSystem& files, const BundleLayout& bundle) {
  const std::filesystem::path& root = bundle.root();
  return files.sync_directory(root.has_filename() ? root.parent_path() : root.parent_path().parent_path());
}

Result<void> switch_to(FileSystem& files, const BundleLayout& bundle, NewGeneration& generation, const BundleInfo& info) {
  KINORA_TRY_VOID(pin_version(files, bundle, info));
  Result<void> written = write_manifest(files, bundle, info);
  if (written) {
    generation.keep();
    return {};
  }
  // The error may have come after the rename: then the generation is what readers open, and must stay.
  const auto in_use = read_manifest(files, bundle);
  if (in_use && in_use->generation == info.generation)
    generation.keep();
  else
    unpin_version(files, bundle, info);
  return written;
}

}  // namespace

Result<void> publish_generation(FileSystem& files, const DirectoryLock& /*lock*/, const BundleLayout& bundle,
                                NewGeneration& generation, BundleInfo& info, const PublishTerms& terms,
                                const Execution& execution) {
  KINORA_TRY(const std::uint64_t in_use, check_in_use(files, bundle, terms, execution));
  KINORA_TRY(info.generation, next_number(files, bundle, in_use));
  if (terms.changed && !info.changes.latest.empty()) info.changes.latest.back().generation = info.generation;
  KINORA_TRY_VOID(write_file_atomically(files, generation.layout().manifest(), manifest_to_json(info)));
  KINORA_TRY_VOID(generation.move_to(info.generation));
  if (in_use == 0) KINORA_TRY_VOID(sync_parent(files, bundle));
  KINORA_TRY_VOID(switch_to(files, bundle, generation, info));
  const std::vector<std::uint64_t> left = prune_generations(files, bundle, info.generation, in_use, terms.keep);
  unpin_versions_but(files, bundle, info, left);
  return {};
}

}  // namespace kinora
