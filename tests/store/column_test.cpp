#include "kinora/store/column.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kinora {
namespace {

using ::testing::ElementsAre;

template <class T>
std::vector<T> values(const Buffer<T>& buffer) {
  return {buffer.span().begin(), buffer.span().end()};
}

TEST(Column, KeepsNullsApartFromValues) {
  const std::vector<std::optional<std::int32_t>> years = {1995, std::nullopt, 0, -7};
  const Column column = make_int32_column("year", years);
  EXPECT_EQ(column.field, (Field{"year", DataType::kInt32, true, 0}));
  EXPECT_EQ(column.rows, 4U);
  EXPECT_THAT(values(column.int32s), ElementsAre(1995, 0, 0, -7));
  EXPECT_TRUE(column.is_null(1));
  EXPECT_FALSE(column.is_null(2));
}

TEST(Column, HasNoValidityWithoutNulls) {
  const std::vector<std::optional<double>> numbers(9, 0.5);
  EXPECT_TRUE(make_double_column("d", numbers).validity.empty());
  EXPECT_FALSE(make_double_column("d", numbers).is_null(8));
  EXPECT_TRUE(make_int64_column("id", {3, 1}).validity.empty());
}

TEST(Column, ValidityHasOneBitARow) {
  std::vector<std::optional<bool>> flags(17, true);
  flags[0] = false;
  flags[16] = std::nullopt;
  const Column column = make_bool_column("b", flags);
  EXPECT_THAT(values(column.validity), ElementsAre(0xFF, 0xFF, 0x00));
  EXPECT_EQ(column.bools[0], 0);
  EXPECT_EQ(column.bools[15], 1);
}

TEST(Column, StringsMayBeEmptyNullOrNotAscii) {
  const std::vector<std::optional<std::string_view>> titles = {"Amélie", "", std::nullopt, "千と千尋"};
  const Column column = make_string_column("title", titles);
  EXPECT_EQ(column.text_at(0), "Amélie");
  EXPECT_EQ(column.text_at(1), "");
  EXPECT_FALSE(column.is_null(1));
  EXPECT_TRUE(column.is_null(2));
  EXPECT_EQ(column.text_at(2), "");
  EXPECT_EQ(column.text_at(3), "千と千尋");
}

TEST(Column, ListsMayBeEmptyOrNull) {
  using List = std::vector<std::string_view>;
  const std::vector<std::optional<List>> genres = {List{"Drama", ""}, std::nullopt, List{}, List{"Comedy"}};
  const Column column = make_string_list_column("genres", genres);
  EXPECT_EQ(column.items_of(0), (std::pair<std::size_t, std::size_t>(0, 2)));
  EXPECT_EQ(column.items_of(1), (std::pair<std::size_t, std::size_t>(2, 2)));
  EXPECT_EQ(column.items_of(2), (std::pair<std::size_t, std::size_t>(2, 2)));
  EXPECT_EQ(column.items_of(3), (std::pair<std::size_t, std::size_t>(2, 3)));
  EXPECT_TRUE(column.is_null(1));
  EXPECT_FALSE(column.is_null(2));
  EXPECT_EQ(column.text_at(0), "Drama");
  EXPECT_EQ(column.text_at(2), "Comedy");
}

TEST(Column, VectorsLoseTheirPadding) {
  const std::vector<float> padded = {1, 2, -1, 3, 4, -1};
  const Column column = make_vector_column("vector", MatrixView{padded.data(), 2, 2, 3});
  EXPECT_EQ(column.field.dimension, 2U);
  EXPECT_THAT(values(column.floats), ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(column.vectors().row(1)[0], 3);
}

TEST(Column, CopiesShareTheirBuffers) {
  const Column column = make_int64_column("id", {1, 2, 3});
  const Column copy = column;  // NOLINT(performance-unnecessary-copy-initialization)
  EXPECT_EQ(copy.int64s.span().data(), column.int64s.span().data());
}

TEST(Column, MayHaveNoRow) {
  EXPECT_EQ(make_string_column("s", {}).rows, 0U);
  EXPECT_EQ(make_vector_column("v", MatrixView{nullptr, 0, 4, 4}).field.dimension, 4U);
  EXPECT_TRUE(make_string_list_column("l", {}).validity.empty());
}

TEST(Schema, FindsFieldsByTheirExactName) {
  const Schema schema{{{"id", DataType::kInt64}, {"Title", DataType::kString}}};
  EXPECT_EQ(schema.find("Title"), 1U);
  EXPECT_EQ(schema.find("title"), std::nullopt);
}

}  // namespace
}  // namespace kinora
