#include "store/maintenance/index_section.hpp"

#include "store/lance/roaring.hpp"

#include <algorithm>
#include <functional>
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

bool is_on(const lance::wire::IndexMetadata& index, const std::set<std::int32_t>& field_ids) {
  return std::any_of(index.fields().begin(), index.fields().end(), [&](std::int32_t id) { return field_ids.contains(id); });
}

std::size_t drop_if(lance::ManifestFile& file, const std::function<bool(const lance::wire::IndexMetadata&)>& is_stale) {
  lance::wire::IndexSection section;
  if (!section.ParseFromString(file.index_section)) {
    file.index_section.clear();
    return 1;
  }
  lance::wire::IndexSection kept = section;
  kept.clear_indices();
  for (const lance::wire::IndexMetadata& index : section.indices())
    if (!is_stale(index)) *kept.add_indices() = index;
  const int dropped = section.indices_size() - kept.indices_size();
  if (dropped != 0) file.index_section = kept.indices_size() == 0 ? std::string() : kept.SerializeAsString();
  return static_cast<std::size_t>(dropped);
}

}  // namespace

std::size_t drop_indices_of(lance::ManifestFile& file, const std::set<std::uint64_t>& fragment_ids) {
  return drop_if(file, [&](const lance::wire::IndexMetadata& index) { return points_into(index, fragment_ids); });
}

std::size_t drop_indices_on(lance::ManifestFile& file, const std::set<std::int32_t>& field_ids) {
  return drop_if(file, [&](const lance::wire::IndexMetadata& index) { return is_on(index, field_ids); });
}

}  // namespace kinora::maintenance
