#include "classify/linear/linear_file.hpp"

#include "linear_problem.hpp"
#include "support/temp_directory.hpp"
#include "tensors/npy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>

namespace kinora {
namespace {

void save_linear(const std::filesystem::path& path) {
  const auto model = LinearProblem(120).fit();
  ASSERT_TRUE(model);
  ASSERT_TRUE(model->save(path));
}

TEST(LinearFile, GivesBackTheSameClassifier) {
  const testing::TempDirectory directory;
  const LinearProblem problem(120);
  const auto saved = problem.fit();
  ASSERT_TRUE(saved);
  ASSERT_TRUE(saved->save(directory / "a"));
  const auto loaded = LinearClassifier::load(directory / "a");
  ASSERT_TRUE(loaded) << loaded.error().message();
  EXPECT_EQ(loaded->names(), problem.names);
  EXPECT_TRUE(std::ranges::equal(loaded->terms(), saved->terms()));
  EXPECT_TRUE(std::ranges::equal(loaded->thresholds(), saved->thresholds()));
  EXPECT_EQ(loaded->cost(), saved->cost());
  const KnownDocuments documents(*saved, problem);
  EXPECT_EQ(loaded->predict(documents.view()).cells, saved->predict(documents.view()).cells);
  const Matrix expected = saved->logits(documents.view());
  const Matrix found = loaded->logits(documents.view());
  for (std::size_t row = 0; row < expected.rows(); ++row) EXPECT_TRUE(std::ranges::equal(found.row(row), expected.row(row)));
  ASSERT_TRUE(loaded->save(directory / "b"));
  EXPECT_EQ(testing::read_file(directory / "a"), testing::read_file(directory / "b"));
}

TEST(LinearFile, NumpyComputesTheSameProbabilities) {
  if (!std::filesystem::exists("/usr/bin/python3")) GTEST_SKIP() << "SKIPPED: there is no /usr/bin/python3 to read the file with";
  const testing::TempDirectory directory;
  const LinearProblem problem(200);
  const auto model = problem.fit();
  ASSERT_TRUE(model);
  ASSERT_TRUE(model->save(directory / "classifier.safetensors"));
  nlohmann::json documents = nlohmann::json::array();
  for (std::size_t document = 0; document < problem.ends.size(); ++document) {
    documents.push_back(nlohmann::json::array({"a term that nobody knows"}));
    for (const std::uint32_t term : problem.documents()[document]) documents.back().push_back(problem.terms[term]);
  }
  testing::write_file(directory / "documents.json", documents.dump());
  const Matrix probabilities = model->probabilities(KnownDocuments(*model, problem).view());
  ASSERT_TRUE(write_npy(local_file_system(), directory / "probabilities.npy", probabilities.view()));
  const std::string path = directory.path().string();
  const std::string command = "/usr/bin/python3 " KINORA_SOURCE_DIR "/tests/classify/read_linear_with_numpy.py '" + path +
                              "/classifier.safetensors' '" + path + "/documents.json' '" + path + "/probabilities.npy'";
  const int status = std::system(command.c_str());
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "SKIPPED: numpy is not installed (apt install python3-numpy)";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

/// The parts of a file, to be changed and written again.
struct LinearParts {
  explicit LinearParts(const std::filesystem::path& path) {
    const auto file = SafetensorsFile::open(local_file_system(), path);
    EXPECT_TRUE(file);
    metadata = file->metadata();
    metadata.erase("xxh3_64");
    for (const auto& [name, tensor] : file->tensors())
      if (tensor.type == TensorType::kF32) {
        const auto values = *file->array<float>(name);
        floats[name] = {tensor.shape, {values.begin(), values.end()}};
      }
    const auto bytes = *file->array<std::uint8_t>("terms");
    const auto term_ends = *file->array<std::uint64_t>("term_ends");
    terms.assign(bytes.begin(), bytes.end());
    ends.assign(term_ends.begin(), term_ends.end());
  }

  void write(const std::filesystem::path& path) const {
    SafetensorsWriter writer;
    for (const auto& [name, tensor] : floats) writer.add(name, std::span<const float>(tensor.second), tensor.first);
    writer.add("terms", std::span<const std::uint8_t>(terms));
    writer.add("term_ends", std::span<const std::uint64_t>(ends));
    for (const auto& [key, value] : metadata) writer.set_metadata(key, value);
    ASSERT_TRUE(writer.write(local_file_system(), path));
  }

  void replace_option(const std::string& from, const std::string& to) {
    std::string& options = metadata["options"];
    ASSERT_NE(options.find(from), std::string::npos) << options;
    options.replace(options.find(from), from.size(), to);
  }

  std::map<std::string, std::string> metadata;
  std::map<std::string, std::pair<std::vector<std::uint64_t>, std::vector<float>>> floats;
  std::vector<std::uint8_t> terms;
  std::vector<std::uint64_t> ends;
};

TEST(LinearFile, PartsThatDoNotFitAreRefused) {
  const testing::TempDirectory directory;
  save_linear(directory / "whole");
  const LinearParts whole(directory / "whole");
  whole.write(directory / "again");
  ASSERT_TRUE(LinearClassifier::load(directory / "again"));
  const float nan = std::numeric_limits<float>::quiet_NaN();
  using Change = std::function<void(LinearParts&)>;
  const std::vector<std::pair<std::string, Change>> changes = {
      {"another number of tensors", [](LinearParts& p) { p.floats.erase("idf"); }},
      {"another number of tensors",
       [](LinearParts& p) {
         p.floats["more"] = {{1}, {0}};
       }},
      {"weight is of the wrong shape",
       [](LinearParts& p) { std::swap(p.floats["weight"].first[0], p.floats["weight"].first[1]); }},
      {"weight has a value", [=](LinearParts& p) { p.floats["weight"].second[5] = nan; }},
      {"bias has a value", [=](LinearParts& p) { p.floats["bias"].second[5] = nan; }},
      {"bias has 9 values",
       [](LinearParts& p) {
         p.floats["bias"].second.pop_back();
         p.floats["bias"].first = {9};
       }},
      {"idf has a value", [](LinearParts& p) { p.floats["idf"].second[0] = 0; }},
      {"base_rates has a value", [](LinearParts& p) { p.floats["base_rates"].second[0] = 1; }},
      {"ends of the terms", [](LinearParts& p) { p.ends.back() += 1; }},
      {"ends of the terms", [](LinearParts& p) { p.ends[3] = p.ends[1]; }},
      {"bytes behind the last term", [](LinearParts& p) { p.terms.push_back('x'); }},
      {"a term is there twice", [](LinearParts& p) { std::ranges::fill(p.terms, std::uint8_t{'x'}); }},
      {"labels are not", [](LinearParts& p) { p.metadata["labels"] = R"(["a","a"])"; }},
      {"thresholds are not", [](LinearParts& p) { p.metadata["thresholds"] = "[0.5]"; }},
      {"options are not", [](LinearParts& p) { p.metadata["options"] = "{}"; }},
      {"options are not", [](LinearParts& p) { p.replace_option("\"folds\":5", "\"folds\":1"); }},
      {"options are not", [](LinearParts& p) { p.replace_option("\"fitted_cost\":", "\"fitted_cost\":-"); }},
      {"options", [](LinearParts& p) { p.metadata.erase("options"); }},
  };
  for (const auto& [expected, change] : changes) {
    LinearParts parts = whole;
    change(parts);
    parts.write(directory / "broken");
    const auto loaded = LinearClassifier::load(directory / "broken");
    ASSERT_FALSE(loaded) << expected;
    EXPECT_EQ(loaded.error().code, ErrorCode::kBundleCorrupt);
    EXPECT_THAT(loaded.error().message(), ::testing::HasSubstr(expected));
  }
}

TEST(LinearFile, ForeignFilesAreNamedSo) {
  const testing::TempDirectory directory;
  save_linear(directory / "whole");
  for (const auto& [key, value] :
       {std::pair<std::string, std::string>{"format", "kinora.doc2vec"}, {"format_version", "1"}, {"model", "mlp"}}) {
    LinearParts parts(directory / "whole");
    parts.metadata[key] = value;
    parts.write(directory / "foreign");
    const auto loaded = LinearClassifier::load(directory / "foreign");
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, ErrorCode::kBundleForeign);
  }
  const auto as_network = GenreClassifier::load(directory / "whole");
  ASSERT_FALSE(as_network);
  EXPECT_EQ(as_network.error().code, ErrorCode::kBundleForeign);
}

TEST(LinearFile, TruncatedAndDamagedBytesAreRefused) {
  const testing::TempDirectory directory;
  save_linear(directory / "whole");
  const std::string whole = testing::read_file(directory / "whole");
  for (std::size_t length = 0; length < whole.size(); length += whole.size() / 37 + 1) {
    testing::write_file(directory / "cut", std::string_view(whole).substr(0, length));
    EXPECT_FALSE(LinearClassifier::load(directory / "cut")) << length;
  }
  std::string damaged = whole;
  damaged[whole.size() - 5] = static_cast<char>(damaged[whole.size() - 5] ^ 1);
  testing::write_file(directory / "damaged", damaged);
  EXPECT_FALSE(LinearClassifier::load(directory / "damaged"));
}

}  // namespace
}  // namespace kinora
