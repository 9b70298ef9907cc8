#pragma once

#include "kinora/store/compact.hpp"
#include "store/lance/snapshot.hpp"

#include <cstddef>
#include <vector>

namespace kinora::maintenance {

/// Neighbouring fragments, by their positions in the manifest, whose live rows are to become one fragment; none if all are dead.
struct CompactGroup {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::uint64_t live_rows = 0;
};

/// What to write anew, ascending. Empty: nothing.
[[nodiscard]] std::vector<CompactGroup> plan_compaction(const lance::WholeVersion& version, const CompactOptions& options);

}  // namespace kinora::maintenance
