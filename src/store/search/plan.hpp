#pragma once

#include "kinora/store/search_plan.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace kinora {

/// What is known when it is decided how a search is done.
struct SearchTask {
  SearchPlan wanted = SearchPlan::kAuto;
  std::size_t k = 0;
  std::size_t beam = 0;    ///< as asked for; 0 = not said
  bool has_codes = false;  ///< there is an index that can be asked; then:
  bool has_graph = false;  ///< it has a graph
  std::size_t index_rows = 0;
  std::size_t selected = 0;   ///< rows that may be found and the index knows
  bool all_selected = false;  ///< these are all rows of the index
};

struct SearchChoice {
  SearchMethod method = SearchMethod::kScan;
  std::size_t beam = 0;           ///< kGraph
  std::size_t most_compared = 0;  ///< kGraph: it gives up, and the search is done by codes, after so many rows
  std::string reason;
};

/// Rows that a graph follows for a k, if nobody says how many.
[[nodiscard]] std::size_t default_beam(std::size_t k);

[[nodiscard]] SearchChoice choose_method(const SearchTask& task);

}  // namespace kinora
