#include "kinora/store/filter.hpp"
#include "store/filter_fixture.hpp"

#include <gtest/gtest.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace kinora {
namespace {

struct FilterCase {
  std::string file;
  std::size_t line = 0;
  std::string sql;
  std::string expected;
};

std::vector<FilterCase> read_cases(const std::filesystem::path& path) {
  std::vector<FilterCase> cases;
  FilterCase current;
  std::ifstream file(path);
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (current.sql.empty() && (line.empty() || line.front() == '#')) continue;
    if (line.rfind("----", 0) == 0) {
      current.expected = line.substr(std::min<std::size_t>(line.size(), 5));
      cases.push_back(current);
      current = {};
      continue;
    }
    if (current.sql.empty()) {
      current.file = path.filename().string();
      current.line = number;
    } else {
      current.sql += '\n';
    }
    current.sql += line;
  }
  EXPECT_TRUE(current.sql.empty()) << path << ":" << current.line << ": a test without ----";
  return cases;
}

/// "rows 0 7", or "type error at 7: the whole message".
std::string outcome_of(const testing::ColumnSet& table, const std::string& sql) {
  const auto rows = table.select(sql);
  if (rows) {
    std::string text = "rows";
    for (const std::size_t row : *rows) text += " " + std::to_string(row);
    return text;
  }
  const Error& error = rows.error();
  const std::string kind = error.code == ErrorCode::kFilterSyntax ? "syntax error at " : "type error at ";
  const std::string prefix = "filter, offset ";
  EXPECT_EQ(error.where.rfind(prefix, 0), 0U) << error.where;
  EXPECT_FALSE(error.next_step.empty());
  return kind + error.where.substr(prefix.size()) + ": " + error.message();
}

bool is_as_expected(const std::string& outcome, const std::string& expected) {
  if (expected.rfind("rows", 0) == 0) return outcome == expected;
  const std::size_t colon = expected.find(": ");
  if (colon == std::string::npos) return false;
  return outcome.rfind(expected.substr(0, colon + 2), 0) == 0 && outcome.find(expected.substr(colon + 2)) != std::string::npos;
}

TEST(FilterText, EveryCaseOfTheTestFiles) {
  const testing::ColumnSet table = testing::odd_films();
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(KINORA_SOURCE_DIR "/tests/store/filters")) {
    if (entry.path().extension() != ".test") continue;
    for (const FilterCase& test : read_cases(entry.path())) {
      const std::string outcome = outcome_of(table, test.sql);
      EXPECT_TRUE(is_as_expected(outcome, test.expected)) << test.file << ":" << test.line << "\n  " << test.sql
                                                          << "\n  expected " << test.expected << "\n  found    " << outcome;
      ++count;
    }
  }
  EXPECT_GT(count, 150U) << "the test files are missing";
}

TEST(FilterText, ManyRowsAreEvaluatedAsFewAre) {
  const testing::ColumnSet table = testing::odd_films();
  const std::size_t times = 1111;  // more than two blocks, the last one with a part of a byte of validity bits
  const testing::ColumnSet many = testing::repeat_rows(table, times);
  for (const auto& entry : std::filesystem::directory_iterator(KINORA_SOURCE_DIR "/tests/store/filters")) {
    if (entry.path().extension() != ".test") continue;
    for (const FilterCase& test : read_cases(entry.path())) {
      const auto rows = table.select(test.sql);
      if (!rows) continue;
      std::vector<std::size_t> expected;
      for (std::size_t i = 0; i < times; ++i)
        for (const std::size_t row : *rows) expected.push_back(i * table.rows() + row);
      EXPECT_EQ(*many.select(test.sql), expected) << test.sql;
    }
  }
}

}  // namespace
}  // namespace kinora
