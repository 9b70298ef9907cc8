#include "kinora/evaluate/split.hpp"

#include "base/hash.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>

namespace kinora {
namespace {

std::vector<std::size_t> joined(const TrainTestSplit& split) {
  std::vector<std::size_t> all = split.train;
  all.insert(all.end(), split.test.begin(), split.test.end());
  return all;
}

std::string hash_of(const std::vector<std::size_t>& indices) {
  std::string text;
  for (const std::size_t index : indices) text += std::to_string(index) + "\n";
  return sha256_hex(std::as_bytes(std::span(text)));
}

TEST(TrainTestSplit, IsScikitLearnsIndexForIndex) {
  std::ifstream file(KINORA_SOURCE_DIR "/tests/evaluate/split_golden.txt");
  std::size_t checked = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.front() == '#') continue;
    std::istringstream words(line);
    std::string kind;
    std::size_t rows = 0;
    double fraction = 0;
    std::uint32_t seed = 0;
    std::size_t train_rows = 0;
    words >> kind >> rows >> fraction >> seed >> train_rows;
    const auto split = train_test_split(rows, fraction, seed);
    ASSERT_TRUE(split) << line;
    ASSERT_EQ(split->train.size(), train_rows) << line;
    if (kind == "hash") {
      std::string hash;
      words >> hash;
      ASSERT_EQ(hash_of(joined(*split)), hash) << line;
    } else {
      std::vector<std::size_t> indices;
      for (std::size_t index = 0; words >> index;) indices.push_back(index);
      ASSERT_EQ(joined(*split), indices) << line;
    }
    ++checked;
  }
  EXPECT_EQ(checked, 51U) << "every line of split_golden.txt";
}

TEST(TrainTestSplit, EveryRowIsInOnePart) {
  const auto split = train_test_split(997, 0.2, 5);
  ASSERT_TRUE(split);
  std::vector<std::size_t> all = joined(*split);
  std::sort(all.begin(), all.end());
  for (std::size_t row = 0; row < 997; ++row) ASSERT_EQ(all[row], row);
  EXPECT_EQ(split->test.size(), 200U) << "the test part is rounded up";
}

TEST(TrainTestSplit, RefusesAnEmptyPart) {
  for (const std::size_t rows : {0U, 1U}) {
    const auto split = train_test_split(rows, 0.2, 42);
    ASSERT_FALSE(split) << rows;
    EXPECT_EQ(split.error().code, ErrorCode::kInvalidArgument);
  }
  const auto split = train_test_split(10, 0.95, 42);
  ASSERT_FALSE(split);
  EXPECT_NE(split.error().message().find("10 rows, of which 10 to test"), std::string::npos) << split.error().message();
}

TEST(TrainTestSplit, RefusesAFractionOutOfRange) {
  for (const double fraction :
       {0.0, 1.0, -0.1, 1.5, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    const auto split = train_test_split(100, fraction, 42);
    ASSERT_FALSE(split) << fraction;
    EXPECT_EQ(split.error().code, ErrorCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace kinora
