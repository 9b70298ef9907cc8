/// The genre model of `default` on real data, against what is asked of it: KINORA_DATA names the folder. Leak-free, split
/// seed 42.
#include "kinora/engine/build.hpp"
#include "support/temp_directory.hpp"

#include <gtest/gtest.h>
#include <cstdlib>
#include <filesystem>

namespace kinora {
namespace {

TEST(GenresOfRealData, AreAsGoodAndAsWellCalibratedAsIsAsked) {
  const char* data = std::getenv("KINORA_DATA");
  if (data == nullptr) GTEST_SKIP() << "NOT TESTED: set KINORA_DATA to the folder with the public data sets (kaggle/)";
  const std::filesystem::path kaggle = std::filesystem::path(data) / "kaggle";
  const testing::TempDirectory directory;
  const Recipe recipe = *preset_recipe("default");
  const auto built =
      build_bundle({.files = {.catalogue = kaggle / "movies_metadata.first2996.csv", .keywords = kaggle / "keywords.csv"},
                    .recipe = recipe,
                    .output = directory / "b",
                    .quarantine = {}},
                   {.threads = 2});
  ASSERT_TRUE(built) << built.error().message();
  const ClassifierFigures& figures = *built->info.classifier;
  EXPECT_TRUE(figures.honest);
  EXPECT_EQ(recipe.classifier.split_seed, 42U);
  EXPECT_GE(figures.micro_f1, 0.60);
  EXPECT_GE(figures.macro_f1, 0.49);
  ASSERT_TRUE(figures.calibration_error);
  EXPECT_LE(*figures.calibration_error, 0.03);
  EXPECT_EQ(better_baseline(figures), nullptr);
}

}  // namespace
}  // namespace kinora
