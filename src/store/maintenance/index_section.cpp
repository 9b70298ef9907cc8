#include "store/maintenance/index_section.hpp"

#include "store/lance/roaring.hpp"

#include <algorithm>
#include <limits>
#include <span>

namespace kinora::maintenance {
namespace {

constexpr std::uint64_t kMostFragments = std::uint64_t{1} << 24U;

bool points_into(const lance::wire::IndexMetadata& index, const std::set<std::uint64_t>& fragment_ids) {
  if (!index.has_fragment_bitmap()) return true;
  const std::string& bitmap = index.fragment_bitmap();
  const auto covered = lance::read_roaring(std::as_bytes(std::span(bitmap)), kMostFragments, "the fragments of an index");
  return !covered || std::any_of(covered->begin(), covered->end(), [&](std::uint32_t id) { return fragment_ids.contains(id); });
}

}  // namespace

std::size_t drop_indices_of(lance::ManifestFile& file, const std::set<std::uint64_t>& fragment_ids) {
  lance::wire::IndexSection section;
  if (!section.ParseFromString(file.index_section)) {
    file.index_section.clear();
    return 1;
  }
  lance::wire::IndexSection kept = section;
  kept.clear_indices();
  for (const lance::wire::IndexMetadata& index : section.indices())
    if (!points_into(index, fragment_ids)) *kept.add_indices() = index;
  const int dropped = section.indices_size() - kept.indices_size();
  if (dropped != 0) file.index_section = kept.indices_size() == 0 ? std::string() : kept.SerializeAsString();
  return static_cast<std::size_t>(dropped);
}

}  // namespace kinora::maintenance
