#pragma once

#include "base/file_system.hpp"
#include "engine/bundle.hpp"
#include "kinora/base/result.hpp"

namespace kinora {

/// Refuses a path at which there is something that a build must not write into: anything but nothing at all (below a directory
/// that exists), an empty directory, a bundle of this format version, a damaged one, or what a first build left that was killed.
/// Errors: kOutputUnwritable; kBundleForeign (bundle.json is not Kinora's, or of a newer format).
[[nodiscard]] Result<void> check_output(FileSystem& files, const BundleLayout& bundle);

/// Refuses a bundle.json that a build must not replace; none is none to refuse. Errors: kBundleForeign, kFileUnreadable.
[[nodiscard]] Result<void> check_replaceable(FileSystem& files, const BundleLayout& bundle);

}  // namespace kinora
