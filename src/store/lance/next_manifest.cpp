#include "store/lance/next_manifest.hpp"

#include "store/lance/errors.hpp"

#include <algorithm>
#include <limits>

namespace kinora::lance {

void note_fragment_ids(wire::Manifest& manifest) {
  // Writers older than max_fragment_id left it out.
  for (const wire::Fragment& fragment : manifest.fragments())
    if (!manifest.has_max_fragment_id() || fragment.id() > manifest.max_fragment_id())
      manifest.set_max_fragment_id(
          static_cast<std::uint32_t>(std::min<std::uint64_t>(fragment.id(), std::numeric_limits<std::uint32_t>::max())));
}

ManifestFile follow(const NewestManifest& base) {
  ManifestFile next = base.file;
  note_fragment_ids(next.manifest);
  next.transaction.emplace();
  return next;
}

Result<void> add_fragment(wire::Manifest& manifest, const wire::Fragment& fragment) {
  std::uint32_t id = 0;
  if (manifest.has_max_fragment_id()) {
    if (manifest.max_fragment_id() == std::numeric_limits<std::uint32_t>::max())
      return unsupported("manifest", "more than 2^32 fragments");
    id = manifest.max_fragment_id() + 1;
  }
  manifest.set_max_fragment_id(id);
  wire::Fragment& added = *manifest.add_fragments();
  added = fragment;
  added.set_id(id);
  return {};
}

}  // namespace kinora::lance
