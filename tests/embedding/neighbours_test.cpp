#include "embedding/neighbours.hpp"

#include "embedding/word2vec_text.hpp"
#include "support/temp_directory.hpp"

#include <gtest/gtest.h>
#include <cmath>
#include <string>
#include <vector>

namespace kinora {
namespace {

Matrix rows_of(const std::vector<std::vector<float>>& rows) {
  Matrix matrix(rows.size(), rows.front().size());
  for (std::size_t row = 0; row < rows.size(); ++row) std::copy(rows[row].begin(), rows[row].end(), matrix.row(row).begin());
  return matrix;
}

TEST(NearestRows, AreOrderedByCosineThenRow) {
  const Matrix rows = rows_of({{0, 2}, {1, 0}, {0, 0}, {5, 0}, {1, 1}, {-3, 0}});
  const auto nearest = nearest_rows(rows.view(), std::vector<float>{2, 0}, 10);
  ASSERT_EQ(nearest.size(), 6U);
  const std::vector<std::size_t> expected = {1, 3, 4, 0, 2, 5};
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(nearest[i].index, expected[i]) << i;
  EXPECT_FLOAT_EQ(nearest[0].similarity, 1);
  EXPECT_FLOAT_EQ(nearest[2].similarity, std::sqrt(0.5F));
  EXPECT_EQ(nearest[4].similarity, 0);  // the zero vector
  EXPECT_FLOAT_EQ(nearest[5].similarity, -1);
}

TEST(NearestRows, OfAZeroQueryAreTheFirst) {
  const Matrix rows = rows_of({{0, 2}, {1, 0}, {3, 3}});
  const auto nearest = nearest_rows(rows.view(), std::vector<float>{0, 0}, 2);
  ASSERT_EQ(nearest.size(), 2U);
  EXPECT_EQ(nearest[0].index, 0U);
  EXPECT_EQ(nearest[1].index, 1U);
  EXPECT_TRUE(nearest_rows(rows.view(), std::vector<float>{1, 0}, 0).empty());
}

TEST(Word2VecText, HasAWordALine) {
  const testing::TempDirectory directory;
  const Matrix vectors = rows_of({{0.5F, -1e-7F}, {1, 0.1F}, {0, 0}});
  const std::vector<std::string> words = {"plain", "no\u00a0break \u3000", "süß\tx"};
  ASSERT_TRUE(write_word2vec_text(local_file_system(), directory / "words.txt", words, vectors.view()));
  EXPECT_EQ(testing::read_file(directory / "words.txt"), "3 2\nplain 0.5 -1e-07\nno_break__ 1 0.1\nsüß_x 0 0\n");
}

}  // namespace
}  // namespace kinora
