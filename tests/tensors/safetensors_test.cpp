#include "tensors/safetensors.hpp"

#include "base/hash.hpp"
#include "support/temp_directory.hpp"
#include "tensors/safetensors_bytes.hpp"
#include "tensors/safetensors_checksum.hpp"

#include <gtest/gtest.h>
#include <cstring>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>
#include <utility>

namespace kinora {
namespace {

class Safetensors : public ::testing::Test {
 protected:
  std::filesystem::path path() { return directory_ / "model.safetensors"; }
  std::optional<SafetensorsFile> written(const SafetensorsWriter& writer) {
    const Result<void> result = writer.write(local_file_system(), path());
    EXPECT_TRUE(result) << result.error().message();
    auto file = SafetensorsFile::open(local_file_system(), path());
    EXPECT_TRUE(file) << file.error().message();
    return file ? std::optional(*std::move(file)) : std::nullopt;
  }
  testing::TempDirectory directory_;
};

TEST_F(Safetensors, GivesBackEveryTypeAndTheMetadata) {
  const std::vector<std::uint8_t> u8 = {1, 2, 255};
  const std::vector<std::int32_t> i32 = {-5, 6};
  const std::vector<std::uint32_t> u32 = {0xFFFFFFFFU};
  const std::vector<std::int64_t> i64 = {-1, 1LL << 60};
  const std::vector<std::uint64_t> u64 = {~0ULL};
  const std::vector<float> f32 = {0.5F, -0.0F, 3e38F};
  const std::vector<double> f64 = {0.1, -1e300};
  SafetensorsWriter writer;
  writer.add("u8", std::span(u8));
  writer.add("i32", std::span(i32));
  writer.add("u32", std::span(u32));
  writer.add("i64", std::span(i64));
  writer.add("u64", std::span(u64));
  writer.add("f32", std::span(f32), {1, 3, 1});
  writer.add("f64", std::span(f64));
  writer.set_metadata("name", "first");
  writer.set_metadata("name", "Amélie \"quoted\"\n");

  const auto file = written(writer);
  ASSERT_TRUE(file);
  const auto expect_same = [&](const auto& values, const std::string& name) {
    using T = typename std::decay_t<decltype(values)>::value_type;
    const auto read = file->array<T>(name);
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(read->data()) % sizeof(T), 0U) << name;
    EXPECT_EQ(std::vector<T>(read->begin(), read->end()), values) << name;
  };
  expect_same(u8, "u8");
  expect_same(i32, "i32");
  expect_same(u32, "u32");
  expect_same(i64, "i64");
  expect_same(u64, "u64");
  expect_same(f32, "f32");
  expect_same(f64, "f64");
  EXPECT_EQ(file->tensors().at("f32").shape, (std::vector<std::uint64_t>{1, 3, 1}));
  EXPECT_EQ(file->require_metadata("name").value(), "Amélie \"quoted\"\n");
}

TEST_F(Safetensors, PacksMatricesAndPadsThemAgain) {
  Matrix matrix(3, 5);
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t col = 0; col < 5; ++col) matrix.row(row)[col] = static_cast<float>(10 * row + col);
  SafetensorsWriter writer;
  writer.add("weights", matrix.view());
  writer.add("nothing", Matrix(0, 7).view());
  const auto file = written(writer);
  ASSERT_TRUE(file);
  const auto view = file->matrix("weights");
  ASSERT_TRUE(view) << view.error().message();
  EXPECT_EQ(view->stride, 5U);
  EXPECT_EQ(view->row(2)[4], 24.0F);
  const auto copy = file->copy_matrix("weights");
  ASSERT_TRUE(copy);
  EXPECT_EQ(std::memcmp(copy->data(), matrix.data(), 3 * matrix.stride() * sizeof(float)), 0);
  EXPECT_EQ(file->matrix("nothing")->cols, 7U);
  EXPECT_EQ(file->copy_matrix("nothing")->rows(), 0U);
}

