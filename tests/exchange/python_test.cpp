#include "exchange/same_columns.hpp"
#include "store/sample_columns.hpp"

#include <gtest/gtest.h>
#include <cstdlib>
#include <string>

/// Python's csv and json modules and NumPy read what Kinora writes, and write what Kinora reads.
namespace kinora {
namespace {

using namespace kinora::testing;

int run_python(const std::string& task, const std::filesystem::path& directory) {
  return std::system(
      ("/usr/bin/python3 -B " KINORA_SOURCE_DIR "/tests/exchange/python_files.py " + task + " '" + directory.string() + "'")
          .c_str());
}

#define SKIP_WITHOUT_NUMPY()                                              \
  if (std::system("/usr/bin/python3 -c 'import numpy' 2>/dev/null") != 0) \
  GTEST_SKIP() << "NOT TESTED: /usr/bin/python3 with numpy is not here (apt-get install python3-numpy)"

TEST(Python, ReadsWhatKinoraWrites) {
  SKIP_WITHOUT_NUMPY();
  const TempDirectory directory;
  const std::vector<Column> columns = sample_columns(300, 1, 4);
  write_file(directory / "rows.jsonl", dump_rows(columns));
  for (const char* name : {"t.csv", "t.jsonl", "t.npy"}) ASSERT_TRUE(export_columns(columns, directory / name)) << name;
  EXPECT_EQ(run_python("check", directory.path()), 0);
}

TEST(Python, WritesWhatKinoraReads) {
  SKIP_WITHOUT_NUMPY();
  const TempDirectory directory;
  ASSERT_EQ(run_python("make", directory.path()), 0);
  for (const char* name : {"t.csv", "t.jsonl"})
    EXPECT_EQ(dump_rows(import_or_fail(directory / name)), read_file(directory / "rows.jsonl")) << name;
  for (const char* name : {"t.npy", "wide.npy", "columns.npy"})
    EXPECT_EQ(dump_rows(import_or_fail(directory / name)), read_file(directory / "vectors.jsonl")) << name;
}

}  // namespace
}  // namespace kinora
