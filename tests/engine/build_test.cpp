#include "kinora/engine/build.hpp"

#include "engine/small_catalogue.hpp"
#include "kinora/engine/engine.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <filesystem>
#include <map>
#include <string>

namespace kinora {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::read_file;

/// Stops the work when the n-th stage begins.
class StopAtStage final : public Observer {
 public:
  StopAtStage(CancellationToken& token, int stage) : token_(token), stages_left_(stage) {}
  void stage_begin(std::string_view, std::uint64_t, std::string_view) override {
    if (stages_left_-- == 0) token_.request();
  }
  [[nodiscard]] bool stopped() const { return stages_left_ < 0; }

 private:
  CancellationToken& token_;
  int stages_left_;
};

class BuildTest : public ::testing::Test {
 protected:
  [[nodiscard]] Result<BuildSummary> build(const std::string& recipe, const std::string& bundle, unsigned threads = 1) const {
    return build_bundle(
        {.files = {.catalogue = catalogue_}, .recipe = testing::quick_recipe(recipe), .output = directory_ / bundle},
        {.threads = threads});
  }

  /// The bytes of every model and table data file, by what the file is called (data files have random names: by order of size).
  [[nodiscard]] std::map<std::string, std::string> promised_bytes(const std::string& bundle) const {
    std::map<std::string, std::string> bytes;
    for (const auto& entry : fs::recursive_directory_iterator(directory_ / bundle)) {
      if (!entry.is_regular_file()) continue;
      const fs::path path = entry.path();
      if (path.extension() == ".lance") bytes["table data"] += read_file(path);
      if (path.extension() == ".safetensors" || path.extension() == ".toml") bytes[path.filename().string()] = read_file(path);
    }
    return bytes;
  }