TEST_F(Safetensors, TheDataStartAlignedWideTypesFirstAndAreCheckedByTheirHash) {
  const std::vector<std::uint8_t> odd = {1, 2, 3};
  const std::vector<float> floats = {1, 2, 3};
  const std::vector<double> doubles = {4};
  SafetensorsWriter writer;
  writer.add("odd", std::span(odd));
  writer.add("floats", std::span(floats));
  writer.add("doubles", std::span(doubles));
  ASSERT_TRUE(written(writer));
  const std::string text = testing::read_file(path());
  std::uint64_t length = 0;
  std::memcpy(&length, text.data(), 8);
  EXPECT_EQ((8 + length) % 64, 0U);
  const auto header = nlohmann::json::parse(text.substr(8, length));
  EXPECT_EQ(header["doubles"]["data_offsets"], (std::vector<int>{0, 8}));
  EXPECT_EQ(header["floats"]["data_offsets"], (std::vector<int>{8, 20}));
  EXPECT_EQ(header["odd"]["data_offsets"], (std::vector<int>{20, 23}));
  const std::string stated = header["__metadata__"]["xxh3_64"];
  EXPECT_EQ(std::stoull(stated, nullptr, 16), xxh3_64(text.substr(8 + length)));
}

TEST_F(Safetensors, ManyDataAreCheckedByTheHashOfTheHashesOfTheirChunks) {
  std::vector<std::uint64_t> wide(kChecksumChunk / 8 - 3);
  std::iota(wide.begin(), wide.end(), std::uint64_t{1});
  const std::vector<std::uint8_t> bytes(kChecksumChunk + 50, 7);
  SafetensorsWriter writer;
  writer.add("wide", std::span(std::as_const(wide)));
  writer.add("bytes", std::span(bytes));
  ASSERT_TRUE(written(writer));
  std::string text = testing::read_file(path());
  std::uint64_t length = 0;
  std::memcpy(&length, text.data(), 8);
  const auto header = nlohmann::json::parse(text.substr(8, length));
  const std::string data = text.substr(8 + length);
  const std::vector<std::uint64_t> chunks = {xxh3_64(data.substr(0, kChecksumChunk)),
                                             xxh3_64(data.substr(kChecksumChunk, kChecksumChunk)),
                                             xxh3_64(data.substr(2 * kChecksumChunk))};
  const std::string stated = header["__metadata__"]["xxh3_64_chunks"];
  EXPECT_EQ(std::stoull(stated, nullptr, 16), xxh3_64(std::as_bytes(std::span(chunks))));
  EXPECT_EQ(std::stoull(header["__metadata__"]["xxh3_64"].get<std::string>(), nullptr, 16), xxh3_64(data));

  for (const std::size_t damaged : {std::size_t{0}, kChecksumChunk - 1, kChecksumChunk, 2 * kChecksumChunk, data.size() - 1}) {
    std::string copy = text;
    copy[8 + length + damaged] = static_cast<char>(copy[8 + length + damaged] ^ 1);
    const auto opened = SafetensorsFile::parse(std::as_bytes(std::span(copy)), "copy");
    ASSERT_FALSE(opened.has_value()) << damaged;
    EXPECT_EQ(opened.error().code, ErrorCode::kBundleCorrupt);
  }
}

TEST_F(Safetensors, TheSameTensorsGiveTheSameBytes) {
  const std::vector<float> floats = {1, 2, 3};
  SafetensorsWriter writer;
  writer.add("b", std::span(floats));
  writer.add("a", std::span(floats));
  writer.set_metadata("z", "1");
  writer.set_metadata("y", "2");
  ASSERT_TRUE(written(writer));
  const std::string first = testing::read_file(path());
  ASSERT_TRUE(written(writer));
  EXPECT_EQ(testing::read_file(path()), first);
}

TEST_F(Safetensors, AnEmptyFileOfNoTensorsIsOne) {
  const auto file = written(SafetensorsWriter());
  ASSERT_TRUE(file);
  EXPECT_TRUE(file->tensors().empty());
}

