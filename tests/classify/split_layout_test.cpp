#include "classify/split_layout.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <numeric>

namespace kinora {
namespace {

TEST(PartOf, CoversAllUnitsInOrderFromMultiplesOfTheGrain) {
  for (const std::size_t units : {0U, 1U, 9U, 20U, 64U, 100U, 512U})
    for (const std::size_t parts : {1U, 2U, 3U, 9U, 32U}) {
      std::size_t next = 0;
      for (std::size_t i = 0; i < parts; ++i) {
        const UnitRange range = part_of(units, i, parts, kUnitGrain);
        EXPECT_EQ(range.begin, next);
        EXPECT_TRUE(range.begin % kUnitGrain == 0 || range.begin == units) << units << ' ' << parts;
        ASSERT_GE(range.end, range.begin);
        next = range.end;
      }
      EXPECT_EQ(next, units);
    }
}

TEST(Common, OfRangesApartIsEmpty) {
  EXPECT_TRUE(common({0, 16}, {16, 20}).empty());
  EXPECT_TRUE(common({40, 50}, {0, 30}).empty());
  EXPECT_EQ(common({0, 16}, {8, 20}).begin, 8U);
  EXPECT_EQ(common({0, 16}, {8, 20}).size(), 8U);
}

TEST(SplitLayout, JoinsWhatItHasSplit) {
  for (const std::vector<std::size_t>& hidden : {std::vector<std::size_t>{}, {5}, {33, 7}, {64, 40, 17}}) {
    MlpModel model(21, hidden, 6);
    model.initialise(3);
    const SplitLayout layout(model);
    Matrix split(1, layout.size());
    Matrix joined(1, model.parameters.cols());
    for (std::size_t part = 0; part < 3; ++part) layout.split(model, model.parameters.data(), split.data(), part, 3);
    for (std::size_t part = 0; part < 4; ++part) layout.join(model, split.data(), joined.data(), part, 4);
    EXPECT_TRUE(std::ranges::equal(joined.row(0), model.parameters.row(0)));
  }
}

TEST(SplitLayout, TheHalvesOfALayerCutByItsInputsAreMatricesOfTheirOwn) {
  const std::vector<std::size_t> hidden = {64, 40};
  MlpModel model(21, hidden, 6);
  const SplitLayout layout(model);
  const SplitLayout::Layer& layer = layout.layer(1);
  EXPECT_EQ(layer.inputs[0].end, 32U);
  EXPECT_EQ(layer.inputs[1].begin, 32U);
  EXPECT_GE(layer.weight[1], layer.weight[0] + 40 * layer.stride);
  EXPECT_LT(layer.stride, model.layers[1].stride);
}

}  // namespace
}  // namespace kinora
