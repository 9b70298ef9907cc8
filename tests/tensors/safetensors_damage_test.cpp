#include "base/hash.hpp"
#include "tensors/safetensors.hpp"
#include "tensors/safetensors_bytes.hpp"
#include "tensors/safetensors_header.hpp"

#include <gtest/gtest.h>
#include <string>

namespace kinora {
namespace {

std::string safetensors_problem(std::string_view bytes) {
  const auto file = SafetensorsFile::parse(bytes_of(bytes), "damaged.safetensors");
  if (file) return "no problem";
  EXPECT_EQ(file.error().code, ErrorCode::kBundleCorrupt);
  EXPECT_EQ(file.error().where.substr(0, 19), "damaged.safetensors");
  EXPECT_FALSE(file.error().next_step.empty());
  return file.error().message();
}

std::string header_problem(std::string_view header, std::string_view data = "") {
  return safetensors_problem(safetensors_bytes(header, data));
}

void expect_problem_says(const std::string& problem, std::string_view part) {
  EXPECT_NE(problem.find(part), std::string::npos) << problem << "\nlacks: " << part;
}

TEST(SafetensorsDamage, LengthsThatTheFileDoesNotHave) {
  expect_problem_says(safetensors_problem(""), "too short");
  expect_problem_says(safetensors_problem("1234567"), "found 7 bytes");
  expect_problem_says(safetensors_problem(std::string(7, '\0') + "\x7F"), "the header is longer than the file");
  expect_problem_says(safetensors_problem(std::string(8, '\xFF')), "the header is longer than the file");
  expect_problem_says(safetensors_problem(std::string("\x03\0\0\0\0\0\0\0{}", 10)), "the header is longer than the file");
  expect_problem_says(safetensors_problem(std::string(8, '\0')), "no JSON object");
}

TEST(SafetensorsDamage, HeadersThatAreNoSuchJson) {
  for (const std::string_view header : {"", " {}", "[]", "null", "\xEF\xBB\xBF{}"})
    expect_problem_says(header_problem(header), "no JSON object");
  expect_problem_says(header_problem(std::string_view("{}\0{}", 5)), "no JSON object");
  for (const std::string_view header : {"{", "{}}", "{\"a\"}", "{\"a\":{\"dtype\":\"F32\"", "{\"\xFF\":1}", "{a:1}", "{} x"})
    expect_problem_says(header_problem(header), "not valid JSON");
  expect_problem_says(header_problem("{\"a\":1}"), "a number in an unexpected place, in or after \"a\"");
  expect_problem_says(header_problem("{\"a\":null}"), "a null");
  expect_problem_says(header_problem("{\"a\":[]}"), "an array");
  expect_problem_says(header_problem("{\"a\":\"x\"}"), "a string");
  expect_problem_says(header_problem("{\"a\":true}"), "a boolean");
  expect_problem_says(header_problem("{\"a\":{\"b\":{}}}"), "an object");
  expect_problem_says(header_problem("{\"__metadata__\":{\"k\":1}}"), "a number");
  expect_problem_says(header_problem("{\"__metadata__\":{\"k\":{}}}"), "an object");
}

TEST(SafetensorsDamage, AMillionBracketsDoNotExhaustTheStack) {
  EXPECT_NE(header_problem("{\"a\":" + std::string(1'000'000, '[')), "no problem");
  EXPECT_NE(header_problem("{\"a\":{\"shape\":" + std::string(1'000'000, '[')), "no problem");
  std::string objects;
  for (int i = 0; i < 300'000; ++i) objects += "{\"a\":";
  EXPECT_NE(header_problem(objects), "no problem");
}

TEST(SafetensorsDamage, FieldsThatAreMissingOrTwiceOrUnknown) {
  expect_problem_says(header_problem(R"({"a":{}})"), "tensor \"a\" lacks");
  expect_problem_says(header_problem(R"({"a":{"dtype":"F32","shape":[0]}})"), "lacks");
  expect_problem_says(header_problem(R"({"a":{"dtype":"F32","shape":[0],"data_offsets":[0]}})"), "lacks");
  expect_problem_says(header_problem(R"({"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0,0]}})"),
                      "more than two data_offsets");
  expect_problem_says(header_problem(R"({"a":{"dtype":"F32","dtype":"F32","shape":[0],"data_offsets":[0,0]}})"), "dtype twice");
  expect_problem_says(header_problem(R"({"a":{"dtype":"F32","shape":[0],"shape":[],"data_offsets":[0,0]}})"), "shape twice");
  expect_problem_says(header_problem(R"({"a":{"dtype":"BF16","shape":[0],"data_offsets":[0,0]}})"),
                      "\"BF16\", which is not supported");
  expect_problem_says(header_problem(R"({"a":{"dtype":"F32","strides":[0],"shape":[0],"data_offsets":[0,0]}})"), "an array");
  expect_problem_says(header_problem(R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,0]}})"), "a negative number");
  expect_problem_says(header_problem(R"({"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}})"), "a fraction");
  expect_problem_says(header_problem(R"({"a":{"dtype":"F32","shape":[18446744073709551616],"data_offsets":[0,4]}})"),
                      "too large a number");
  expect_problem_says(header_problem(R"({"__metadata__":{},"__metadata__":{}})"), "twice");
  expect_problem_says(header_problem(R"({"__metadata__":{"k":"1","k":"2"}})"), "\"k\" stands twice");
  const std::string entry = R"({"dtype":"U8","shape":[1],"data_offsets":[0,1]})";
  expect_problem_says(header_problem("{\"a\":" + entry + ",\"a\":" + entry + "}", "x"), "tensor \"a\" stands twice");
  std::string shape = "1";
  for (int i = 0; i < 64; ++i) shape += ",1";
  expect_problem_says(header_problem(R"({"a":{"dtype":"U8","shape":[)" + shape + R"(],"data_offsets":[0,1]}})", "x"),
                      "more than 64 dimensions");
}

