#include "store/search/plan.hpp"

#include <gtest/gtest.h>

namespace kinora {
namespace {

SearchTask graph_of(std::size_t rows, std::size_t selected) {
  return {
      .k = 10, .has_codes = true, .has_graph = true, .index_rows = rows, .selected = selected, .all_selected = rows == selected};
}

TEST(SearchPlan, IsScanningWithoutAnIndex) {
  EXPECT_EQ(choose_method({.k = 10}).method, SearchMethod::kScan);
  EXPECT_EQ(choose_method({.wanted = SearchPlan::kExact, .k = 10}).method, SearchMethod::kScan);
}

TEST(SearchPlan, AGraphIsAskedIfEnoughRowsAreSelected) {
  EXPECT_EQ(choose_method(graph_of(1'000'000, 1'000'000)).method, SearchMethod::kGraph);
  EXPECT_EQ(choose_method(graph_of(1'000'000, 500'000)).method, SearchMethod::kGraph);
  EXPECT_EQ(choose_method(graph_of(1'000'000, 2'000)).method, SearchMethod::kCodes);
  EXPECT_EQ(choose_method(graph_of(1'000'000, 100)).method, SearchMethod::kScan);
  EXPECT_EQ(choose_method(graph_of(1'000'000, 0)).method, SearchMethod::kScan);
  EXPECT_EQ(choose_method(graph_of(1'000, 1'000)).method, SearchMethod::kCodes);
}

TEST(SearchPlan, TurnsOnceFromExactToGraphAsMoreIsSelected) {
  for (const std::size_t rows : {std::size_t{20'000}, std::size_t{45'000}, std::size_t{1'000'000}}) {
    bool by_graph = false;
    for (std::size_t selected = rows / 1000; selected <= rows; selected += rows / 1000) {
      const bool is_graph = choose_method(graph_of(rows, selected)).method == SearchMethod::kGraph;
      EXPECT_TRUE(is_graph || !by_graph) << rows << " " << selected;
      by_graph = is_graph;
    }
    EXPECT_TRUE(by_graph) << rows;
  }
}

TEST(SearchPlan, DoesWhatIsAskedFor) {
  SearchTask task = graph_of(1'000'000, 1'000'000);
  task.wanted = SearchPlan::kExact;
  EXPECT_EQ(choose_method(task).method, SearchMethod::kCodes);
  task = graph_of(1'000'000, 30);
  task.wanted = SearchPlan::kIndex;
  EXPECT_EQ(choose_method(task).method, SearchMethod::kGraph);
  task.has_graph = false;
  EXPECT_EQ(choose_method(task).method, SearchMethod::kCodes);
}

TEST(SearchPlan, TheBeamHoldsAtLeastK) {
  SearchTask task = graph_of(1'000'000, 1'000'000);
  EXPECT_EQ(choose_method(task).beam, default_beam(10));
  task.k = 500;
  task.beam = 20;
  EXPECT_EQ(choose_method(task).beam, 500U);
  task.beam = 700;
  EXPECT_EQ(choose_method(task).beam, 700U);
}

}  // namespace
}  // namespace kinora
