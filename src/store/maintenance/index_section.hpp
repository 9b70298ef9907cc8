#pragma once

#include "store/lance/manifest_file.hpp"

#include <cstddef>
#include <cstdint>
#include <set>

namespace kinora::maintenance {

/// Leaves out of a manifest LanceDB's indices that point into fragments which are no more, or do not say into which they point.
/// The others are kept to the byte of what they say. Returns how many were left out.
std::size_t drop_indices_of(lance::ManifestFile& file, const std::set<std::uint64_t>& fragment_ids);

/// Leaves out those of columns that are no more, by their field ids. Returns how many were left out.
std::size_t drop_indices_on(lance::ManifestFile& file, const std::set<std::int32_t>& field_ids);

}  // namespace kinora::maintenance
