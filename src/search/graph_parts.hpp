#pragma once

#include "kinora/search/graph_index.hpp"
#include "search/large_array.hpp"
#include "search/vector_codes.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kinora {

/// Ends a list of links that is not full; stands for "no node".
inline constexpr std::uint32_t kNoNode = 0xFFFFFFFFU;
/// A number of a row has 31 bits: the beam needs one.
inline constexpr std::size_t kMostRows = 0x7FFFFFFEU;
/// So that sums of products of codes have 32 bits.
inline constexpr std::size_t kMostDimensions = std::size_t{1} << 17U;

/// A layer of the graph. Its nodes are the records of `codes`; in the base layer, the rows.
struct GraphLayer {
  VectorCodes codes;
  std::span<const std::uint32_t> links;  ///< `degree` of each node, fewer end with kNoNode; not known to be in range
  std::size_t degree = 0;

  [[nodiscard]] std::size_t size() const { return codes.rows(); }
  [[nodiscard]] std::span<const std::uint32_t> links_of(std::size_t node) const { return links.subspan(node * degree, degree); }
};

/// A row that is as another one, by its codes: it is in no layer.
struct Twin {
  std::uint32_t row = 0;  ///< the first of them
  std::uint32_t twin = 0;
};

/// Where a search begins.
struct GraphEntry {
  std::uint32_t row = kNoNode;  ///< kNoNode: the graph is empty
  std::uint32_t slot = 0;       ///< its node in the upper layers
  std::size_t level = 0;        ///< the highest layer it is in
};

/// The arrays of an index, views of vectors or of a mapped file. Sizes agree with each other; the numbers in them are not
/// trusted.
///
/// Rows get a random number each (graph_levels.hpp). Those below 2^-4 of its range are in layer 1, those below 2^-8 in layer 2,
/// and so on. The upper layers number their nodes in this order: the nodes of a layer are the first of the layer beneath.
struct GraphParts {
  GraphParts() = default;
  GraphParts(const GraphParts&) = delete;
  GraphParts& operator=(const GraphParts&) = delete;
  virtual ~GraphParts() = default;

  CodeSpace space;
  GraphOptions options;
  bool has_graph = false;
  std::uint32_t entry_row = kNoNode;
  std::vector<std::size_t> layer_sizes;  ///< of the layers 1, 2, ...
  std::span<const std::int8_t> records;  ///< of all rows
  std::span<const std::uint32_t> base_links;
  std::span<const std::uint32_t> upper_rows;  ///< the rows of the nodes of layer 1
  std::span<const std::int8_t> upper_records;
  std::span<const std::uint32_t> upper_links;  ///< of layer 1, then of layer 2, ...
  std::span<const Twin> twins;                 ///< by row, then by twin
  std::span<const std::uint32_t> strays;       ///< rows that codes cannot tell (CodeTail::is_point) and yet have a distance
  std::vector<std::byte> header;               ///< of the file

  [[nodiscard]] VectorCodes codes() const { return {space, records}; }
  [[nodiscard]] std::size_t rows() const { return records.size() / space.record_size(); }
  [[nodiscard]] std::size_t degree_of(std::size_t level) const {
    return level == 0 ? options.neighbours : options.neighbours / 2;
  }
  /// Layer 0 is the base.
  [[nodiscard]] GraphLayer layer(std::size_t level) const;
  /// Of a whole graph.
  [[nodiscard]] GraphEntry entry() const { return {entry_row, 0, layer_sizes.size()}; }
  /// Where the links of a layer begin in upper_links.
  [[nodiscard]] std::size_t upper_offset(std::size_t level) const;
};

/// With the arrays themselves.
struct OwnedGraph : GraphParts {
  LargeArray<std::int8_t> record_bytes;
  LargeArray<std::uint32_t> base_link_array;
  LargeArray<std::uint32_t> upper_row_array;
  LargeArray<std::int8_t> upper_record_bytes;
  LargeArray<std::uint32_t> upper_link_array;
  std::vector<Twin> twin_array;
  std::vector<std::uint32_t> stray_array;

  /// Lets the views be of the arrays as they are now.
  void view_arrays();
};

}  // namespace kinora
