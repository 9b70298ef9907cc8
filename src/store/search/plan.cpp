#include "store/search/plan.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace kinora {
namespace {

constexpr std::size_t kLeastBeam = 64;

/// So few rows are compared by their vectors at once: their codes would save nothing.
constexpr std::size_t kFewRows = 256;

/// A row that a graph compares is about as dear as so many that are compared one after the other.
constexpr std::size_t kDearness = 8;

/// A graph looks at about so many rows for each that it follows, each as dear as so many that are read one after the other: what
/// it then costs is counted in rows of an exact search by codes.
constexpr double kRowsPerStep = 25;

/// The values of a row that the index does not know are gathered before a filter is asked of them: that is as dear as asking it
/// of so many rows in a row.
constexpr std::size_t kRowsBeside = 64;

/// Of the candidates that should pass a filter, every so manieth must: else the rows near the query are others than the sample.
constexpr std::size_t kFewerThanGuessed = 2;

/// Of a lesser share a sample tells little, and a beam that wide is slow.
constexpr double kLeastShare = 0.01;

/// What it costs to ask a filter of a row and to search among those that pass, in rows of an exact search by codes: for each
/// column that the filter reads.
constexpr double kCostOfNumber = 1.0 / 16;
constexpr double kCostOfText = 1.0 / 4;

/// Rows that are not selected lead the way too: for each that is, a graph follows as many as the selection is rare.
double cost_of_graph(const SearchTask& task, std::size_t beam) {
  const double rarity = static_cast<double>(task.index_rows) / static_cast<double>(std::max<std::size_t>(task.selected, 1));
  return static_cast<double>(beam) * kRowsPerStep * rarity;
}

std::string count_of(std::size_t rows, std::string_view what) {
  return std::to_string(rows) + (rows == 1 ? " row " : " rows ") + std::string(what);
}

std::string reason_to_overfetch(double share, std::size_t enough) {
  return "about " + std::to_string(std::lround(100 * share)) +
         " % of the rows pass the filter, as a sample says: it is asked of the candidates alone, and falls back to asking all "
         "rows "
         "if too few of these pass, fewer than " +
         std::to_string(enough);
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

bool may_overfetch(const SearchTask& task) {
  if (!task.has_graph || task.wanted == SearchPlan::kExact || task.beside > task.index_rows / kRowsBeside) return false;
  SearchTask unfiltered = task;
  unfiltered.wanted = SearchPlan::kAuto;
  return choose_method(unfiltered).method == SearchMethod::kGraph;
}

std::optional<SearchChoice> choose_overfetch(const SearchTask& task, double share) {
  if (share < kLeastShare) return std::nullopt;
  const std::size_t wanted = std::max(2 * task.k, task.beam != 0 ? task.beam : default_beam(task.k));
  const double candidates = std::ceil(static_cast<double>(wanted) / share);
  if (candidates * kRowsPerStep >= share * static_cast<double>(task.selected) + task.filter_cost) return std::nullopt;
  const std::size_t enough = std::max(task.k, wanted / kFewerThanGuessed);
  return SearchChoice{.method = SearchMethod::kOverfetch,
                      .beam = static_cast<std::size_t>(candidates),
                      .most_compared = task.selected / kDearness,
                      .enough = enough,
                      .reason = reason_to_overfetch(share, enough)};
}

double cost_of_filter(const Filter& filter, const Schema& schema, std::size_t rows) {
  double cost = 0;
  for (const std::string& name : filter.columns()) {
    const std::optional<std::size_t> column = schema.find(name);
    const DataType type = column ? schema.fields[*column].type : DataType::kString;
    cost += type == DataType::kString || type == DataType::kStringList ? kCostOfText : kCostOfNumber;
  }
  return cost * static_cast<double>(rows);
}

}  // namespace kinora
