#include "support/temp_directory.hpp"
#include "tensors/npy.hpp"
#include "tensors/safetensors.hpp"

#include <gtest/gtest.h>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace kinora {
namespace {

/// Files as NumPy sees them, both ways. Needs Debian's python3 with python3-numpy.
class PythonTensors : public ::testing::Test {
 protected:
  void SetUp() override {
    if (std::system("/usr/bin/python3 -c 'import numpy' 2>/dev/null") != 0)
      GTEST_SKIP() << "NOT TESTED: /usr/bin/python3 with numpy is not here (apt-get install python3-numpy)";
  }

  std::string python(const std::string& command, const std::filesystem::path& path) {
    const std::string line =
        "/usr/bin/python3 " KINORA_SOURCE_DIR "/tests/tensors/python_tensors.py " + command + " " + path.string();
    std::FILE* pipe = ::popen(line.c_str(), "r");
    if (pipe == nullptr) return "cannot run " + line;
    std::string output;
    std::array<char, 4096> buffer{};
    for (std::size_t count = 0; (count = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
      output.append(buffer.data(), count);
    EXPECT_EQ(::pclose(pipe), 0) << line;
    return output;
  }

  testing::TempDirectory directory_;
};

TEST_F(PythonTensors, ReadsOurSafetensors) {
  Matrix matrix(2, 3);
  for (std::size_t i = 0; i < 6; ++i) matrix.row(i / 3)[i % 3] = static_cast<float>(i) * 0.5F;
  const std::vector<std::uint8_t> flags = {1, 255, 3};
  const std::vector<std::int64_t> ids = {862, -9007199254740993};
  SafetensorsWriter writer;
  writer.add("flags", std::span(flags));
  writer.add("weights", matrix.view());
  writer.add("ids", std::span(ids), {2, 1});
  writer.set_metadata("labels", "[\"Amélie\"]");
  ASSERT_TRUE(writer.write(local_file_system(), directory_ / "a.safetensors"));
  const std::string shown = python("show", directory_ / "a.safetensors");
  const std::size_t checksum = shown.find("metadata xxh3_64 ");
  ASSERT_NE(checksum, std::string::npos) << shown;
  EXPECT_EQ(shown.substr(0, checksum), "metadata labels [\"Amélie\"]\n");
  EXPECT_EQ(shown.substr(shown.find('\n', checksum) + 1),
            "ids <i8 2x1 862 -9007199254740993\n"
            "weights <f4 2x3 0.0 0.5 1.0 1.5 2.0 2.5\n"
            "flags |u1 3 1 255 3\n");
}

TEST_F(PythonTensors, LoadsOurNpy) {
  Matrix matrix(2, 3);
  for (std::size_t i = 0; i < 6; ++i) matrix.row(i / 3)[i % 3] = static_cast<float>(i) * 0.5F;
  ASSERT_TRUE(write_npy(local_file_system(), directory_ / "a.npy", matrix.view()));
  EXPECT_EQ(python("show", directory_ / "a.npy"), "array <f4 2x3 0.0 0.5 1.0 1.5 2.0 2.5\n");
  const std::vector<std::int64_t> ids = {862, -1};
  ASSERT_TRUE(write_npy(local_file_system(), directory_ / "ids.npy", std::span(ids)));
  EXPECT_EQ(python("show", directory_ / "ids.npy"), "array <i8 2 862 -1\n");
}

TEST_F(PythonTensors, WritesWhatWeRead) {
  python("save", directory_ / "b.npy");
  const auto matrix = read_npy(local_file_system(), directory_ / "b.npy");
  ASSERT_TRUE(matrix) << matrix.error().message();
  EXPECT_EQ(matrix->row(1)[2], 1.25F);
  python("save_unaligned", directory_ / "b.safetensors");
  const auto file = SafetensorsFile::open(local_file_system(), directory_ / "b.safetensors");
  ASSERT_TRUE(file) << file.error().message();
  EXPECT_EQ(file->matrix("weights")->row(1)[2], 1.25F);
  EXPECT_EQ(file->require_metadata("format").value(), "np");
}

}  // namespace
}  // namespace kinora
