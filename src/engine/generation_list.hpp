#pragma once

#include "base/file_system.hpp"
#include "engine/bundle.hpp"
#include "kinora/base/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace kinora {

/// The numbers below models/, rising; also those of directories that are not Kinora's.
[[nodiscard]] Result<std::vector<std::uint64_t>> list_generations(FileSystem& files, const BundleLayout& bundle);

/// Whether the directory of this number holds a generation, and not what somebody else has put there.
[[nodiscard]] bool is_generation(FileSystem& files, const BundleLayout& bundle, std::uint64_t number);

/// Removes, under the bundle's lock, what is older than the generation `published`, but the newest `keep` of the older ones and
/// `in_use`, the one that was in use until now. What others are writing stays, as does what is no generation of Kinora's; what
/// killed processes were writing goes. Gives the numbers that are left, rising. What fails is tried again by the next change.
std::vector<std::uint64_t> prune_generations(FileSystem& files, const BundleLayout& bundle, std::uint64_t published,
                                             std::uint64_t in_use, std::size_t keep);

}  // namespace kinora