  testing::TempDirectory directory_;
  fs::path catalogue_ = directory_.write("films.csv", testing::small_catalogue(160));
};

TEST_F(BuildTest, SameSeedGivesTheSameBytesAtAnyNumberOfThreads) {
  for (const std::string recipe : {"default", "article"}) {
    ASSERT_TRUE(build(recipe, recipe + "1", 1));
    ASSERT_TRUE(build(recipe, recipe + "3", 3));
    const auto one = promised_bytes(recipe + "1");
    const auto three = promised_bytes(recipe + "3");
    ASSERT_GE(one.size(), 6U);
    for (const auto& [name, bytes] : one) EXPECT_TRUE(three.contains(name) && three.at(name) == bytes) << recipe << ": " << name;
  }
}

TEST_F(BuildTest, SummaryCountsEveryRow) {
  const auto summary = build("default", "b");
  ASSERT_TRUE(summary) << summary.error().message();
  EXPECT_EQ(summary->info.rows_read, 160U);
  EXPECT_EQ(summary->info.movies, 160U);
  EXPECT_EQ(summary->info.dimension, 16U);
  EXPECT_TRUE(summary->info.doc2vec_losses.empty()) << "the default encoder is not trained in epochs";
  ASSERT_TRUE(summary->info.classifier);
  EXPECT_TRUE(summary->info.classifier->honest);
  EXPECT_EQ(summary->info.classifier->model, "linear");
  EXPECT_TRUE(summary->info.classifier->epoch_losses.empty()) << "a linear model has no epochs";
  EXPECT_EQ(summary->info.classifier->baselines.size(), 2U);
  EXPECT_EQ(summary->info.predicted_genre_rows, 12U);
  EXPECT_EQ(summary->info.classifier->train_rows + summary->info.classifier->test_rows, 148U);
  ASSERT_EQ(summary->info.inputs.size(), 1U);
  EXPECT_EQ(summary->info.inputs[0].sha256.size(), 64U);
  EXPECT_FALSE(summary->info.stages.empty());
}

TEST_F(BuildTest, RebuildingMakesANewGenerationAndATableVersion) {
  ASSERT_TRUE(build("default", "b"));
  const auto old_engine = Engine::open(directory_ / "b");
  ASSERT_TRUE(old_engine);
  const auto second = build("default", "b");
  ASSERT_TRUE(second) << second.error().message();
  EXPECT_EQ(second->info.generation, 2U);
  EXPECT_EQ(second->info.table_version, 2U);
  EXPECT_TRUE(old_engine->similar({.liked = {{.id = 1000}}})) << "a reader keeps the generation that it opened";
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(build("default", "b"));
  EXPECT_FALSE(fs::exists(directory_ / "b/models/1"));
  EXPECT_TRUE(fs::exists(directory_ / "b/models/2"));
  fs::copy_file(directory_ / "b/models/3/bundle.json", directory_ / "b/bundle.json", fs::copy_options::overwrite_existing);
  const auto taken_back = Engine::open(directory_ / "b");
  ASSERT_TRUE(taken_back) << taken_back.error().message();
  EXPECT_EQ(taken_back->info().generation, 3U);
}

TEST_F(BuildTest, CancellingAtAnyStageLeavesTheOlderBundle) {
  ASSERT_TRUE(build("article", "b"));
  const std::string manifest = read_file(directory_ / "b/bundle.json");
  for (int stage = 0; stage < 20; ++stage) {
    CancellationToken token;
    StopAtStage observer(token, stage);
    const auto result =
        build_bundle({.files = {.catalogue = catalogue_}, .recipe = testing::quick_recipe("default"), .output = directory_ / "b"},
                     {.threads = 2, .observer = &observer, .cancellation = &token});
    if (!observer.stopped()) {
      EXPECT_GT(stage, 3) << "the stages of a build report themselves";
      break;
    }
    ASSERT_FALSE(result) << stage;
    EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
    EXPECT_EQ(read_file(directory_ / "b/bundle.json"), manifest);
    EXPECT_FALSE(fs::exists(directory_ / "b/models/2"));
    EXPECT_TRUE(Engine::open(directory_ / "b"));
  }
}

TEST_F(BuildTest, AFirstBuildThatFailsLeavesNothing) {
  CancellationToken token;
  token.request();
  const auto result =
      build_bundle({.files = {.catalogue = catalogue_}, .recipe = testing::quick_recipe("default"), .output = directory_ / "new"},
                   {.cancellation = &token});
  ASSERT_FALSE(result);
  EXPECT_FALSE(fs::exists(directory_ / "new"));
}

TEST_F(BuildTest, OutputsThatCannotBeWrittenAreRefusedBeforeTraining) {
  static_cast<void>(directory_.write("file", "x"));
  fs::create_directories(directory_ / "other");
  static_cast<void>(directory_.write("other/notes.txt", "x"));
  for (const char* output : {"file", "other", "file/below"}) {
    CancellationToken token;
    StopAtStage never(token, 0);
    const auto result = build_bundle(
        {.files = {.catalogue = catalogue_}, .recipe = testing::quick_recipe("default"), .output = directory_ / output},
        {.observer = &never});
    ASSERT_FALSE(result) << output;
    EXPECT_EQ(result.error().code, ErrorCode::kOutputUnwritable) << result.error().message();
    EXPECT_FALSE(never.stopped()) << "no stage began";
  }
  EXPECT_EQ(read_file(directory_ / "file"), "x");
}

TEST_F(BuildTest, WhatIsNotKinorasIsNotWrittenOver) {
  fs::create_directories(directory_ / "serving/models/1");
  static_cast<void>(directory_.write("serving/models/1/saved_model.pb", "x"));
  EXPECT_EQ(build("default", "serving").error().code, ErrorCode::kOutputUnwritable);
  EXPECT_EQ(read_file(directory_ / "serving/models/1/saved_model.pb"), "x");
  fs::create_directories(directory_ / "site");
  for (const std::string text : {R"({"format": "other"})", R"({"format": "kinora bundle", "format_version": 99})", "no JSON"}) {
    static_cast<void>(directory_.write("site/bundle.json", text));
    EXPECT_EQ(build("default", "site").error().code, ErrorCode::kBundleForeign) << text;
    EXPECT_EQ(read_file(directory_ / "site/bundle.json"), text);
  }
  const auto nowhere = build("default", "no/such/b");
  ASSERT_FALSE(nowhere);
  EXPECT_THAT(nowhere.error().expected, HasSubstr("no/such"));
  EXPECT_FALSE(fs::exists(directory_ / "no"));
}

TEST_F(BuildTest, MissingCatalogueLeavesNoBundle) {
  const auto result = build_bundle(
      {.files = {.catalogue = directory_ / "none.csv"}, .recipe = testing::quick_recipe("default"), .output = directory_ / "b"},
      {});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kFileNotFound);
  EXPECT_FALSE(fs::exists(directory_ / "b"));
}

