#include "support/temp_directory.hpp"
#include "tensors/safetensors.hpp"
#include "text/title_index.hpp"

#include <gtest/gtest.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

namespace kinora {
namespace {

namespace fs = std::filesystem;

Catalogue small_catalogue() {
  Catalogue catalogue;
  for (const char* title : {"Toy Story", "The Lord of the Rings", "Amélie", "8½"}) {
    Movie movie;
    movie.title = title;
    movie.vote_count = static_cast<std::int64_t>(catalogue.size());
    catalogue.append(movie, 0);
  }
  return catalogue;
}

class TitleFile : public ::testing::Test {
 protected:
  TitleFile() : path_(folder_ / "titles.safetensors") {
    const auto saved = TitleIndex::build(small_catalogue()).save(local_file_system(), path_);
    EXPECT_TRUE(saved.has_value());
    std::ifstream file(path_, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(file), {});
  }

  static ErrorCode code_of(const std::string& bytes) {
    const auto index = TitleIndex::parse(std::as_bytes(std::span(bytes)), "memory");
    EXPECT_FALSE(index.has_value());
    if (index) return ErrorCode::kAlreadyExists;
    EXPECT_NE(index.error().where.find("memory"), std::string::npos);
    return index.error().code;
  }
  /// The file without its checksum: the name of the key is overwritten, so that nothing moves.
  [[nodiscard]] std::string unchecked() const {
    std::string bytes = bytes_;
    bytes.replace(bytes.find("xxh3_64"), 7, "ignored");
    return bytes;
  }

  testing::TempDirectory folder_;
  fs::path path_;
  std::string bytes_;
};

TEST_F(TitleFile, IsTheSameForTheSameCatalogue) {
  const fs::path other = folder_ / "again.safetensors";
  ASSERT_TRUE(TitleIndex::build(small_catalogue()).save(local_file_system(), other).has_value());
  std::ifstream file(other, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), bytes_);
}

TEST_F(TitleFile, OfAnEmptyCatalogueOpens) {
  ASSERT_TRUE(TitleIndex::build(Catalogue{}).save(local_file_system(), path_).has_value());
  const auto index = TitleIndex::open(local_file_system(), path_);
  ASSERT_TRUE(index.has_value()) << index.error().message();
  EXPECT_EQ(index->rows(), 0U);
  EXPECT_TRUE(index->search("toy story", 3).empty());
}

TEST_F(TitleFile, ThatIsMissingOrForeignIsRefused) {
  const auto missing = TitleIndex::open(local_file_system(), path_.string() + ".missing");
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, ErrorCode::kFileNotFound);
  EXPECT_EQ(code_of(""), ErrorCode::kBundleCorrupt);
  EXPECT_EQ(code_of("no index"), ErrorCode::kBundleCorrupt);
  std::string other = unchecked();
  other.replace(other.find("kinora title index 2"), 20, "kinora title index 9");
  EXPECT_EQ(code_of(other), ErrorCode::kBundleCorrupt);
  std::string renamed = unchecked();
  renamed.replace(renamed.find("\"words\""), 7, "\"w0rds\"");
  EXPECT_EQ(code_of(renamed), ErrorCode::kBundleCorrupt);
}

/// Written by the program of commit a4eeac5 for the same titles, ids 1 to 4.
TEST(TitleFileOfFormat1, IsStillRead) {
  const fs::path file = fs::path(KINORA_SOURCE_DIR) / "tests/text/fixtures/title_index_1.safetensors";
  const auto index = TitleIndex::open(local_file_system(), file);
  ASSERT_TRUE(index.has_value()) << index.error().message();
  EXPECT_EQ(index->find("amelie", {}, {}).rows, std::vector<std::size_t>{2});
  EXPECT_EQ(index->find("toy stroy", {}, {}).rows, std::vector<std::size_t>{0});
  EXPECT_EQ(index->find("lord of the rings", {}, {}).rows, std::vector<std::size_t>{1});
  EXPECT_TRUE(index->find("1917", {}, {}).rows.empty());
}

TEST_F(TitleFile, ThatIsCutOrChangedIsRefused) {
  for (std::size_t size = 0; size < bytes_.size(); size += 7)
    EXPECT_EQ(code_of(bytes_.substr(0, size)), ErrorCode::kBundleCorrupt);
  for (const std::size_t place : {bytes_.size() - 1, bytes_.size() / 2}) {
    std::string changed = bytes_;
    changed[place] = static_cast<char>(changed[place] + 1);
    EXPECT_EQ(code_of(changed), ErrorCode::kBundleCorrupt);
  }
}

/// One array after another changed to a size that contradicts the others.
TEST_F(TitleFile, WhoseArraysContradictEachOtherIsRefused) {
  const auto good = SafetensorsFile::open(local_file_system(), path_);
  ASSERT_TRUE(good.has_value());
  for (const auto& [name, tensor] : good->tensors()) {
    if (name == "row_ranks") continue;  // as many as the catalogue has films
    SafetensorsWriter writer;
    writer.set_metadata("format", "kinora title index 2");
    for (const auto& [other, values] : good->tensors()) {
      const std::size_t cut = other == name ? 1 : 0;
      if (values.type == TensorType::kU64) writer.add(other, good->array<std::uint64_t>(other)->subspan(cut));
      if (values.type == TensorType::kU32) writer.add(other, good->array<std::uint32_t>(other)->subspan(cut));
      if (values.type == TensorType::kU8) writer.add(other, good->array<std::uint8_t>(other)->subspan(cut));
    }
    ASSERT_TRUE(writer.write(local_file_system(), path_).has_value());
    const auto index = TitleIndex::open(local_file_system(), path_);
    ASSERT_FALSE(index.has_value()) << name;
    EXPECT_EQ(index.error().code, ErrorCode::kBundleCorrupt) << name;
  }
}

TEST_F(TitleFile, WithoutChecksumIsReadSafelyWhateverItHolds) {
  const std::string good = unchecked();
  ASSERT_TRUE(TitleIndex::parse(std::as_bytes(std::span(good)), "memory").has_value());
  const std::size_t data = good.find('}', good.rfind("data_offsets")) + 2;
  for (std::size_t place = data; place < good.size(); ++place) {
    for (const int value : {0x00, 0x01, 0x7F, 0xFF}) {
      std::string changed = good;
      changed[place] = static_cast<char>(value);
      const auto index = TitleIndex::parse(std::as_bytes(std::span(changed)), "memory");
      if (!index) continue;
      for (const char* query : {"toy stroy", "the", "amelie", "rings lord"}) {
        for (const TitleHit& hit : index->search(query, 4)) EXPECT_LT(hit.row, index->rows());
        for (const std::size_t row : index->find(query, {}, {}).rows) EXPECT_LT(row, index->rows());
      }
    }
  }
}

TEST_F(TitleFile, ThatCannotBeWrittenSaysSo) {
  const auto saved = TitleIndex::build(small_catalogue()).save(local_file_system(), path_ / "below a file");
  ASSERT_FALSE(saved.has_value());
  EXPECT_EQ(saved.error().code, ErrorCode::kOutputUnwritable);
}

}  // namespace
}  // namespace kinora
