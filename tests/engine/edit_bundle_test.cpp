#include "kinora/engine/edit_bundle.hpp"

#include "engine/small_catalogue.hpp"
#include "kinora/engine/engine.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace kinora {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::read_file;

constexpr std::size_t kFilms = 120;
constexpr const char* kHeader = "id,title,year,genres,director,keywords,overview,vote_count,vote_average\n";

class StopEditAtStage final : public Observer {
 public:
  StopEditAtStage(CancellationToken& token, int stage) : token_(token), stages_left_(stage) {}
  void stage_begin(std::string_view, std::uint64_t, std::string_view) override {
    if (stages_left_-- == 0) token_.request();
  }
  [[nodiscard]] bool stopped() const { return stages_left_ < 0; }

 private:
  CancellationToken& token_;
  int stages_left_;
};

/// The records of the made-up catalogue that have a genre, or all of them.
std::vector<std::string> records(std::size_t films, bool with_genres_only) {
  std::istringstream text(testing::small_catalogue(films));
  std::vector<std::string> lines;
  std::string line;
  std::getline(text, line);
  for (std::size_t i = 0; std::getline(text, line); ++i)
    if (!with_genres_only || i % 13 != 12) lines.push_back(line + "\n");
  return lines;
}

std::string csv(const std::vector<std::string>& records, std::size_t first, std::size_t last) {
  std::string text = kHeader;
  for (std::size_t i = first; i < std::min(last, records.size()); ++i) text += records[i];
  return text;
}

Result<AddSummary> add(const fs::path& bundle, const fs::path& file, unsigned threads = 1) {
  return add_movies({.bundle = bundle, .files = {.catalogue = file}}, {.threads = threads});
}

/// The bytes of the bundle's index files, models and classifier figures that are in use.
std::string generation_bytes(const fs::path& bundle) {
  const auto engine = Engine::open(bundle);
  EXPECT_TRUE(engine) << engine.error().message();
  const fs::path generation = bundle / "models" / std::to_string(engine->info().generation);
  std::string bytes;
  for (const char* name : {"movies", "titles", "spectral", "encoder", "classifier", "evaluation"})
    bytes += read_file(generation / (std::string(name) + ".safetensors"));
  const auto vectors = engine->table().column("vector");
  EXPECT_TRUE(vectors);
  const MatrixView view = vectors->vectors();
  for (std::size_t row = 0; row < view.rows; ++row)
    bytes.append(reinterpret_cast<const char*>(view.row(row).data()), view.row(row).size_bytes());
  return bytes;
}

/// The table's rows are the index's: each film is found by its id and stands under its title in the table.
void expect_parts_agree(const fs::path& bundle) {
  const auto engine = Engine::open(bundle);
  ASSERT_TRUE(engine) << engine.error().message();
  EXPECT_EQ(engine->table().row_count(), engine->info().movies);
  const auto ids = engine->table().column("id");
  const auto titles = engine->table().column("title");
  ASSERT_TRUE(ids && titles);
  std::set<std::int64_t> distinct;
  for (std::size_t row = 0; row < ids->rows; ++row) {
    distinct.insert(ids->int64s[row]);
    const auto answer = engine->similar({.liked = {{.id = ids->int64s[row]}}, .k = 1});
    ASSERT_TRUE(answer) << answer.error().message();
    EXPECT_EQ(answer->liked[0].title, titles->text_at(row));
  }
  EXPECT_EQ(distinct.size(), ids->rows);
  EXPECT_TRUE(engine->genre_examples(1000));
}

class EditBundleTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    built_ = std::make_unique<testing::TempDirectory>();
    const fs::path catalogue = built_->write("films.csv", testing::small_catalogue(kFilms));
    for (const std::string recipe : {"default", "article"})
      ASSERT_TRUE(build_bundle(
          {.files = {.catalogue = catalogue}, .recipe = testing::quick_recipe(recipe), .output = *built_ / recipe}, {}));
  }
  static void TearDownTestSuite() { built_.reset(); }

  /// A bundle of its own for this test.
  [[nodiscard]] fs::path bundle(const std::string& name = "b", const std::string& recipe = "default") const {
    fs::copy(*built_ / recipe, directory_ / name, fs::copy_options::recursive);
    return directory_ / name;
  }
  [[nodiscard]] fs::path films(const std::string& lines) const { return directory_.write("new.csv", kHeader + lines); }
  /// Two films that are new, one of them without a genre, and one that the bundle has.
  [[nodiscard]] fs::path three_films() const {
    return films(
        "5000,The Vault Detective,2030,Thriller|Crime,Cy Vance,heist|police,A witness and a murder near the vault alley,40,7\n"
        "5001,Robots in Orbit,2031,,Bo Lund,space|robot,An alien starship and a robot engine near the planet orbit,41,8\n"
        "1004,The Attic Remade,2032,Animation|Family,Ada Moor,toy,A puppet and a cowboy rescue children,42,6\n");
  }

  static std::unique_ptr<testing::TempDirectory> built_;
  testing::TempDirectory directory_;
};

std::unique_ptr<testing::TempDirectory> EditBundleTest::built_;

TEST_F(EditBundleTest, NewFilmsAreFoundAndRecommendedByTheNextQuestion) {
  const fs::path path = bundle();
  const auto before = Engine::open(path);
  ASSERT_TRUE(before);
  const auto summary = add(path, three_films());
  ASSERT_TRUE(summary) << summary.error().message();
  EXPECT_EQ(summary->added, 2U);
  EXPECT_EQ(summary->updated, 1U);
  EXPECT_EQ(summary->predicted_genre_rows, 1U);
  EXPECT_EQ(summary->info.movies, kFilms + 2);
  ASSERT_EQ(summary->movies.size(), 3U);
  EXPECT_TRUE(summary->movies[1].genres_predicted);
  EXPECT_FALSE(summary->movies[1].genres.empty());
  EXPECT_GT(summary->movies[1].known_words, 0U);
  EXPECT_TRUE(summary->movies[2].updated);
  expect_parts_agree(path);

  const auto engine = Engine::open(path);
  ASSERT_TRUE(engine);
  const auto titles = engine->search_titles("vault detective", 1);
  ASSERT_FALSE(titles.empty());
  EXPECT_EQ(titles[0].movie.id, 5000);
  const auto like_new = engine->similar({.liked = {{.id = 5000}}, .k = 5});
  ASSERT_TRUE(like_new);
  for (const Recommendation& movie : like_new->results) EXPECT_EQ(movie.id % 4, 2) << movie.title;
  const auto like_old = engine->similar({.liked = {{.id = 1002}}, .k = kFilms + 1});
  ASSERT_TRUE(like_old);
  EXPECT_TRUE(
      std::any_of(like_old->results.begin(), like_old->results.end(), [](const auto& movie) { return movie.id == 5000; }));
  const auto updated = engine->similar({.liked = {{.id = 1004}}, .k = 1});
  ASSERT_TRUE(updated);
  EXPECT_EQ(updated->liked[0].title, "The Attic Remade");
  EXPECT_EQ(before->info().movies, kFilms) << "an engine that is open stays as it is";
  EXPECT_FALSE(before->similar({.liked = {{.id = 5000}}}));
}

TEST_F(EditBundleTest, IndexesAreThoseOfABuildOfAllFilms) {
  const std::vector<std::string> all = records(kFilms, true);
  const fs::path part = directory_.write("part.csv", csv(all, 0, all.size() - 9));
  const fs::path rest = directory_.write("rest.csv", csv(all, all.size() - 9, all.size()));
  const fs::path whole = directory_.write("whole.csv", csv(all, 0, all.size()));
  const Recipe recipe = testing::quick_recipe("default");
  ASSERT_TRUE(build_bundle({.files = {.catalogue = part}, .recipe = recipe, .output = directory_ / "part"}, {}));
  ASSERT_TRUE(build_bundle({.files = {.catalogue = whole}, .recipe = recipe, .output = directory_ / "whole"}, {}));
  const auto summary = add(directory_ / "part", rest);
  ASSERT_TRUE(summary) << summary.error().message();
  for (const char* name : {"movies.safetensors", "titles.safetensors"})
    EXPECT_TRUE(read_file(directory_ / "part/models/2" / name) == read_file(directory_ / "whole/models/1" / name)) << name;
}

