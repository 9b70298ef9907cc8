#include "store/search/plan.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace kinora {
namespace {

constexpr std::size_t kLeastBeam = 64;

/// So few rows are compared by their vectors at once: their codes would save nothing.
constexpr std::size_t kFewRows = 256;

/// A row that a graph compares is about as dear as so many that are compared one after the other.
constexpr std::size_t kDearness = 2;

/// A graph looks at about so many rows for each that it follows, each as dear as so many that are read one after the other: what
/// it then costs is counted in rows of an exact search by codes.
constexpr double kRowsPerStep = 25;

/// Rows that are not selected lead the way too: for each that is, a graph follows as many as the selection is rare.
double cost_of_graph(const SearchTask& task, std::size_t beam) {
  const double rarity = static_cast<double>(task.index_rows) / static_cast<double>(std::max<std::size_t>(task.selected, 1));
  return static_cast<double>(beam) * kRowsPerStep * rarity;
}

std::string count_of(std::size_t rows, std::string_view what) {
  return std::to_string(rows) + (rows == 1 ? " row " : " rows ") + std::string(what);
}

}  // namespace

std::size_t default_beam(std::size_t k) { return std::max(kLeastBeam, 2 * k); }

SearchChoice choose_method(const SearchTask& task) {
  if (!task.has_codes) return {.method = SearchMethod::kScan, .reason = "there is no index to ask"};
  if (task.wanted != SearchPlan::kIndex && task.selected <= std::max(kFewRows, task.k))
    return {.method = SearchMethod::kScan, .reason = "only " + count_of(task.selected, "that the index knows can be found")};
  if (task.wanted == SearchPlan::kExact)
    return {.method = SearchMethod::kCodes, .reason = "the nearest rows without a doubt were asked for"};
  if (!task.has_graph) return {.method = SearchMethod::kCodes, .reason = "the index has codes and no graph"};
  const std::size_t beam = std::max(task.k, task.beam != 0 ? task.beam : default_beam(task.k));
  if (task.wanted == SearchPlan::kIndex)
    return {.method = SearchMethod::kGraph,
            .beam = beam,
            .most_compared = std::numeric_limits<std::size_t>::max(),
            .reason = "the index was asked for"};
  if (cost_of_graph(task, beam) >= static_cast<double>(task.selected))
    return {.method = SearchMethod::kCodes,
            .reason = "a graph pays for more rows than the " + std::to_string(task.selected) + " that can be found"};
  return {.method = SearchMethod::kGraph,
          .beam = beam,
          .most_compared = task.selected / kDearness,
          .reason = task.all_selected ? "every row of the index can be found"
                                      : count_of(task.selected, "of " + std::to_string(task.index_rows) +
                                                                    " can be found: the graph leads to them through the others")};
}

}  // namespace kinora
