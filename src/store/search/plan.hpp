#pragma once

#include "kinora/store/filter.hpp"
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
  std::size_t beside = 0;     ///< rows that may be found and the index does not know
  double filter_cost = 0;     ///< cost_of_filter
};

struct SearchChoice {
  SearchMethod method = SearchMethod::kScan;
  std::size_t beam = 0;           ///< kGraph, kOverfetch: its candidates
  std::size_t most_compared = 0;  ///< kGraph, kOverfetch: it gives up, and the search is done in another way, after so many rows
  std::size_t enough = 0;         ///< kOverfetch: it also does if fewer candidates pass the filter
  std::string reason;
};

/// Rows that a graph follows for a k, if nobody says how many.
[[nodiscard]] std::size_t default_beam(std::size_t k);

[[nodiscard]] SearchChoice choose_method(const SearchTask& task);

/// Whether the filter of a search might be asked last. The task is that of all rows, whether they pass it or not.
[[nodiscard]] bool may_overfetch(const SearchTask& task);

/// The same task, if about this share of the rows passes the filter. Nothing: it does not pay.
[[nodiscard]] std::optional<SearchChoice> choose_overfetch(const SearchTask& task, double share);

/// What it costs to ask a filter of so many rows, by the columns that it reads: in rows of an exact search by codes.
[[nodiscard]] double cost_of_filter(const Filter& filter, const Schema& schema, std::size_t rows);

}  // namespace kinora