TEST_F(Safetensors, SaysWhatAMissingOrDifferentTensorIs) {
  const std::vector<float> floats = {1, 2, 3};
  SafetensorsWriter writer;
  writer.add("floats", std::span(floats));
  const auto file = written(writer);
  ASSERT_TRUE(file);
  const auto missing = file->array<float>("weights");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kBundleCorrupt);
  EXPECT_NE(missing.error().message().find("model.safetensors: tensor \"weights\" is missing"), std::string::npos);
  const auto different = file->array<double>("floats");
  ASSERT_FALSE(different);
  EXPECT_NE(different.error().message().find("expected F64, found F32"), std::string::npos) << different.error().message();
  EXPECT_FALSE(file->matrix("floats"));
  EXPECT_FALSE(file->copy_matrix("floats"));
  EXPECT_FALSE(file->require_metadata("recipe"));
}

TEST_F(Safetensors, CopiesShareTheMapping) {
  const std::vector<float> floats = {1, 2, 3};
  SafetensorsWriter writer;
  writer.add("floats", std::span(floats));
  std::optional<SafetensorsFile> file = written(writer);
  ASSERT_TRUE(file);
  const SafetensorsFile copy = *file;
  file.reset();
  EXPECT_EQ((*copy.array<float>("floats"))[2], 3.0F);
}

TEST_F(Safetensors, UnalignedTensorsOfOthersAreCopiedIntoPlace) {
  std::string data = "\x07";
  const float values[2] = {1.5F, -2.0F};
  const double value = 0.25;
  data.append(reinterpret_cast<const char*>(values), sizeof(values)).append(reinterpret_cast<const char*>(&value), sizeof(value));
  const std::string header =
      R"({"flag":{"dtype":"U8","shape":[],"data_offsets":[0,1]},"w":{"dtype":"F32","shape":[1,2],"data_offsets":[1,9]},)"
      R"("x":{"dtype":"F64","shape":[1],"data_offsets":[9,17]}})";
  testing::write_file(path(), safetensors_bytes(header, data));
  const auto file = SafetensorsFile::open(local_file_system(), path());
  ASSERT_TRUE(file) << file.error().message();
  const SafetensorsFile copy = *file;
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(copy.array<float>("w")->data()) % sizeof(float), 0U);
  EXPECT_EQ(copy.matrix("w")->row(0)[1], -2.0F);
  EXPECT_EQ((*copy.array<double>("x"))[0], 0.25);
  EXPECT_EQ((*copy.array<std::uint8_t>("flag"))[0], 7);
}

TEST_F(Safetensors, TextThatIsNotUtf8IsRefusedBeforeAnythingIsWritten) {
  SafetensorsWriter writer;
  writer.set_metadata("title", "L\xE9on");
  const Result<void> result = writer.write(local_file_system(), path());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kInvalidArgument);
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path()));
}

TEST_F(Safetensors, AMissingFileAndAPathThatCannotBeWrittenSaySo) {
  const auto missing = SafetensorsFile::open(local_file_system(), path());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kFileNotFound);
  EXPECT_FALSE(SafetensorsWriter().write(local_file_system(), directory_ / "no" / "such" / "place"));
}

TEST(SafetensorsDeathTest, WrongUseOfTheWriterIsABug) {
  const std::vector<float> floats = {1, 2, 3};
  SafetensorsWriter writer;
  writer.add("a", std::span(floats));
  EXPECT_DEATH(writer.add("a", std::span(floats)), "check failed");
  EXPECT_DEATH(writer.add("b", std::span(floats), {2, 2}), "check failed");
  EXPECT_DEATH(writer.add("b", std::span(floats), {1ULL << 63U, 6}), "check failed");
  EXPECT_DEATH(writer.add("__metadata__", std::span(floats)), "check failed");
}

}  // namespace
}  // namespace kinora
