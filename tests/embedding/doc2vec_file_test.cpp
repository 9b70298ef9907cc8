#include "embedding/doc2vec_file.hpp"

#include "embedding/model_variants.hpp"
#include "embedding/topic_corpus.hpp"
#include "kinora/embedding/doc2vec.hpp"
#include "support/temp_directory.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

namespace kinora {
namespace {

using testing::model_variants;
using testing::ModelVariant;
using testing::topic_corpus;

Doc2Vec small_model(const Doc2VecOptions& options = {}) {
  const auto corpus = topic_corpus(3, 12, 10);
  Doc2VecOptions settings = options;
  settings.dimension = 20;
  settings.window = 2;
  settings.epochs = 2;
  auto model = Doc2Vec::train(corpus.documents, corpus.vocabulary, settings, {});
  EXPECT_TRUE(model);
  return *std::move(model);
}

bool equal(const MatrixView& a, const MatrixView& b) {
  if (a.rows != b.rows || a.cols != b.cols) return false;
  for (std::size_t row = 0; row < a.rows; ++row)
    if (!std::ranges::equal(a.row(row), b.row(row))) return false;
  return true;
}

TEST(Doc2VecFile, GivesBackTheSameModel) {
  const auto corpus = topic_corpus(3, 12, 10);
  for (const ModelVariant& variant : model_variants()) {
    SCOPED_TRACE(variant.name);
    const testing::TempDirectory directory;
    const Doc2Vec saved = small_model(variant.options);
    ASSERT_TRUE(saved.save(directory / "a", Doc2Vec::SaveDocuments::kYes));
    const auto loaded = Doc2Vec::load(directory / "a");
    ASSERT_TRUE(loaded) << loaded.error().message();
    EXPECT_TRUE(equal(loaded->document_vectors(), saved.document_vectors()));
    EXPECT_TRUE(equal(loaded->word_vectors(), saved.word_vectors()));
    EXPECT_TRUE(std::ranges::equal(loaded->vocabulary().words(), saved.vocabulary().words()));
    EXPECT_TRUE(std::ranges::equal(loaded->vocabulary().counts(), saved.vocabulary().counts()));
    const auto expected = saved.infer(corpus.documents, {}, {});
    const auto found = loaded->infer(corpus.documents, {}, {});
    ASSERT_TRUE(expected && found);
    EXPECT_TRUE(equal(found->view(), expected->view()));
    ASSERT_TRUE(loaded->save(directory / "b", Doc2Vec::SaveDocuments::kYes));
    EXPECT_EQ(testing::read_file(directory / "a"), testing::read_file(directory / "b"));
  }
}

TEST(Doc2VecFile, MayLeaveTheDocumentsOut) {
  const testing::TempDirectory directory;
  const Doc2Vec saved = small_model();
  ASSERT_TRUE(saved.save(directory / "model", Doc2Vec::SaveDocuments::kNo));
  const auto loaded = Doc2Vec::load(directory / "model");
  ASSERT_TRUE(loaded) << loaded.error().message();
  EXPECT_EQ(loaded->document_vectors().rows, 0U);
  EXPECT_TRUE(loaded->nearest_documents(std::vector<float>(20, 1.0F), 3).empty());
  EXPECT_TRUE(equal(loaded->word_vectors(), saved.word_vectors()));
}

TEST(Doc2VecFile, HoldsAModelWithoutWords) {
  const testing::TempDirectory directory;
  EncodedDocuments documents;
  documents.ends = {0, 0};
  for (const ModelVariant& variant : model_variants()) {
    const auto model = Doc2Vec::train(documents, Vocabulary(), variant.options, {});
    ASSERT_TRUE(model);
    ASSERT_TRUE(model->save(directory / "model", Doc2Vec::SaveDocuments::kYes));
    const auto loaded = Doc2Vec::load(directory / "model");
    ASSERT_TRUE(loaded) << variant.name << ' ' << loaded.error().message();
    EXPECT_EQ(loaded->vocabulary().size(), 0U);
    EXPECT_EQ(loaded->infer(documents, {}, {})->rows(), 2U);
  }
}

TEST(Doc2VecFile, OptionsSurviveJson) {
  Doc2VecOptions options;
  options.model = Doc2VecModel::kDbow;
  options.join = ContextJoin::kConcat;
  options.train_words = true;
  options.dimension = 77;
  options.window = 9;
  options.shrink_window = false;
  options.negative = 11;
  options.hierarchical_softmax = true;
  options.noise_exponent = -0.5;
  options.min_count = std::numeric_limits<std::uint64_t>::max();
  options.sample = 1e-5;
  options.alpha = 0.1;
  options.min_alpha = 1e-17;
  options.epochs = 3;
  options.schedule = AlphaSchedule::kRestarted;
  options.restarts = 4;
  options.racing = true;
  options.seed = std::numeric_limits<std::uint64_t>::max();
  const std::string text = options_to_json(options);
  const auto read = options_from_json(text, "test");
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(options_to_json(*read), text);
  EXPECT_EQ(read->min_alpha, 1e-17);
  EXPECT_EQ(read->seed, options.seed);
  EXPECT_EQ(read->schedule, AlphaSchedule::kRestarted);
}

TEST(Doc2VecFile, BadOptionsAreCorrupt) {
  const std::string good = options_to_json({});
  const auto changed = [&](const char* key, const nlohmann::json& value) {
    auto json = nlohmann::ordered_json::parse(good);
    json[key] = value;
    return json.dump();
  };
  auto without_seed = nlohmann::ordered_json::parse(good);
  without_seed.erase("seed");
  for (const std::string& text :
       {std::string(), std::string("{"), std::string("[]"), std::string("7"), without_seed.dump(), changed("model", "skip-gram"),
        changed("model", 1), changed("dimension", 0), changed("dimension", -1), changed("dimension", 1.5),
        changed("dimension", "20"), changed("racing", 1), changed("alpha", "x"), changed("alpha", nullptr),
        changed("epochs", 1'000'000'000), changed("surplus", 1)}) {
    const auto read = options_from_json(text, "some.file");
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, ErrorCode::kBundleCorrupt);
    EXPECT_EQ(read.error().where, "some.file");
  }
}

/// The tensors of a small model's file, to be changed and written again.
class Damage : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(small_model({.hierarchical_softmax = true}).save(directory_ / "model", Doc2Vec::SaveDocuments::kYes));
    auto opened = SafetensorsFile::open(local_file_system(), directory_ / "model");
    ASSERT_TRUE(opened);
    file_ = *std::move(opened);
    for (const auto& [name, tensor] : file_.tensors())
      tensors_[name] = {tensor.shape, {tensor.bytes.begin(), tensor.bytes.end()}};
    for (const auto& [key, value] : file_.metadata())
      if (key != "xxh3_64") metadata_[key] = value;
  }

