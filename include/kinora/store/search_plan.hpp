#pragma once

#include "kinora/base/export.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

/// What a vector search may do.
enum class SearchPlan : std::uint8_t {
  kAuto,   ///< asks a graph (kinora/store/index.hpp) if there is one and it pays; else exact
  kExact,  ///< the k nearest, without a doubt; the codes of an index only make that faster
  kIndex   ///< asks an index; an error if there is none for this column and metric that can be trusted
};

/// How rows are compared with a query. All give exact distances, and scan and codes the nearest rows without a doubt.
enum class SearchMethod : std::uint8_t {
  kScan,   ///< every row that may be found, by its vector
  kCodes,  ///< every row by its codes of eight bits, and by its vector where these leave a doubt
  kGraph,  ///< the rows that a graph of neighbours leads to, by their codes; the nearest of them by their vectors
  /// The rows that a graph leads to, as many more as a filter is likely to leave out, and the filter is asked of these alone;
  /// where too few of them pass it, it is asked of all rows, and the search is done in one of the other ways.
  kOverfetch
};
/// "scan", "codes", "graph", "over-fetch".
[[nodiscard]] KINORA_EXPORT std::string_view search_method_name(SearchMethod method);

/// What a search will do and why.
struct KINORA_EXPORT SearchExplanation {
  SearchMethod method = SearchMethod::kScan;
  std::string reason;              ///< why this method: one clause
  std::string index;               ///< the name of the index that is asked; empty = none
  std::size_t beam = 0;            ///< kGraph: how many of the nearest rows met it follows and compares by their vectors
  std::size_t candidates = 0;      ///< kOverfetch: how many of the nearest rows the filter is asked of
  double share = 0;                ///< kOverfetch: of the rows of a sample, those that pass the filter
  std::uint64_t rows = 0;          ///< that live
  std::uint64_t selected = 0;      ///< of these, those that pass the filter and have a vector; kOverfetch: by the sample
  std::uint64_t indexed = 0;       ///< of these, those that the index knows; the others are scanned beside it
  std::vector<std::string> notes;  ///< of indexes that are not trusted or could be better, each with what to do
};

}  // namespace kinora