TEST_F(EditBundleTest, AddedAndRemovedAgainIsTheOlderBundle) {
  const fs::path path = bundle();
  const std::string before = generation_bytes(path);
  ASSERT_TRUE(add(path, films("5000,The Vault,2030,Crime,Cy Vance,heist,A vault and a witness,40,7\n")));
  EXPECT_NE(generation_bytes(path), before);
  const auto removed = remove_movies({.bundle = path, .ids = {5000, 5000}}, {});
  ASSERT_TRUE(removed) << removed.error().message();
  EXPECT_EQ(removed->movies.size(), 1U);
  EXPECT_TRUE(generation_bytes(path) == before);
  EXPECT_EQ(removed->info.changes.count, 2U);
  EXPECT_EQ(removed->info.changes.films_added, 1U);
  EXPECT_EQ(removed->info.changes.films_removed, 1U);
}

TEST_F(EditBundleTest, SameBytesAtAnyNumberOfThreads) {
  for (const std::string recipe : {"default", "article"}) {
    const fs::path one = bundle(recipe + "1", recipe);
    const fs::path three = bundle(recipe + "3", recipe);
    const auto summary = add(one, three_films(), 1);
    ASSERT_TRUE(summary) << summary.error().message();
    ASSERT_TRUE(add(three, three_films(), 3));
    EXPECT_TRUE(generation_bytes(one) == generation_bytes(three)) << recipe;
  }
}

TEST_F(EditBundleTest, WhatAFilmIsGivenDoesNotDependOnTheOthers) {
  const fs::path together = bundle("together");
  const fs::path alone = bundle("alone");
  const auto all = add(together, three_films());
  const auto one = add(
      alone,
      films("5001,Robots in Orbit,2031,,Bo Lund,space|robot,An alien starship and a robot engine near the planet orbit,41,8\n"));
  ASSERT_TRUE(all && one);
  EXPECT_EQ(all->movies[1].genres, one->movies[0].genres);
  const auto last_vector = [](const fs::path& path, std::size_t from_end) {
    const auto engine = Engine::open(path);
    const auto column = engine->table().column("vector");
    const auto row = column->vectors().row(column->rows - from_end);
    return std::vector<float>(row.begin(), row.end());
  };
  EXPECT_EQ(last_vector(together, 2), last_vector(alone, 1));
}

TEST_F(EditBundleTest, RemovedFilmsAreGoneEverywhere) {
  const fs::path path = bundle();
  const auto summary = remove_movies({.bundle = path, .ids = {1003, 1000, 1119}}, {});
  ASSERT_TRUE(summary) << summary.error().message();
  EXPECT_EQ(summary->info.movies, kFilms - 3);
  ASSERT_EQ(summary->movies.size(), 3U);
  EXPECT_EQ(summary->movies[0].id, 1003) << "in the order asked for";
  expect_parts_agree(path);
  const auto engine = Engine::open(path);
  ASSERT_TRUE(engine);
  EXPECT_EQ(engine->similar({.liked = {{.id = 1000}}}).error().code, ErrorCode::kMovieNotFound);
  const auto all = engine->similar({.liked = {{.id = 1001}}, .k = 1000});
  ASSERT_TRUE(all);
  EXPECT_EQ(all->results.size(), kFilms - 4);
}

TEST_F(EditBundleTest, RemovingIsAllOrNothing) {
  const fs::path path = bundle();
  const std::string manifest = read_file(path / "bundle.json");
  const auto unknown = remove_movies({.bundle = path, .ids = {1000, 77, 78}}, {});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::kMovieNotFound);
  EXPECT_THAT(unknown.error().found, HasSubstr("77, 78"));
  EXPECT_EQ(remove_movies({.bundle = path, .ids = {}}, {}).error().code, ErrorCode::kInvalidArgument);
  std::vector<std::int64_t> all(kFilms);
  for (std::size_t i = 0; i < kFilms; ++i) all[i] = static_cast<std::int64_t>(1000 + i);
  EXPECT_EQ(remove_movies({.bundle = path, .ids = all}, {}).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(read_file(path / "bundle.json"), manifest);
  EXPECT_FALSE(fs::exists(path / "models/2"));
}

