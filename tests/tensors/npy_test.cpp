#include "tensors/npy.hpp"

#include "support/temp_directory.hpp"
#include "tensors/safetensors_bytes.hpp"

#include <gtest/gtest.h>
#include <cmath>
#include <cstring>
#include <limits>

namespace kinora {
namespace {

std::string npy_bytes(const std::string& dictionary, std::string_view data, char major = 1) {
  std::string bytes = "\x93NUMPY";
  bytes += major;
  bytes += '\0';
  std::size_t length = dictionary.size();
  for (int i = 0; i < (major == 1 ? 2 : 4); ++i, length >>= 8U) bytes += static_cast<char>(length & 0xFFU);
  return bytes + dictionary + std::string(data);
}

std::string problem_of(const std::string& bytes, ErrorCode code = ErrorCode::kFormatUnknown) {
  const auto matrix = parse_npy(bytes_of(bytes), "vectors.npy");
  if (matrix) return "no problem";
  EXPECT_EQ(matrix.error().code, code) << matrix.error().message();
  EXPECT_EQ(matrix.error().where, "vectors.npy");
  return matrix.error().message();
}

void expect_problem(const std::string& problem, std::string_view part) {
  EXPECT_NE(problem.find(part), std::string::npos) << problem << "\nlacks: " << part;
}

std::string_view four_floats() { return {"\0\0\x80\x3F\0\0\0\x40\0\0\x40\x40\0\0\x80\x40", 16}; }

TEST(Npy, GivesBackAMatrixWhateverItsStride) {
  const testing::TempDirectory directory;
  Matrix padded(3, 5);
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t col = 0; col < 5; ++col) padded.row(row)[col] = static_cast<float>(10 * row + col);
  ASSERT_TRUE(write_npy(local_file_system(), directory / "a.npy", padded.view()));
  const auto read = read_npy(local_file_system(), directory / "a.npy");
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(std::memcmp(read->data(), padded.data(), 3 * padded.stride() * sizeof(float)), 0);
  const std::vector<float> packed = {1, 2, 3, 4};
  ASSERT_TRUE(write_npy(local_file_system(), directory / "b.npy", MatrixView{packed.data(), 2, 2, 2}));
  EXPECT_EQ(read_npy(local_file_system(), directory / "b.npy")->row(1)[0], 3.0F);
  ASSERT_TRUE(write_npy(local_file_system(), directory / "c.npy", Matrix(0, 4).view()));
  EXPECT_EQ(read_npy(local_file_system(), directory / "c.npy")->cols(), 4U);
}

TEST(Npy, TheHeaderIsNumpysAndTheDataAreAligned) {
  const testing::TempDirectory directory;
  const std::vector<std::int64_t> ids = {862, -1};
  ASSERT_TRUE(write_npy(local_file_system(), directory / "ids.npy", std::span(ids)));
  const std::string text = testing::read_file(directory / "ids.npy");
  EXPECT_EQ(text.size(), 128 + 16U);
  EXPECT_EQ(text.substr(10, 58), "{'descr': '<i8', 'fortran_order': False, 'shape': (2,), } ");
  EXPECT_EQ(text[127], '\n');
}

TEST(Npy, ReadsEveryVersionAndSpellingOfTheHeader) {
  for (const char major : {'\1', '\2', '\3'})
    EXPECT_EQ(problem_of(npy_bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }\n", four_floats(), major)),
              "no problem");
  EXPECT_EQ(problem_of(npy_bytes("{\"shape\":(4,1),\"fortran_order\":False,\"descr\":\"<f4\"}", four_floats())), "no problem");
  const auto matrix = parse_npy(bytes_of(npy_bytes("{'descr':'<f4','fortran_order':False,'shape':(2,2,)}", four_floats())), "x");
  ASSERT_TRUE(matrix);
  EXPECT_EQ(matrix->row(1)[1], 4.0F);
}

TEST(Npy, ReadsArraysThatAreStoredByColumns) {
  const auto matrix = parse_npy(bytes_of(npy_bytes("{'descr':'<f4','fortran_order':True,'shape':(2,2,)}", four_floats())), "x");
  ASSERT_TRUE(matrix) << matrix.error().message();
  EXPECT_EQ(matrix->row(0)[1], 3.0F);
  EXPECT_EQ(matrix->row(1)[0], 2.0F);
}

TEST(Npy, RoundsFloat64) {
  const double values[] = {0.1, -1e39, 1e-60, std::numeric_limits<double>::quiet_NaN(), 3.4028235677973366e38, 16777217};
  const std::string_view data(reinterpret_cast<const char*>(values), sizeof values);
  const auto matrix = parse_npy(bytes_of(npy_bytes("{'descr':'<f8','fortran_order':False,'shape':(3,2)}", data)), "x");
  ASSERT_TRUE(matrix) << matrix.error().message();
  EXPECT_EQ(matrix->row(0)[0], 0.1F);
  EXPECT_EQ(matrix->row(0)[1], -std::numeric_limits<float>::infinity());
  EXPECT_EQ(matrix->row(1)[0], 0.0F);
  EXPECT_TRUE(std::isnan(matrix->row(1)[1]));
  EXPECT_EQ(matrix->row(2)[0], std::numeric_limits<float>::infinity());
  EXPECT_EQ(matrix->row(2)[1], 16777216.0F);
  EXPECT_EQ(problem_of(npy_bytes("{'descr':'<f8','fortran_order':False,'shape':(3,2)}", data)), "no problem");
}

TEST(Npy, SaysWhatItCannotRead) {
  expect_problem(problem_of(""), "no .npy file");
  expect_problem(problem_of("PK\x03\x04"), "no .npy file");
  expect_problem(problem_of(npy_bytes("{}", "", 4)), "found 4");
  expect_problem(problem_of(npy_bytes("{'descr': '<f2', 'fortran_order': False, 'shape': (2, 4), }", four_floats())),
                 "expected <f4 or <f8, found <f2");
  expect_problem(problem_of(npy_bytes("{'descr': '>f4', 'fortran_order': False, 'shape': (2, 2), }", four_floats())),
                 "found >f4");
  expect_problem(problem_of(npy_bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }", four_floats())),
                 "expected 2, found 1");
  expect_problem(problem_of(npy_bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", "1234")), "expected 2, found 0");
  expect_problem(problem_of(npy_bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }", four_floats())), "goes on");
  expect_problem(problem_of(npy_bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (8589934592, 8589934592), }", "")),
                 "too large");
  expect_problem(problem_of(npy_bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (1152921504606846976, 0), }", "")),
                 "0 columns");
  for (const std::string_view dictionary :
       {"", "{", "}", "{}", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 2)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': [2, 2]}", "{'descr': '<f4', 'fortran_order': False, 'shape': (2, -2)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 99999999999999999999)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)}",
        "{'descr': [('a', '<f4')], 'fortran_order': False}", "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)} x",
        "{'descr' '<f4'}", "{'descr': '<f4' 'shape': (2, 2)}", "{'more': '<f4', 'fortran_order': False, 'shape': (2, 2)}",
        "{'descr': '<f4"})
    expect_problem(problem_of(npy_bytes(std::string(dictionary), four_floats())), "cannot be read");
}

TEST(Npy, ATruncatedFileIsCalledSo) {
  const std::string whole = npy_bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }\n", four_floats());
  ASSERT_EQ(problem_of(whole), "no problem");
  for (std::size_t size = 6; size < whole.size(); ++size)
    expect_problem(problem_of(whole.substr(0, size), ErrorCode::kFileTruncated), "ends");
  const testing::TempDirectory directory;
  EXPECT_EQ(read_npy(local_file_system(), directory / "none.npy").error().code, ErrorCode::kFileNotFound);
}

}  // namespace
}  // namespace kinora
