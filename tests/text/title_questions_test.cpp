#include "kinora/ingest/ingest.hpp"
#include "text/oracle.hpp"
#include "text/title_index.hpp"

#include <gtest/gtest.h>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace kinora {
namespace {

namespace fs = std::filesystem;

/// A question as somebody types it, and the id of the film that is meant; -1 for none of the catalogue's.
struct AskedTitle {
  std::string text;
  std::int64_t id = -1;
};

std::vector<AskedTitle> read_questions(const std::string& name) {
  std::ifstream file(fs::path(KINORA_SOURCE_DIR) / "tests/text/title_questions" / name);
  std::vector<AskedTitle> questions;
  for (std::string line; std::getline(file, line);) {
    const std::size_t tab = line.find('\t');
    const std::string id = line.substr(tab + 1, line.find('\t', tab + 1) - tab - 1);
    questions.push_back({.text = line.substr(0, tab), .id = id == "-" ? -1 : std::stoll(id)});
  }
  return questions;
}

/// The share of questions that are answered right; every wrong one is printed.
double hit_rate(const fs::path& file, const std::vector<AskedTitle>& questions) {
  const auto read = read_catalogue({.catalogue = file}, {}, {});
  if (!read) {
    ADD_FAILURE() << read.error().message();
    return 0;
  }
  const Catalogue& catalogue = read->catalogue;
  const TitleIndex index = TitleIndex::build(catalogue);
  std::size_t right = 0;
  for (const AskedTitle& question : questions) {
    const FoundTitle found = index.find(question.text, {}, {.years = catalogue.years, .vote_counts = catalogue.vote_counts});
    const std::int64_t id = found.rows.empty() ? -1 : catalogue.ids[found.rows.front()];
    if (id == question.id) {
      ++right;
    } else {
      std::printf("%s: found %s\n", question.text.c_str(),
                  id < 0 ? "nothing" : std::string(catalogue.titles[found.rows.front()]).c_str());
    }
  }
  return static_cast<double>(right) / static_cast<double>(questions.size());
}

TEST(TitleQuestions, OfTheSample) {
  const auto questions = read_questions("sample.tsv");
  ASSERT_GE(questions.size(), 120U);
  EXPECT_GE(hit_rate(fs::path(KINORA_SOURCE_DIR) / "data/sample/movies.csv", questions), 0.97);
}

TEST(TitleQuestions, OfTheKaggleCatalogue) {
  const auto file = testing_oracle::kaggle_catalogue();
  if (!file) GTEST_SKIP() << testing_oracle::kNoData;
  const auto questions = read_questions("kaggle.tsv");
  ASSERT_GE(questions.size(), 80U);
  EXPECT_GE(hit_rate(*file, questions), 0.97);
}

}  // namespace
}  // namespace kinora