TEST_F(EditBundleTest, FilesWithoutIdsAreNumberedOn) {
  const fs::path path = bundle();
  const fs::path file = directory_.write("numberless.csv", "title,year,genres\nNew One,2030,Crime\nNew Two,2031,Crime\n");
  const auto summary = add(path, file);
  ASSERT_TRUE(summary) << summary.error().message();
  EXPECT_EQ(summary->added, 2U);
  EXPECT_EQ(summary->movies[0].movie.id, 1120);
  EXPECT_EQ(summary->movies[1].movie.id, 1121);
  expect_parts_agree(path);
}

TEST_F(EditBundleTest, IdsOfAnotherCatalogueAreRefused) {
  const fs::path tmdb = directory_.write(
      "tmdb_5000_movies.csv",
      "budget,genres,homepage,id,keywords,original_language,original_title,overview,popularity,production_companies,"
      "production_countries,release_date,revenue,runtime,spoken_languages,status,tagline,title,vote_average,vote_count\n"
      "0,[],,1000,[],en,Other,A film,1,[],[],2000-01-01,0,90,[],Released,,Other,5,10\n");
  const fs::path movielens = directory_.write("movies.csv",
                                              "movieId,title,genres\n1,Toy (1995),Comedy\n2,Boy (1996),Drama\n"
                                              "3,Joy (1997),Drama\n4,Coy (1998),Drama\n");
  ASSERT_TRUE(build_bundle(
      {.files = {.catalogue = movielens}, .recipe = testing::quick_recipe("default"), .output = directory_ / "lens"}, {}));
  const auto refused = add(directory_ / "lens", tmdb);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(refused.error().found, HasSubstr("TMDB"));
}

TEST_F(EditBundleTest, CancellingAtAnyStageLeavesTheOlderBundle) {
  const fs::path path = bundle();
  const fs::path file = three_films();
  const std::string manifest = read_file(path / "bundle.json");
  for (int stage = 0; stage < 40; ++stage) {
    CancellationToken token;
    StopEditAtStage observer(token, stage);
    const auto result =
        add_movies({.bundle = path, .files = {.catalogue = file}}, {.threads = 2, .observer = &observer, .cancellation = &token});
    if (!observer.stopped()) {
      EXPECT_TRUE(result);
      EXPECT_GT(stage, 3);
      break;
    }
    ASSERT_FALSE(result) << stage;
    EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
    EXPECT_EQ(read_file(path / "bundle.json"), manifest);
    EXPECT_FALSE(fs::exists(path / "models/2"));
    EXPECT_TRUE(Engine::open(path));
  }
}

TEST_F(EditBundleTest, ChangesAtOnceAreMadeOneAfterTheOther) {
  const fs::path path = bundle();
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i)
    writers.emplace_back([&, i] {
      const std::string id = std::to_string(6000 + i);
      const fs::path file = directory_.write(id + ".csv", kHeader + id + ",Film " + id + ",2030,Crime,,heist,A vault,1,5\n");
      EXPECT_TRUE(add(path, file));
    });
  for (std::thread& writer : writers) writer.join();
  const auto engine = Engine::open(path);
  ASSERT_TRUE(engine);
  EXPECT_EQ(engine->info().movies, kFilms + 4);
  EXPECT_EQ(engine->info().changes.count, 4U);
  expect_parts_agree(path);
}

TEST_F(EditBundleTest, BadInputIsRefusedAndChangesNothing) {
  const fs::path path = bundle();
  const std::string manifest = read_file(path / "bundle.json");
  EXPECT_EQ(add(path, directory_ / "none.csv").error().code, ErrorCode::kFileNotFound);
  EXPECT_EQ(add(directory_ / "none.kinora", three_films()).error().code, ErrorCode::kBundleMissing);
  EXPECT_FALSE(add(path, directory_.write("odd.csv", "colour,shape\nred,round\n")));
  EXPECT_FALSE(add(path, directory_.write("empty.csv", "")));
  fs::remove(path / "models/1/spectral.safetensors");
  EXPECT_EQ(add(path, three_films()).error().code, ErrorCode::kBundleCorrupt);
  EXPECT_EQ(read_file(path / "bundle.json"), manifest);
  EXPECT_FALSE(fs::exists(path / "models/2"));
}

}  // namespace
}  // namespace kinora