  struct Stored {
    std::vector<std::uint64_t> shape;
    std::vector<std::byte> bytes;
  };

  template <class T>
  T& value(const std::string& tensor, std::size_t index) {
    return reinterpret_cast<T*>(tensors_.at(tensor).bytes.data())[index];
  }

  Error reread() {
    SafetensorsWriter writer;
    for (const auto& entry : tensors_) {
      const std::string& name = entry.first;
      const auto& stored = entry.second;
      const auto add = [&]<class T>(T) {
        writer.add(name, std::span(reinterpret_cast<const T*>(stored.bytes.data()), stored.bytes.size() / sizeof(T)),
                   stored.shape);
      };
      if (name == "vocabulary.text")
        add(std::uint8_t{});
      else if (name.starts_with("vocabulary"))
        add(std::uint64_t{});
      else
        add(float{});
    }
    for (const auto& [key, text] : metadata_) writer.set_metadata(key, text);
    EXPECT_TRUE(writer.write(local_file_system(), directory_ / "damaged"));
    const auto loaded = Doc2Vec::load(directory_ / "damaged");
    return loaded ? Error{.what = "nothing was noticed"} : loaded.error();
  }

  void expect_corrupt(const std::string& what) {
    const Error error = reread();
    EXPECT_EQ(error.code, ErrorCode::kBundleCorrupt) << error.message();
    EXPECT_NE(error.message().find(what), std::string::npos) << error.message();
    EXPECT_NE(error.where.find("damaged"), std::string::npos);
    EXPECT_FALSE(error.next_step.empty());
  }

