#include "kinora/engine/judgments.hpp"

#include "engine/small_catalogue.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>

namespace kinora {
namespace {

using ::testing::HasSubstr;

class JudgmentsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = std::make_unique<testing::TempDirectory>();
    const auto catalogue = directory_->write("films.csv",
                                             "id,title,year,genres,keywords\n1,Red Sword,1960,Action,samurai|duel\n"
                                             "2,Blue Sword,1961,Action,samurai|duel\n3,Wedding Bells,1999,Romance,wedding\n"
                                             "4,Second Wedding,2001,Romance,wedding\n5,Red Sword,1990,Romance,wedding\n");
    Recipe recipe = *preset_recipe("default");
    recipe.spectral.min_count = 1;
    const auto built = build_bundle({.files = {.catalogue = catalogue}, .recipe = recipe, .output = *directory_ / "b"}, {});
    ASSERT_TRUE(built) << built.error().message();
  }
  static void TearDownTestSuite() { directory_.reset(); }

  static Result<JudgmentReport> evaluate(const JudgmentRequest& request) {
    const auto engine = Engine::open(*directory_ / "b");
    EXPECT_TRUE(engine);
    return evaluate_judgments(*engine, request, {});
  }

  static std::unique_ptr<testing::TempDirectory> directory_;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
};

std::unique_ptr<testing::TempDirectory> JudgmentsTest::directory_;

TEST_F(JudgmentsTest, TripletsAreRightWhereTheNearerScoresHigher) {
  const auto file = directory_->write(
      "triplets.tsv",
      "film\tnearer\tfarther\nRed Sword|1960\tBlue Sword|1961\tWedding Bells|1999\r\n"
      "red sword|1959\tWedding Bells|1999\tBlue Sword|1961\nNobody Knows|1999\tBlue Sword|1961\tRed Sword|1960\n");
  const auto report = evaluate({.triplets = file, .pairs = {}, .bootstrap = {.resamples = 100}});
  ASSERT_TRUE(report) << report.error().message();
  ASSERT_TRUE(report->triplets);
  EXPECT_FALSE(report->pairs);
  EXPECT_EQ(report->triplets->rows, 3U);
  EXPECT_EQ(report->triplets->known, 2U) << "a year is right give or take one";
  EXPECT_EQ(report->triplets->methods.front().name, "own ranking");
  EXPECT_DOUBLE_EQ(report->triplets->methods.front().value.mean, 0.5) << "one judgment is against all sense";
}

TEST_F(JudgmentsTest, PairsAreMeasuredByTheAreaUnderTheCurve) {
  const auto file =
      directory_->write("pairs.tsv",
                        "title_1\tyear_1\ttitle_2\tyear_2\trating\nred sword\t1960\tblue sword\t1961\tOK\n"
                        "wedding bells\t1999\tsecond wedding\t2001\tOK\nred sword\t1960\tsecond wedding\t2001\tNOT_OK\n");
  const auto report = evaluate({.triplets = {}, .pairs = file, .bootstrap = {.resamples = 100}});
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_EQ(report->pairs->known, 3U);
  EXPECT_DOUBLE_EQ(report->pairs->methods.front().value.mean, 1);
}

TEST_F(JudgmentsTest, FilesOfAnotherFormAreRefusedWithTheLine) {
  const auto odd = directory_->write("odd.tsv", "film\tnearer\n");
  EXPECT_THAT(evaluate({.triplets = odd, .pairs = {}, .bootstrap = {}}).error().where, HasSubstr("odd.tsv, line 1"));
  const auto rating =
      directory_->write("rating.tsv", "title_1\tyear_1\ttitle_2\tyear_2\trating\nRed Sword\t1960\tBlue Sword\t1961\tMAYBE\n");
  EXPECT_EQ(evaluate({.triplets = {}, .pairs = rating, .bootstrap = {}}).error().found, "MAYBE");
  const auto strangers = directory_->write("strangers.tsv", "film\tnearer\tfarther\nA|1\tB|2\tC|3\n");
  EXPECT_EQ(evaluate({.triplets = strangers, .pairs = {}, .bootstrap = {}}).error().code, ErrorCode::kNoUsableRow);
  const auto all_alike =
      directory_->write("alike.tsv", "title_1\tyear_1\ttitle_2\tyear_2\trating\nRed Sword\t1960\tBlue Sword\t1961\tOK\n");
  EXPECT_EQ(evaluate({.triplets = {}, .pairs = all_alike, .bootstrap = {}}).error().code, ErrorCode::kNoUsableRow);
}

}  // namespace
}  // namespace kinora
