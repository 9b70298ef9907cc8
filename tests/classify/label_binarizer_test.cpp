#include "classify/label_binarizer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kinora {
namespace {

using Rows = std::vector<std::vector<std::string>>;

TEST(LabelBinarizer, SortsItsClassesByBytes) {
  const Rows rows = {{"War", "Drama"}, {"animation"}, {}, {"Drama", "Émeute", "Drama"}};
  EXPECT_THAT(LabelBinarizer::fit(rows).classes(), ::testing::ElementsAre("Drama", "War", "animation", "Émeute"));
  EXPECT_TRUE(LabelBinarizer::fit({}).classes().empty());
}

TEST(LabelBinarizer, GoesThereAndBack) {
  const Rows rows = {{"War", "Drama"}, {}, {"Comedy"}};
  const LabelBinarizer binarizer = LabelBinarizer::fit(rows);
  const LabelMatrix matrix = binarizer.transform(rows);
  EXPECT_EQ(matrix.rows, 3U);
  EXPECT_EQ(matrix.labels, 3U);
  EXPECT_THAT(matrix.cells, ::testing::ElementsAre(0, 1, 1, 0, 0, 0, 1, 0, 0));
  EXPECT_THAT(binarizer.inverse(matrix.row(0)), ::testing::ElementsAre("Drama", "War"));
  EXPECT_THAT(binarizer.inverse(matrix.row(1)), ::testing::IsEmpty());
}

TEST(LabelBinarizer, PassesOverUnknownLabels) {
  const LabelBinarizer binarizer({"b", "a", "b"});
  EXPECT_THAT(binarizer.classes(), ::testing::ElementsAre("a", "b"));
  const Rows rows = {{"aa", "b", ""}};
  EXPECT_THAT(binarizer.transform(rows).cells, ::testing::ElementsAre(0, 1));
}

}  // namespace
}  // namespace kinora
