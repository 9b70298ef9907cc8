#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"
#include "kinora/math/matrix.hpp"
#include "kinora/search/exact.hpp"
#include "kinora/search/metric.hpp"
#include "kinora/search/row_selection.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace kinora {

struct KINORA_EXPORT GraphOptions {
  Metric metric = Metric::kCosine;
  std::size_t neighbours = 32;   ///< links of a row at most; half as many in the layers above: 4..256
  std::size_t build_beam = 128;  ///< rows among which the neighbours of a new one are chosen: 8..4096
  std::uint64_t seed = 42;       ///< of the order in which rows are linked

  [[nodiscard]] Result<void> validate() const;
};

enum class GraphCheck : std::uint8_t {
  kHeader,    ///< at once; damage further on makes answers worse, never unsafe
  kEveryByte  ///< reads all bytes once, for their checksum
};

struct GraphParts;

/// A graph over the rows of a matrix in which near rows are linked, for an approximate search that looks at few rows (Malkov &
/// Yashunin, 2016: HNSW), and the rows in eight bits a number, by which it compares them. Rows without a distance (search_exact)
/// are never found. Immutable; thread-safe; copies share the bytes. The vectors are not part of it: the best rows are ranked by
/// them, so distances are exact.
class KINORA_EXPORT GraphIndex {
 public:
  /// The same bytes for any number of threads. Errors: kInvalidArgument (options, more than 2^31 - 2 rows), kCancelled.
  static Result<GraphIndex> build(const MatrixView& vectors, const GraphOptions& options, const Execution& execution);
  /// The eight-bit rows alone: for searches that are exact and yet read a quarter of the bytes.
  static Result<GraphIndex> build_codes(const MatrixView& vectors, Metric metric, const Execution& execution);
  /// Views `bytes`, which `owner` keeps alive. They must begin at a multiple of 64 in memory. `where` names them in errors:
  /// kFormatUnknown, kFileTruncated, kTableUnsupported (a newer version), kTableCorrupt.
  static Result<GraphIndex> open(std::span<const std::byte> bytes, std::shared_ptr<const void> owner, std::string_view where,
                                 GraphCheck check);

  /// An index of all rows, the first rows() of which are those of this one, with the rest linked into it. Errors: as build();
  /// kInvalidArgument if there are fewer rows than before or of another length; kTableCorrupt for damage of opened bytes.
  [[nodiscard]] Result<GraphIndex> extended(const MatrixView& all, const Execution& execution) const;
  /// The same from the new rows alone: their numbers follow those of this one.
  [[nodiscard]] Result<GraphIndex> extended_by(const MatrixView& added, const Execution& execution) const;

  /// What open() reads: written one after the other. Valid as long as the index.
  [[nodiscard]] std::vector<std::span<const std::byte>> bytes() const;
  [[nodiscard]] std::uint64_t size_in_bytes() const;

  [[nodiscard]] std::size_t rows() const;
  [[nodiscard]] std::size_t dimension() const;
  [[nodiscard]] const GraphOptions& options() const;
  [[nodiscard]] bool has_graph() const;

  /// The k nearest rows of `vectors`, those of the index, in the order of search_exact, as far as the graph finds them; without a
  /// graph, exactly. `beam` (at least k is taken) is the number of rows that compete: more find more and take longer. Rows
  /// that the selection leaves out still lead the way; with few selected, an exact search is faster. Errors: as search_exact.
  [[nodiscard]] Result<std::vector<SearchHit>> search(const MatrixView& vectors, std::span<const std::int64_t> ids,
                                                      std::span<const float> query, std::size_t k, std::size_t beam,
                                                      const RowSelection& selection) const;

  /// For the library's own use.
  [[nodiscard]] const GraphParts& parts() const { return *parts_; }

 private:
  explicit GraphIndex(std::shared_ptr<const GraphParts> parts) : parts_(std::move(parts)) {}

  std::shared_ptr<const GraphParts> parts_;
};

}  // namespace kinora
