#include "kinora/ingest/ingest.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <string>
#include <vector>

namespace kinora {
namespace {

TEST(Sample, IsReadWithoutLosingAnything) {
  const auto ingested = read_catalogue({.catalogue = KINORA_SOURCE_DIR "/data/sample/movies.csv"}, IngestOptions{}, Execution{});
  ASSERT_TRUE(ingested) << ingested.error().message();
  const IngestReport& report = ingested->report;
  EXPECT_EQ(report.format, "csv");
  EXPECT_GE(report.rows_read, 650U);
  EXPECT_EQ(report.rows_kept, report.rows_read);
  EXPECT_TRUE(report.rejections.empty());

  const Catalogue& catalogue = ingested->catalogue;
  ASSERT_EQ(catalogue.size(), report.rows_kept);
  std::vector<std::string> dundee;
  for (std::size_t row = 0; row < catalogue.size(); ++row) {
    EXPECT_NE(catalogue.years[row], kUnknownYear) << catalogue.titles[row];
    EXPECT_FALSE(catalogue.genres[row].empty()) << catalogue.titles[row];
    EXPECT_FALSE(catalogue.directors[row].empty()) << catalogue.titles[row];
    EXPECT_GE(catalogue.keywords[row].size(), 2U) << catalogue.titles[row];
    if (catalogue.titles[row] == "\"Crocodile\" Dundee") dundee = catalogue.keywords.names(row);
  }
  EXPECT_EQ(dundee, (std::vector<std::string>{"australia", "new york", "journalist"}));
}

}  // namespace
}  // namespace kinora