  testing::TempDirectory directory_;
  SafetensorsFile file_;
  std::map<std::string, Stored> tensors_;
  std::map<std::string, std::string> metadata_;
};

TEST_F(Damage, OtherFormats) {
  metadata_["format"] = "kinora.classifier";
  EXPECT_EQ(reread().code, ErrorCode::kBundleForeign);
  metadata_.erase("format");
  EXPECT_EQ(reread().code, ErrorCode::kBundleForeign);
  metadata_["format"] = "kinora.doc2vec";
  metadata_["format_version"] = "2";
  EXPECT_EQ(reread().code, ErrorCode::kBundleForeign);
  metadata_.erase("format_version");
  EXPECT_EQ(reread().code, ErrorCode::kBundleForeign);
}

TEST_F(Damage, MissingParts) {
  for (const std::string name :
       {"words", "output.words", "output.nodes", "vocabulary.text", "vocabulary.ends", "vocabulary.counts"}) {
    const auto kept = tensors_.extract(name);
    expect_corrupt(name);
    tensors_.insert({name, kept.mapped()});
  }
  metadata_.erase("options");
  expect_corrupt("options");
}

TEST_F(Damage, SurplusTensor) {
  tensors_["null_word"] = {{1, 20}, std::vector<std::byte>(80)};
  expect_corrupt("null_word");
}

TEST_F(Damage, Shapes) {
  for (const std::string name : {"words", "output.words", "output.nodes", "documents"}) {
    const Stored kept = tensors_[name];
    std::swap(tensors_[name].shape[0], tensors_[name].shape[1]);
    expect_corrupt(name);
    tensors_[name].shape = {kept.shape[0] * kept.shape[1]};
    expect_corrupt(name);
    tensors_[name] = kept;
  }
}

TEST_F(Damage, ValuesThatAreNoNumbers) {
  value<float>("words", 3) = std::numeric_limits<float>::quiet_NaN();
  expect_corrupt("'words'");
  value<float>("words", 3) = 0;
  value<float>("output.nodes", 3) = std::numeric_limits<float>::infinity();
  expect_corrupt("'output.nodes'");
}

TEST_F(Damage, Vocabulary) {
  const auto kept = tensors_;
  const auto damaged = [&](const std::string& what, const std::function<void()>& damage) {
    damage();
    expect_corrupt(what);
    tensors_ = kept;
  };
  damaged("end of word 1", [&] { value<std::uint64_t>("vocabulary.ends", 1) = value<std::uint64_t>("vocabulary.ends", 0); });
  damaged("end of word 2", [&] { value<std::uint64_t>("vocabulary.ends", 2) = ~std::uint64_t{0}; });
  damaged("count of word 0", [&] { value<std::uint64_t>("vocabulary.counts", 0) = 0; });
  damaged("count of word 0", [&] { value<std::uint64_t>("vocabulary.counts", 0) = ~std::uint64_t{0}; });
  damaged("count of word 1", [&] { value<std::uint64_t>("vocabulary.counts", 1) = 1'000'000; });
  damaged("text after its last word", [&] {
    tensors_["vocabulary.text"].bytes.push_back(std::byte{'x'});
    ++tensors_["vocabulary.text"].shape[0];
  });
  damaged("numbers of words and counts", [&] {
    tensors_["vocabulary.ends"].bytes.resize(8);
    tensors_["vocabulary.ends"].shape = {1};
  });
  damaged("twice", [&] {
    // The second word becomes the first: both have the same length in this corpus.
    auto& text = tensors_["vocabulary.text"].bytes;
    const auto first = static_cast<std::ptrdiff_t>(value<std::uint64_t>("vocabulary.ends", 0));
    const auto second = static_cast<std::ptrdiff_t>(value<std::uint64_t>("vocabulary.ends", 1));
    std::vector<std::byte> spelling(text.begin(), text.begin() + first);
    text.erase(text.begin() + first, text.begin() + second);
    text.insert(text.begin() + first, spelling.begin(), spelling.end());
    const auto change = static_cast<std::uint64_t>(2 * first - second);
    for (std::size_t word = 1; word < tensors_["vocabulary.ends"].shape[0]; ++word)
      value<std::uint64_t>("vocabulary.ends", word) += change;
    tensors_["vocabulary.text"].shape = {text.size()};
  });
}

TEST(Doc2VecLoad, OfWhatIsNoModel) {
  const testing::TempDirectory directory;
  EXPECT_EQ(Doc2Vec::load(directory / "none").error().code, ErrorCode::kFileNotFound);
  testing::write_file(directory / "text", "this is no model");
  EXPECT_EQ(Doc2Vec::load(directory / "text").error().code, ErrorCode::kBundleCorrupt);
  ASSERT_TRUE(small_model().save(directory / "model", Doc2Vec::SaveDocuments::kYes));
  const std::string whole = testing::read_file(directory / "model");
  for (const std::size_t size : {whole.size() - 1, whole.size() / 2, std::size_t{100}, std::size_t{8}}) {
    testing::write_file(directory / "torn", whole.substr(0, size));
    EXPECT_EQ(Doc2Vec::load(directory / "torn").error().code, ErrorCode::kBundleCorrupt) << size;
  }
}

TEST(Doc2VecLoad, ReadsTheSeedsOfItsFuzzer) {
  for (const std::string name : {"negative", "softmax", "concat_both"}) {
    const auto model = Doc2Vec::load(KINORA_SOURCE_DIR "/fuzz/corpus/doc2vec_model/" + name);
    ASSERT_TRUE(model) << model.error().message();
    EXPECT_EQ(model->vocabulary().word(0), "the");
  }
}

TEST(Doc2VecSave, SaysWhereItCannotWrite) {
  const auto saved = small_model().save("/nonexistent/directory/model", Doc2Vec::SaveDocuments::kYes);
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().code, ErrorCode::kOutputUnwritable);
}

TEST(Doc2VecFile, PythonReadsIt) {
  const testing::TempDirectory directory;
  const Doc2Vec model = small_model();
  ASSERT_TRUE(model.save(directory / "model.safetensors", Doc2Vec::SaveDocuments::kYes));
  ASSERT_TRUE(model.export_word2vec(directory / "words.txt"));
  const std::string path = directory.path().string();
  const int status = std::system(("/usr/bin/python3 " KINORA_SOURCE_DIR "/tests/embedding/read_with_gensim.py '" + path +
                                  "/model.safetensors' '" + path + "/words.txt'")
                                     .c_str());
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 77 || WEXITSTATUS(status) == 127)
    GTEST_SKIP() << "NOT TESTED: gensim is not installed (apt-get install python3-gensim)";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace kinora
