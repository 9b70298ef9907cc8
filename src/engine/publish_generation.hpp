#pragma once

#include "base/directory_lock.hpp"
#include "base/file_system.hpp"
#include "engine/bundle.hpp"
#include "engine/new_generation.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace kinora {

struct PublishTerms {
  /// The generation that a change was made of: if another one is in use by now, the change is refused. None for a build, which
  /// needs nothing of what it replaces.
  std::optional<std::uint64_t> changed;
  /// The generation that was in use when a build began; a newer one is replaced with a warning.
  std::uint64_t seen = 0;
  std::size_t keep = 2;  ///< older generations that stay (bundle.keep_generations)
};

/// The one way in which a generation comes into use: gives it the next number after all there are, pins its version of the table,
/// replaces bundle.json and removes generations that are too old. `info` is what bundle.json is to say; its generation is filled
/// in. The lock is that of lock_bundle(), which the caller holds, of a change since it read the bundle.
/// Errors: kCommitConflict (the bundle was changed meanwhile), kBundleForeign, kOutputUnwritable, kDiskFull, those of pinning.
/// Unless bundle.json was replaced and only its durability is in doubt, the bundle is then as it was.
[[nodiscard]] Result<void> publish_generation(FileSystem& files, const DirectoryLock& lock, const BundleLayout& bundle,
                                              NewGeneration& generation, BundleInfo& info, const PublishTerms& terms,
                                              const Execution& execution);

}  // namespace kinora