TEST_F(BuildTest, CatalogueWithoutGenresHasNoClassifierAndStillRecommends) {
  std::string csv = "id,title,year\n";
  for (int i = 0; i < 30; ++i)
    csv += std::to_string(i) + ",The Long Road " + std::to_string(i % 7) + "," + std::to_string(1990 + i) + "\n";
  catalogue_ = directory_.write("plain.csv", csv);
  const auto summary = build("default", "plain");
  ASSERT_TRUE(summary) << summary.error().message();
  EXPECT_FALSE(summary->info.classifier);
  const auto engine = Engine::open(directory_ / "plain");
  ASSERT_TRUE(engine);
  EXPECT_EQ(engine->similar({.liked = {{.id = 3}}, .k = 5})->results.size(), 5U);
  EXPECT_EQ(engine->genres("a road").error().code, ErrorCode::kInvalidArgument);
}

TEST_F(BuildTest, DamagedFilesOfABundleAreNamed) {
  ASSERT_TRUE(build("default", "b"));
  for (const auto& entry : fs::recursive_directory_iterator(directory_ / "b")) {
    if (!entry.is_regular_file()) continue;
    const fs::path path = entry.path();
    const std::string name = path.filename().string();
    const bool read_on_demand = name == "classifier.safetensors" || name == "encoder.safetensors" ||
                                name == "spectral.safetensors" || name == "evaluation.safetensors";
    if (path.extension() == ".txn" || name == "latest_version_hint.json" || read_on_demand) continue;
    if (path.parent_path().filename() == "tags") continue;                        // for cleanups, not for reading
    if (name == "bundle.json" && path.parent_path().filename() == "1") continue;  // to go back to, not for reading
    const std::string good = read_file(path);
    for (const std::string& bad : {std::string(), good.substr(0, good.size() / 2), std::string("garbage")}) {
      std::ofstream(path, std::ios::binary) << bad;
      const auto engine = Engine::open(directory_ / "b");
      EXPECT_FALSE(engine) << path << " with " << bad.size() << " bytes";
      if (!engine) {
        EXPECT_FALSE(engine.error().what.empty());
      }
    }
    std::ofstream(path, std::ios::binary) << good;
  }
  EXPECT_TRUE(Engine::open(directory_ / "b"));
  fs::remove(directory_ / "b/models/1/titles.safetensors");
  EXPECT_EQ(Engine::open(directory_ / "b").error().code, ErrorCode::kBundleCorrupt);
}

TEST_F(BuildTest, ForeignAndMissingBundlesAreToldApart) {
  EXPECT_EQ(Engine::open(directory_ / "none").error().code, ErrorCode::kBundleMissing);
  fs::create_directories(directory_ / "dir");
  EXPECT_EQ(Engine::open(directory_ / "dir").error().code, ErrorCode::kBundleForeign);
  static_cast<void>(directory_.write("dir/bundle.json", "{\"format\": \"something else\"}"));
  EXPECT_EQ(Engine::open(directory_ / "dir").error().code, ErrorCode::kBundleForeign);
  static_cast<void>(directory_.write("dir/bundle.json", R"({"format": "kinora bundle", "format_version": 99})"));
  const auto newer = Engine::open(directory_ / "dir");
  EXPECT_EQ(newer.error().code, ErrorCode::kBundleForeign);
  EXPECT_THAT(newer.error().found, HasSubstr("99"));
  static_cast<void>(directory_.write("dir/bundle.json", std::string(100'000, '[')));
  EXPECT_EQ(Engine::open(directory_ / "dir").error().code, ErrorCode::kBundleCorrupt);
}

}  // namespace
}  // namespace kinora
