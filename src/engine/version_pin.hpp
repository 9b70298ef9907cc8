#pragma once

#include "engine/bundle.hpp"
#include "kinora/base/result.hpp"
#include "kinora/engine/bundle_info.hpp"

#include <cstdint>

namespace kinora {

/// Tags the table's version of a generation ("kinora-generation-7"), so that no cleanup, Kinora's or LanceDB's, removes what a
/// bundle has in use: the newest version of its table need not be that one. To be called before the switch.
[[nodiscard]] Result<void> pin_version(const BundleLayout& bundle, const BundleInfo& info);

/// Takes the tag of a generation that was not switched to away again.
void unpin_version(const BundleLayout& bundle, const BundleInfo& info);

/// Takes away the tags of generations before `oldest_kept`. What fails is tried again by the next change.
void unpin_older_versions(const BundleLayout& bundle, const BundleInfo& info, std::uint64_t oldest_kept);

}  // namespace kinora
