#pragma once

#include "kinora/base/result.hpp"
#include "store/lance/manifest_file.hpp"
#include "store/lance/manifest_store.hpp"
#include "store/lance/wire.pb.h"

namespace kinora::lance {

/// Sees to it that max_fragment_id is no less than the id of any fragment.
void note_fragment_ids(wire::Manifest& manifest);

/// The start of a version after `base` that keeps all it has, its index list too, with a transaction that has no operation yet.
[[nodiscard]] ManifestFile follow(const NewestManifest& base);

/// Adds a fragment under an id that none ever had, as max_fragment_id says. Error: kTableUnsupported when all are used up.
[[nodiscard]] Result<void> add_fragment(wire::Manifest& manifest, const wire::Fragment& fragment);

}  // namespace kinora::lance
