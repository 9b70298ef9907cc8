#include "kinora/store/cell_json.hpp"

#include <gtest/gtest.h>
#include <limits>

namespace kinora {
namespace {

TEST(CellJson, NumbersAreTheirShortestDecimals) {
  const float infinity = std::numeric_limits<float>::infinity();
  const Column floats = make_float_column("f", std::vector<std::optional<float>>{0.1F, 7.0F, infinity, std::nullopt, 1e30F});
  EXPECT_EQ(cell_to_json(floats, 0), "0.1");
  EXPECT_EQ(cell_to_json(floats, 1), "7");
  EXPECT_EQ(cell_to_json(floats, 2), "null");
  EXPECT_EQ(cell_to_json(floats, 3), "null");
  EXPECT_EQ(cell_to_json(floats, 4), "1e+30");
  const Column doubles =
      make_double_column("d", std::vector<std::optional<double>>{0.1, std::numeric_limits<double>::quiet_NaN()});
  EXPECT_EQ(cell_to_json(doubles, 0), "0.1");
  EXPECT_EQ(cell_to_json(doubles, 1), "null");
  EXPECT_EQ(cell_to_json(make_int64_column("i", {std::numeric_limits<std::int64_t>::min()}), 0), "-9223372036854775808");
  EXPECT_EQ(cell_to_json(make_bool_column("b", std::vector<std::optional<bool>>{true}), 0), "true");
}

TEST(CellJson, StringsAreEscapedAndMended) {
  const Column column =
      make_string_column("s", std::vector<std::optional<std::string_view>>{"a\"\\\n\x01", "caf\xC3\xA9", "\xFF", std::nullopt});
  EXPECT_EQ(cell_to_json(column, 0), R"("a\"\\\n\u0001")");
  EXPECT_EQ(cell_to_json(column, 1), "\"caf\xC3\xA9\"");
  EXPECT_EQ(cell_to_json(column, 2), "\"\xEF\xBF\xBD\"");
  EXPECT_EQ(cell_to_json(column, 3), "null");
}

TEST(CellJson, ListsAndVectorsAreArrays) {
  using Items = std::vector<std::string_view>;
  const std::vector<std::optional<Items>> rows = {Items{"a", "b"}, std::nullopt, Items{}, Items{"c"}};
  const Column lists = make_string_list_column("l", rows);
  EXPECT_EQ(cell_to_json(lists, 0), R"(["a","b"])");
  EXPECT_EQ(cell_to_json(lists, 1), "null");
  EXPECT_EQ(cell_to_json(lists, 2), "[]");
  EXPECT_EQ(cell_to_json(lists, 3), R"(["c"])");
  const std::vector<float> elements = {1, -2.5F};
  EXPECT_EQ(cell_to_json(make_vector_column("v", MatrixView{elements.data(), 1, 2, 2}), 0), "[1,-2.5]");
}

}  // namespace
}  // namespace kinora