TEST(SafetensorsDamage, ShapesAndOffsetsThatContradictTheData) {
  const auto one = [](std::string_view shape, std::string_view offsets, std::string_view data) {
    return header_problem(
        R"({"a":{"dtype":"F32","shape":)" + std::string(shape) + R"(,"data_offsets":)" + std::string(offsets) + "}}", data);
  };
  EXPECT_EQ(one("[1]", "[0,4]", "1234"), "no problem");
  EXPECT_EQ(one("[]", "[0,4]", "1234"), "no problem");
  EXPECT_EQ(one("[0,9]", "[0,0]", ""), "no problem");
  expect_problem_says(one("[1]", "[0,8]", "1234"), "outside the data");
  expect_problem_says(one("[1]", "[4,0]", "1234"), "outside the data");
  expect_problem_says(one("[1]", "[18446744073709551612,18446744073709551615]", "1234"), "outside the data");
  expect_problem_says(one("[2]", "[0,4]", "1234"), "expected 2 of F32, found 0 to 4");
  expect_problem_says(one("[4294967296,4294967296]", "[0,0]", ""), "contradict");
  expect_problem_says(one("[4611686018427387905]", "[0,4]", "1234"), "contradict");
  expect_problem_says(one("[1]", "[4,8]", "12345678"), "follows a gap");
  expect_problem_says(one("[1]", "[0,4]", "12345"), "goes on after the last tensor");
  expect_problem_says(header_problem("{}", "x"), "goes on after the last tensor");
}

TEST(SafetensorsDamage, TensorsThatOverlap) {
  const std::string first =
      R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":)";
  EXPECT_EQ(header_problem(first + "[4,8]}}", "12345678"), "no problem");
  expect_problem_says(header_problem(first + "[3,7]}}", "1234567"), "\"b\" overlaps another");
  expect_problem_says(header_problem(first + "[0,4]}}", "1234"), "overlaps another");
}

TEST(SafetensorsDamage, AnyFlippedBitOfTheDataIsFound) {
  std::string data = "some bytes of data";
  const auto bytes = [&](const std::string& checksum) {
    return safetensors_bytes(
        R"({"__metadata__":{"xxh3_64":")" + checksum + R"("},"a":{"dtype":"U8","shape":[18],"data_offsets":[0,18]}})", data);
  };
  const std::string checksum = checksum_text(xxh3_64(data));
  EXPECT_EQ(safetensors_problem(bytes(checksum)), "no problem");
  for (std::size_t i = 0; i < data.size(); ++i) {
    data[i] = static_cast<char>(data[i] ^ 0x10);
    expect_problem_says(safetensors_problem(bytes(checksum)), "checksum of the data is wrong");
    data[i] = static_cast<char>(data[i] ^ 0x10);
  }
  expect_problem_says(safetensors_problem(bytes("")), "checksum");
}

TEST(SafetensorsDamage, EveryPrefixOfAFileIsAnErrorAndNotACrash) {
  const std::string whole = safetensors_bytes(R"({"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}})", "12345678");
  EXPECT_EQ(safetensors_problem(whole), "no problem");
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_NE(safetensors_problem(whole.substr(0, size)), "no problem") << size;
}

TEST(SafetensorsDamage, RowsWithoutColumnsAreNoMatrix) {
  const std::string bytes =
      safetensors_bytes(R"({"a":{"dtype":"F32","shape":[1152921504606846976,0],"data_offsets":[0,0]}})", "");
  const auto file = SafetensorsFile::parse(bytes_of(bytes), "damaged.safetensors");
  ASSERT_TRUE(file);
  EXPECT_FALSE(file->matrix("a"));
  EXPECT_FALSE(file->copy_matrix("a"));
}

TEST(SafetensorsDamage, NamesAreCutAndCleanedForMessages) {
  EXPECT_EQ(printable_name("plain"), "\"plain\"");
  EXPECT_EQ(printable_name("a\n\x1B[31m"), "\"a??[31m\"");
  EXPECT_EQ(printable_name(std::string(100, 'x')), "\"" + std::string(80, 'x') + "…\"");
  EXPECT_EQ(printable_name(std::string(79, 'x') + "éé"), "\"" + std::string(79, 'x') + "…\"");
}

}  // namespace
}  // namespace kinora
