#include "store/lance/deletion_file_writer.hpp"

#include "store/lance/deletion_file.hpp"
#include "store/lance/roaring.hpp"
#include "support/fake_file_system.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kinora::lance {
namespace {

using kinora::testing::FakeFileSystem;
using Numbers = std::vector<std::uint32_t>;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

Numbers every(std::uint32_t step, std::uint32_t end) {
  Numbers numbers;
  for (std::uint32_t number = 0; number < end; number += step) numbers.push_back(number);
  return numbers;
}

/// Arrays and bitmaps at their limit, one container and several, one that is full, gaps between containers.
std::vector<Numbers> cases() {
  return {{0}, {65535, 65536, 262144}, every(1, 4096), every(1, 4097), every(1, 65536), every(3, 500000), every(40, 500000)};
}

TEST(DeletionFileWriter, WritesBitmapsThatAreReadAgain) {
  for (const Numbers& numbers : cases()) {
    const std::string bytes = roaring_bytes(numbers);
    const auto read = read_roaring(std::as_bytes(std::span(bytes)), numbers.size(), "bitmap");
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_THAT(*read, ElementsAreArray(numbers));
  }
}

TEST(DeletionFileWriter, WritesFilesThatAreReadAgain) {
  FakeFileSystem files;
  const std::filesystem::path table = "/t.lance";
  ASSERT_TRUE(files.create_directories(table / kDeletionsDirectory));
  const Numbers dead = every(7, 1000);
  NewFiles new_files;
  const auto first = write_deletion_file(files, table, 5, 9, dead, new_files);
  const auto second = write_deletion_file(files, table, 5, 9, dead, new_files);
  ASSERT_TRUE(first && second);
  EXPECT_NE(first->id(), second->id());
  EXPECT_EQ(first->deleted_rows(), dead.size());
  EXPECT_THAT(new_files, ElementsAre(table / kDeletionsDirectory / deletion_file_name(5, *first),
                                     table / kDeletionsDirectory / deletion_file_name(5, *second)));
  const auto read = read_deletion_file(files, table, 5, *first, 1000);
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_THAT(*read, ElementsAreArray(dead));
}

}  // namespace
}  // namespace kinora::lance
