#include "engine/small_catalogue.hpp"
#include "kinora/engine/edit_bundle.hpp"
#include "kinora/engine/engine.hpp"
#include "kinora/store/cleanup.hpp"
#include "kinora/store/table.hpp"
#include "support/recorder.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <array>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace kinora {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::read_file;

class EditBundleEdgesTest : public ::testing::Test {
 protected:
  void SetUp() override { build(testing::quick_recipe("default")); }

  void build(const Recipe& recipe) const {
    const fs::path catalogue = directory_.write("films.csv", testing::small_catalogue(120));
    const auto built =
        build_bundle({.files = {.catalogue = catalogue}, .recipe = recipe, .output = bundle_, .quarantine = {}}, {});
    ASSERT_TRUE(built) << built.error().message();
  }

  /// Without any one of these files the bundle cannot be changed, and stays as it was.
  void expect_damage_without(const std::vector<std::string>& names) const {
    for (const std::string& name : names) {
      const fs::path file = bundle_ / "models/1" / (name + ".safetensors");
      const fs::path away = directory_ / name;
      const std::string manifest = read_file(bundle_ / "bundle.json");
      fs::rename(file, away);
      const auto removed = remove(1000);
      ASSERT_FALSE(removed) << name;
      EXPECT_EQ(removed.error().code, ErrorCode::kBundleCorrupt) << name;
      EXPECT_THAT(removed.error().what, HasSubstr(name));
      EXPECT_EQ(read_file(bundle_ / "bundle.json"), manifest);
      EXPECT_FALSE(fs::exists(bundle_ / "models/2"));
      fs::rename(away, file);
    }
    EXPECT_TRUE(remove(1000));
  }

  [[nodiscard]] Result<AddSummary> add(const std::string& csv, const Execution& execution = {}) const {
    return add_movies(
        {.bundle = bundle_, .files = {.catalogue = directory_.write("new.csv", csv)}, .catalogue = {}, .quarantine = {}},
        execution);
  }
  [[nodiscard]] Result<RemoveSummary> remove(std::int64_t id) const {
    return remove_movies({.bundle = bundle_, .ids = {id}}, {});
  }

  testing::TempDirectory directory_;
  fs::path bundle_ = directory_ / "b";
};

TEST_F(EditBundleEdgesTest, AnOpenEngineAnswersEverythingAfterManyChanges) {
  const auto engine = Engine::open(bundle_);
  ASSERT_TRUE(engine);
  for (const std::int64_t id : {1000, 1001, 1002}) ASSERT_TRUE(remove(id));
  ASSERT_FALSE(fs::exists(bundle_ / "models/1")) << "its generation is gone";
  EXPECT_TRUE(engine->similar({.liked = {{.id = 1000}}}));
  const auto genres = engine->genres("a robot and a starship");
  EXPECT_TRUE(genres) << genres.error().message();
  const auto examples = engine->genre_examples(3);
  ASSERT_TRUE(examples) << examples.error().message();
  EXPECT_EQ(examples->size(), 3U);
  const auto exported = engine->export_to(directory_ / "out");
  EXPECT_TRUE(exported) << exported.error().message();
}

TEST_F(EditBundleEdgesTest, NumbersThatRunOutAreAnErrorAndChangeNothing) {
  ASSERT_TRUE(add("id,title,year\n9223372036854775806,The Last Id,2001\n"));
  const std::string manifest = read_file(bundle_ / "bundle.json");
  const auto numbered = add("title,year\nOne More,2002\nAnd Another,2003\n");
  ASSERT_FALSE(numbered);
  EXPECT_EQ(numbered.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(numbered.error().found, HasSubstr("9223372036854775806"));
  EXPECT_EQ(read_file(bundle_ / "bundle.json"), manifest);
}

TEST_F(EditBundleEdgesTest, AMissingModelIsADamagedBundleAndChangesNothing) {
  expect_damage_without({"spectral", "classifier", "evaluation"});
}

TEST_F(EditBundleEdgesTest, AMissingEncoderOfANetworkIsADamagedBundleToo) {
  fs::remove_all(bundle_);
  Recipe recipe = testing::quick_recipe("default");
  recipe.classifier.model = GenreModelKind::kMlp;
  build(recipe);
  expect_damage_without({"encoder"});
}

TEST_F(EditBundleEdgesTest, AVersionOfTheTableThatNoGenerationHasIsPassedOver) {
  Recorder warnings;
  const std::string film = "id,title,year,genres\n5000,The Vault,2030,Crime\n";
  ASSERT_TRUE(add(film, {.observer = &warnings}));
  EXPECT_THAT(warnings.warnings, IsEmpty());
  {
    const auto table = Table::open(bundle_ / "movies.lance");
    ASSERT_TRUE(table);
    const auto ids = table->column("id");
    ASSERT_TRUE(ids);
    const std::array<Column, 1> other = {*ids};
    ASSERT_TRUE(Table::overwrite(bundle_ / "movies.lance", other));
  }
  const auto engine = Engine::open(bundle_);
  ASSERT_TRUE(engine) << "the bundle stays on its own version";
  EXPECT_EQ(engine->info().table_version, 2U);
  const auto next = add("id,title,year,genres\n5001,The Witness,2031,Crime\n", {.observer = &warnings});
  ASSERT_TRUE(next) << next.error().message();
  EXPECT_EQ(next->info.table_version, 4U);
  EXPECT_EQ(next->info.movies, 122U);
  EXPECT_THAT(warnings.warnings, ElementsAre(HasSubstr("newest version, 3, is not the bundle's (2)")));
  EXPECT_TRUE(Engine::open(bundle_)->similar({.liked = {{.id = 5000}}}));
}

TEST_F(EditBundleEdgesTest, NoCleanupTakesTheVersionsThatTheBundleHasInUse) {
  for (const std::int64_t id : {1000, 1001, 1002}) ASSERT_TRUE(remove(id));
  {
    const auto table = Table::open(bundle_ / "movies.lance");
    ASSERT_TRUE(table);
    const auto ids = table->column("id");
    ASSERT_TRUE(ids);
    const std::array<Column, 1> other = {*ids};
    ASSERT_TRUE(Table::overwrite(bundle_ / "movies.lance", other)) << "as a change that is killed before its switch";
  }
  const auto report =
      cleanup(bundle_ / "movies.lance", {.older_than = std::chrono::seconds(0), .grace = std::chrono::seconds(0)});
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_THAT(report->versions_removed, ElementsAre(1));
  EXPECT_THAT(report->versions_tagged, ElementsAre(2, 3, 4)) << "the generation in use and the two before it";
  const auto engine = Engine::open(bundle_);
  ASSERT_TRUE(engine) << engine.error().message();
  EXPECT_TRUE(engine->similar({.liked = {{.id = 1003}}}));
  EXPECT_TRUE(remove(1003));
}

}  // namespace
}  // namespace kinora
