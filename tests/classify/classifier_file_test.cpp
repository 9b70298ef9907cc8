#include "classify/classifier_file.hpp"

#include "classify/classifier_json.hpp"
#include "classify/fit_classifier.hpp"
#include "support/temp_directory.hpp"
#include "tensors/npy.hpp"
#include "toy_problem.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <limits>

namespace kinora {
namespace {

FittedClassifier fitted_classifier(std::size_t epochs = 3) {
  const ToyProblem problem(120);
  ClassifierOptions options = toy_options();
  options.epochs = epochs;
  options.seed = std::numeric_limits<std::uint64_t>::max();
  auto fitted = fit_classifier(problem.features.view(), problem.labels, problem.names, options, {}, nullptr);
  EXPECT_TRUE(fitted);
  return *std::move(fitted);
}

TEST(ClassifierFile, GivesBackTheSameClassifier) {
  const testing::TempDirectory directory;
  const ToyProblem problem(120);
  ClassifierOptions options = toy_options();
  options.thresholds = ThresholdPolicy::kLogit;
  options.logit_threshold = 0.1;
  const auto saved = GenreClassifier::fit(problem.features.view(), problem.labels, problem.names, options, {});
  ASSERT_TRUE(saved);
  ASSERT_TRUE(saved->save(directory / "classifier.safetensors"));
  const auto loaded = GenreClassifier::load(directory / "classifier.safetensors");
  ASSERT_TRUE(loaded) << loaded.error().message();
  EXPECT_EQ(loaded->names(), problem.names);
  EXPECT_EQ(loaded->dimension(), 6U);
  EXPECT_EQ(loaded->options().hidden, options.hidden);
  EXPECT_EQ(loaded->options().thresholds, ThresholdPolicy::kLogit);
  EXPECT_EQ(loaded->options().logit_threshold, 0.1);
  EXPECT_EQ(loaded->options().epochs, options.epochs);
  EXPECT_EQ(loaded->options().seed, options.seed);
  EXPECT_TRUE(std::ranges::equal(loaded->thresholds(), saved->thresholds()));
  const Matrix expected = saved->logits(problem.features.view());
  const Matrix found = loaded->logits(problem.features.view());
  for (std::size_t r = 0; r < expected.rows(); ++r) EXPECT_TRUE(std::ranges::equal(found.row(r), expected.row(r)));
}

TEST(ClassifierFile, SavingWhatWasLoadedGivesTheSameBytes) {
  const testing::TempDirectory directory;
  const FittedClassifier fitted = fitted_classifier();
  ASSERT_TRUE(write_classifier(local_file_system(), directory / "a", fitted));
  const auto loaded = GenreClassifier::load(directory / "a");
  ASSERT_TRUE(loaded) << loaded.error().message();
  ASSERT_TRUE(loaded->save(directory / "b"));
  EXPECT_EQ(testing::read_file(directory / "a"), testing::read_file(directory / "b"));
}

TEST(ClassifierFile, PyTorchReadsIt) {
  if (!std::filesystem::exists("/usr/bin/python3")) GTEST_SKIP() << "SKIPPED: there is no /usr/bin/python3 to read the file with";
  const testing::TempDirectory directory;
  const ToyProblem problem(200);
  const auto classifier = GenreClassifier::fit(problem.features.view(), problem.labels, problem.names, toy_options(), {});
  ASSERT_TRUE(classifier);
  ASSERT_TRUE(classifier->save(directory / "classifier.safetensors"));
  ASSERT_TRUE(write_npy(local_file_system(), directory / "features.npy", problem.features.view()));
  const Matrix logits = classifier->logits(problem.features.view());
  ASSERT_TRUE(write_npy(local_file_system(), directory / "logits.npy", logits.view()));
  const std::string path = directory.path().string();
  const std::string command = "/usr/bin/python3 " KINORA_SOURCE_DIR "/tests/classify/read_with_torch.py '" + path +
                              "/classifier.safetensors' '" + path + "/features.npy' '" + path + "/logits.npy'";
  const int status = std::system(command.c_str());
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "SKIPPED: PyTorch is not installed (apt install python3-torch)";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(ClassifierFile, AMissingFileIsNamed) {
  const auto loaded = GenreClassifier::load("/nonexistent/classifier.safetensors");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::kFileNotFound);
}

/// Writes what write_classifier does, then lets `change` add to or replace its metadata and tensors.
struct FileParts {
  std::map<std::string, std::string> metadata;
  std::map<std::string, std::pair<std::vector<std::uint64_t>, std::vector<float>>> floats;
  std::map<std::string, std::vector<std::int64_t>> counts;
};

FileParts parts_of(const std::filesystem::path& path) {
  FileParts parts;
  const auto file = SafetensorsFile::open(local_file_system(), path);
  EXPECT_TRUE(file);
  parts.metadata = file->metadata();
  parts.metadata.erase("xxh3_64");
  for (const auto& [name, tensor] : file->tensors())
    if (tensor.type == TensorType::kF32) {
      const auto values = *file->array<float>(name);
      parts.floats[name] = {tensor.shape, {values.begin(), values.end()}};
    } else {
      const auto values = *file->array<std::int64_t>(name);
      parts.counts[name] = {values.begin(), values.end()};
    }
  return parts;
}

void write_parts(const FileParts& parts, const std::filesystem::path& path) {
  SafetensorsWriter writer;
  for (const auto& [name, tensor] : parts.floats) writer.add(name, std::span<const float>(tensor.second), tensor.first);
  for (const auto& [name, values] : parts.counts) writer.add(name, std::span<const std::int64_t>(values));
  for (const auto& [key, value] : parts.metadata) writer.set_metadata(key, value);
  ASSERT_TRUE(writer.write(local_file_system(), path));
}

TEST(ClassifierFile, PartsThatDoNotFitAreRefused) {
  const testing::TempDirectory directory;
  ASSERT_TRUE(write_classifier(local_file_system(), directory / "whole", fitted_classifier(1)));
  const FileParts whole = parts_of(directory / "whole");
  write_parts(whole, directory / "again");
  ASSERT_TRUE(GenreClassifier::load(directory / "again"));

  const auto set_option = [](FileParts& parts, const std::string& from, const std::string& to) {
    std::string& options = parts.metadata["options"];
    ASSERT_NE(options.find(from), std::string::npos) << options;
    options.replace(options.find(from), from.size(), to);
  };
  const float nan = std::numeric_limits<float>::quiet_NaN();
  using Change = std::function<void(FileParts&)>;
  const std::vector<std::pair<std::string, Change>> changes = {
      {"another number of tensors",
       [](FileParts& p) {
         p.floats["9.weight"] = {{1}, {0.0F}};
       }},
      {"another number of tensors", [](FileParts& p) { p.floats.erase("8.bias"); }},
      {"0.weight is of the wrong shape",
       [](FileParts& p) {
         p.floats["0.weight"].first = {6, 32};
       }},
      {"4.weight is of the wrong shape",
       [](FileParts& p) {
         p.floats["4.weight"].first = {32, 16};
       }},
      {"8.weight is of the wrong shape",
       [](FileParts& p) {
         p.floats["8.weight"] = {{1, 16}, std::vector<float>(16)};
       }},
      {"1.running_mean is of the wrong length",
       [](FileParts& p) {
         p.floats["1.running_mean"] = {{3}, {1, 2, 3}};
       }},
      {"5.bias has a value that is not", [=](FileParts& p) { p.floats["5.bias"].second[3] = nan; }},
      {"4.weight has a value that is not", [=](FileParts& p) { p.floats["4.weight"].second[7] = nan; }},
      {"1.running_var has a negative variance", [](FileParts& p) { p.floats["1.running_var"].second[0] = -1; }},
      {"5.num_batches_tracked is not one count",
       [](FileParts& p) {
         p.counts["5.num_batches_tracked"] = {1, 2};
       }},
      {"1.num_batches_tracked is not one count", [](FileParts& p) { p.counts["1.num_batches_tracked"] = {-1}; }},
      {"labels are not", [](FileParts& p) { p.metadata["labels"] = R"(["a","a","b"])"; }},
      {"labels are not", [](FileParts& p) { p.metadata["labels"] = "[]"; }},
      {"labels are not", [](FileParts& p) { p.metadata["labels"] = R"({"a":1})"; }},
      {"labels are not", [](FileParts& p) { p.metadata["labels"] = R"(["a",1,"b"])"; }},
      {"thresholds are not", [](FileParts& p) { p.metadata["thresholds"] = "[0.5,0.5]"; }},
      {"thresholds are not", [](FileParts& p) { p.metadata["thresholds"] = "[0.5,0.5,2]"; }},
      {"thresholds are not", [](FileParts& p) { p.metadata["thresholds"] = "[0.5,"; }},
      {"options are not", [](FileParts& p) { p.metadata["options"] = "{}"; }},
      {"options are not", [=](FileParts& p) { set_option(p, "\"epochs\":1", "\"epochs\":-1"); }},
      {"options are not", [=](FileParts& p) { set_option(p, "per_label", "median"); }},
      {"options are not", [=](FileParts& p) { set_option(p, "[32,16]", "[32,\"x\"]"); }},
      {"out of its range", [=](FileParts& p) { set_option(p, "[32,16]", "[32,1000000000]"); }},
      {"0.weight is of the wrong shape", [=](FileParts& p) { set_option(p, "[32,16]", "[16000,16000]"); }},
      {"labels", [](FileParts& p) { p.metadata.erase("labels"); }},
  };
  for (const auto& [expected, change] : changes) {
    FileParts parts = whole;
    change(parts);
    write_parts(parts, directory / "broken");
    const auto loaded = GenreClassifier::load(directory / "broken");
    ASSERT_FALSE(loaded) << expected;
    EXPECT_EQ(loaded.error().code, ErrorCode::kBundleCorrupt);
    EXPECT_THAT(loaded.error().message(), ::testing::HasSubstr(expected));
  }
}

TEST(ClassifierFile, ForeignFilesAreNamedSo) {
  const testing::TempDirectory directory;
  ASSERT_TRUE(write_classifier(local_file_system(), directory / "whole", fitted_classifier(1)));
  for (const auto& [key, value] : {std::pair<std::string, std::string>{"format", "kinora.doc2vec"}, {"format_version", "2"}}) {
    FileParts parts = parts_of(directory / "whole");
    parts.metadata[key] = value;
    write_parts(parts, directory / "foreign");
    const auto loaded = GenreClassifier::load(directory / "foreign");
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, ErrorCode::kBundleForeign);
  }
}

TEST(ClassifierFile, TruncatedAndDamagedBytesAreRefused) {
  const testing::TempDirectory directory;
  ASSERT_TRUE(write_classifier(local_file_system(), directory / "whole", fitted_classifier(1)));
  const std::string whole = testing::read_file(directory / "whole");
  for (std::size_t length = 0; length < whole.size(); length += whole.size() / 37 + 1) {
    testing::write_file(directory / "cut", std::string_view(whole).substr(0, length));
    EXPECT_FALSE(GenreClassifier::load(directory / "cut")) << length;
  }
  std::string damaged = whole;
  damaged[whole.size() - 5] = static_cast<char>(damaged[whole.size() - 5] ^ 1);
  testing::write_file(directory / "damaged", damaged);
  EXPECT_FALSE(GenreClassifier::load(directory / "damaged"));
}

TEST(ClassifierJson, ThresholdsKeepEveryBit) {
  const std::vector<float> thresholds = {0.1F, 1.0F / 3, 1e-38F, 0.0F, 1.0F, std::nextafter(0.5F, 1.0F)};
  std::vector<float> found;
  ASSERT_TRUE(thresholds_from_json(thresholds_to_json(thresholds), found));
  EXPECT_EQ(found, thresholds);
}

}  // namespace
}  // namespace kinora
