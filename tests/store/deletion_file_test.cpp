#include "store/lance/deletion_file.hpp"
#include "store/lance/roaring.hpp"
#include "support/fake_file_system.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <filesystem>
#include <string>
#include <vector>

namespace kinora::lance {
namespace {

using kinora::testing::FakeFileSystem;
using kinora::testing::read_file;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Numbers = std::vector<std::uint32_t>;

constexpr std::uint64_t kRows = 20000;
const std::filesystem::path kFixtures = std::filesystem::path(KINORA_SOURCE_DIR) / "tests/store/fixtures/deletions";

std::string little_endian(std::initializer_list<std::pair<std::uint64_t, int>> numbers) {
  std::string bytes;
  for (const auto& [number, width] : numbers)
    for (int i = 0; i < width; ++i) bytes.push_back(static_cast<char>(number >> (8 * i) & 0xFFU));
  return bytes;
}

Result<Numbers> roaring(const std::string& bytes, std::uint64_t limit = kRows) {
  return read_roaring(std::as_bytes(std::span(bytes)), limit, "bitmap");
}

std::string message_of(const Result<Numbers>& result) { return result ? "no error" : result.error().message(); }

/// A deletion file of fragment 4 in a table "t" in memory.
Result<Numbers> read(const std::string& bytes, std::int32_t kind, std::uint64_t dead, std::uint64_t rows = kRows) {
  FakeFileSystem files;
  wire::DeletionFile file;
  file.set_kind(kind);
  file.set_read_version(2);
  file.set_id(77);
  file.set_deleted_rows(dead);
  EXPECT_TRUE(files.create_directories("t/_deletions"));
  files.put(kind == kArrowDeletions ? "t/_deletions/4-2-77.arrow" : "t/_deletions/4-2-77.bin", bytes);
  return read_deletion_file(files, "t", 4, file, rows);
}

Numbers every(std::uint32_t step) {
  Numbers numbers;
  for (std::uint32_t i = 0; i < kRows; i += step) numbers.push_back(i);
  return numbers;
}

struct Case {
  const char* file;
  Numbers dead;
};

void PrintTo(const Case& each, std::ostream* out) { *out << each.file; }

class DeletionFiles : public ::testing::TestWithParam<Case> {};

TEST_P(DeletionFiles, OfLanceDbAreRead) {
  const auto& [name, dead] = GetParam();
  const std::filesystem::path path = kFixtures / name;
  ASSERT_TRUE(std::filesystem::exists(path));
  const auto found = read(read_file(path), path.extension() == ".arrow" ? kArrowDeletions : kBitmapDeletions, dead.size());
  ASSERT_TRUE(found) << found.error().message();
  EXPECT_EQ(*found, dead);
}

TEST_P(DeletionFiles, AreRefusedWhenCutAtAnyByte) {
  const auto& [name, dead] = GetParam();
  const std::string bytes = read_file(kFixtures / name);
  const std::int32_t kind = std::string(name).ends_with(".arrow") ? kArrowDeletions : kBitmapDeletions;
  for (std::size_t size = 0; size < bytes.size(); size += 1 + bytes.size() / 500)
    EXPECT_FALSE(read(bytes.substr(0, size), kind, dead.size())) << size;
}

TEST(DeletionFile, WithAFooterOfNoBytesIsRefused) {
  std::string bytes = read_file(kFixtures / "three_plain.arrow");
  bytes.replace(bytes.size() - 10, 4, 4, '\0');
  EXPECT_THAT(message_of(read(bytes, kArrowDeletions, 3)), HasSubstr("footer"));
}

TEST_P(DeletionFiles, NeverGiveMoreRowsThanTheFragmentHas) {
  const auto& [name, dead] = GetParam();
  const std::string bytes = read_file(kFixtures / name);
  const std::int32_t kind = std::string(name).ends_with(".arrow") ? kArrowDeletions : kBitmapDeletions;
  EXPECT_THAT(message_of(read(bytes, kind, dead.size(), dead.back())), HasSubstr("does not have"));
  EXPECT_THAT(message_of(read(bytes, kind, dead.size() + 1)), HasSubstr("manifest"));
  EXPECT_TRUE(read(bytes, kind, 0)) << "a count of 0 says nothing";
}

INSTANTIATE_TEST_SUITE_P(Of, DeletionFiles,
                         ::testing::Values(Case{"three.arrow", {5, 7, 1000}}, Case{"three_plain.arrow", {5, 7, 1000}},
                                           Case{"every_7th.arrow", every(7)}, Case{"every_3rd.bin", every(3)}));

TEST(DeletionFile, ThatIsMissingIsNamed) {
  FakeFileSystem files;
  EXPECT_THAT(message_of(read_deletion_file(files, "t", 4, {}, kRows)), HasSubstr("4-0-0.arrow"));
}

TEST(DeletionFile, OfAnotherKindOrPlaceIsRefused) {
  FakeFileSystem files;
  wire::DeletionFile file;
  file.set_kind(2);
  EXPECT_THAT(message_of(read_deletion_file(files, "t", 4, file, kRows)), HasSubstr("kind 2"));
  file.set_kind(0);
  file.set_base_id(1);
  EXPECT_THAT(message_of(read_deletion_file(files, "t", 4, file, kRows)), HasSubstr("base paths"));
}

TEST(Roaring, ReadsArraysAndRuns) {
  const std::string arrays =
      little_endian({{12346, 4}, {2, 4}, {0, 2}, {1, 2}, {1, 2}, {0, 2}, {24, 4}, {28, 4}, {5, 2}, {7, 2}, {9, 2}});
  EXPECT_THAT(*roaring(arrays), ElementsAre(5, 7, 65536 + 9));
  const std::string runs =
      little_endian({{12347, 2}, {0, 2}, {1, 1}, {0, 2}, {4, 2}, {2, 2}, {3, 2}, {1, 2}, {65533, 2}, {2, 2}});
  EXPECT_THAT(*roaring(runs), ElementsAre(3, 4, 65533, 65534, 65535));
}

TEST(Roaring, ReadsNoNumbers) { EXPECT_THAT(*roaring(little_endian({{12346, 4}, {0, 4}})), ElementsAre()); }

TEST(Roaring, RefusesWhatNoWriterMakes) {
  const auto refused = [](std::initializer_list<std::pair<std::uint64_t, int>> numbers) {
    return message_of(roaring(little_endian(numbers)));
  };
  EXPECT_THAT(refused({{1, 4}, {0, 4}}), HasSubstr("no Roaring bitmap"));
  EXPECT_THAT(refused({{12346, 4}, {70000, 4}}), HasSubstr("more containers"));
  EXPECT_THAT(refused({{12346, 4}, {1, 4}, {0, 2}, {1, 2}, {16, 4}, {7, 2}, {7, 2}}), HasSubstr("do not rise"));
  EXPECT_THAT(refused({{12346, 4}, {1, 4}, {0, 2}, {1, 2}, {18, 4}, {5, 2}, {7, 2}}), HasSubstr("not where"));
  EXPECT_THAT(refused({{12346, 4}, {1, 4}, {0, 2}, {0, 2}, {16, 4}, {7, 2}, {7, 2}}), HasSubstr("bytes follow"));
  EXPECT_THAT(refused({{12346, 4}, {2, 4}, {3, 2}, {0, 2}, {3, 2}, {0, 2}, {24, 4}, {26, 4}, {7, 2}, {7, 2}}),
              HasSubstr("keys of the bitmap do not rise"));
  EXPECT_THAT(refused({{12347, 4}, {1, 1}, {0, 2}, {1, 2}, {1, 2}, {65535, 2}, {1, 2}}), HasSubstr("runs"));
  EXPECT_THAT(refused({{12347, 4}, {1, 1}, {0, 2}, {3, 2}, {2, 2}, {5, 2}, {1, 2}, {6, 2}, {1, 2}}), HasSubstr("runs"));
  EXPECT_THAT(refused({{12347, 4}, {1, 1}, {0, 2}, {3, 2}, {1, 2}, {5, 2}, {1, 2}}), HasSubstr("not as many"));
  EXPECT_THAT(message_of(roaring(little_endian({{12347, 4}, {1, 1}, {0, 2}, {65535, 2}, {1, 2}, {0, 2}, {65535, 2}}))),
              HasSubstr("too many numbers"));
}

}  // namespace
}  // namespace kinora::lance
