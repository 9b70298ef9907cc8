#pragma once

#include "base/file_system.hpp"
#include "engine/bundle.hpp"
#include "kinora/base/result.hpp"
#include "kinora/engine/bundle_info.hpp"

#include <cstdint>
#include <vector>

namespace kinora {

/// Tags the table's version of a generation ("kinora-generation-7"), so that no cleanup, Kinora's or LanceDB's, removes what a
/// bundle has in use: the newest version of its table need not be that one. To be called before the switch.
[[nodiscard]] Result<void> pin_version(FileSystem& files, const BundleLayout& bundle, const BundleInfo& info);

/// Takes the tag of a generation that was not switched to away again.
void unpin_version(FileSystem& files, const BundleLayout& bundle, const BundleInfo& info);

/// Takes away the tags of generations before this one but those in `left`, from every table of the bundle: an older generation
/// may have had a table of another name. What fails is tried again by the next change.
void unpin_versions_but(FileSystem& files, const BundleLayout& bundle, const BundleInfo& info,
                        const std::vector<std::uint64_t>& left);

}  // namespace kinora
