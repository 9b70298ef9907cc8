#pragma once

#include "base/directory_lock.hpp"
#include "base/file_system.hpp"
#include "engine/bundle.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"

namespace kinora {

/// The right to replace what a bundle has in use: held from reading it until the new generation stands in its place, so that no
/// two changes are made of the same generation, one of which would be lost. Readers need none. Waits for whoever has it, and
/// says so to the observer. Errors: kCancelled; those of opening the bundle's directory.
[[nodiscard]] Result<DirectoryLock> lock_bundle(FileSystem& files, const BundleLayout& bundle, const Execution& execution);

}  // namespace kinora
