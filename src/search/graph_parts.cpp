#include "search/graph_parts.hpp"

namespace kinora {

std::size_t GraphParts::upper_offset(std::size_t level) const {
  std::size_t offset = 0;
  for (std::size_t below = 1; below < level; ++below) offset += layer_sizes[below - 1] * degree_of(below);
  return offset;
}

GraphLayer GraphParts::layer(std::size_t level) const {
  const std::size_t degree = degree_of(level);
  if (level == 0) return {codes(), base_links, degree};
  const std::size_t size = layer_sizes[level - 1];
  return {VectorCodes(space, upper_records.first(size * space.record_size())),
          upper_links.subspan(upper_offset(level), size * degree), degree};
}

void OwnedGraph::view_arrays() {
  records = record_bytes;
  base_links = base_link_array;
  upper_rows = upper_row_array;
  upper_records = upper_record_bytes;
  upper_links = upper_link_array;
  twins = twin_array;
  strays = stray_array;
}

}  // namespace kinora
