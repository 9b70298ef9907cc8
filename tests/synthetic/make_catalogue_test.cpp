#include "base/file_system.hpp"
#include "base/hash.hpp"
#include "kinora/ingest/ingest.hpp"
#include "support/temp_directory.hpp"

#include <gtest/gtest.h>
#include <cstdlib>
#include <string>

namespace kinora {
namespace {

int make_catalogue(const std::string& arguments) {
  return std::system((std::string(KINORA_MAKE_CATALOGUE) + " " + arguments + " 2>/dev/null").c_str());
}

std::string sha256_of(const std::filesystem::path& path) { return sha256_hex(local_file_system().map(path).value()->bytes()); }

TEST(MakeCatalogue, WritesTheSameBytesOnEveryMachine) {
  const testing::TempDirectory directory;
  ASSERT_EQ(make_catalogue("2000 " + directory.path().string()), 0);
  EXPECT_EQ(sha256_of(directory.path() / "movies_metadata.csv"),
            "220b57252e239e02c6c552f13125080b0cacee60bc93b1405c4a1a2f8277c7f3");
  EXPECT_EQ(sha256_of(directory.path() / "keywords.csv"), "54fa6c2570f6d93420bfcfac9115268c8d4ae020968a32dc47ca9d6318acec14");
}

TEST(MakeCatalogue, EveryRecordIsReadAsAFilm) {
  const testing::TempDirectory directory;
  ASSERT_EQ(make_catalogue("3000 " + directory.path().string() + " 7 40"), 0);
  const auto read =
      read_catalogue({.catalogue = directory.path() / "movies_metadata.csv", .keywords = directory.path() / "keywords.csv"},
                     IngestOptions{}, Execution{});
  ASSERT_TRUE(read.has_value()) << read.error().what;
  EXPECT_EQ(read->catalogue.size(), 3000U);
  EXPECT_TRUE(read->report.rejections.empty());
  std::size_t overviews = 0;
  std::size_t keywords = 0;
  for (std::size_t row = 0; row < read->catalogue.size(); ++row) {
    overviews += read->catalogue.overviews[row].empty() ? 0U : 1U;
    keywords += read->catalogue.keywords[row].size();
  }
  EXPECT_NEAR(static_cast<double>(overviews) / 3000, .40, .03);
  EXPECT_NEAR(static_cast<double>(keywords) / 3000, 3.4, .3);
}

TEST(MakeCatalogue, RefusesArgumentsThatAreNoNumbers) {
  const testing::TempDirectory directory;
  for (const std::string& arguments : {std::string(), std::string("10"), "0 " + directory.path().string(),
                                       "x " + directory.path().string(), "10 " + directory.path().string() + " 1 101"})
    EXPECT_NE(make_catalogue(arguments), 0) << arguments;
}

}  // namespace
}  // namespace kinora
