#include "store/lance/column_reader.hpp"
#include "store/lance/manifest_file.hpp"
#include "store/lance/overwrite.hpp"
#include "store/lance/snapshot.hpp"
#include "store/sample_columns.hpp"
#include "store/table_dump.hpp"
#include "support/fake_file_system.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <functional>

/// Tables whose files were cut off, changed or lost: an older version serves, or an error says what is wrong. Nothing crashes.
namespace kinora::lance {
namespace {

using kinora::testing::dump_rows;
using kinora::testing::FakeFileSystem;
using kinora::testing::sample_columns;
using std::filesystem::path;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const path kDamagedTable = "/home/t.lance";

/// Every column of a version.
Result<std::vector<Column>> read_all(FileSystem& files, std::optional<std::uint64_t> version = std::nullopt) {
  auto snapshot = open_snapshot(files, kDamagedTable, version);
  if (!snapshot) return fail(snapshot.error());
  std::vector<Column> columns;
  for (const TableField& field : snapshot->fields) {
    if (!field.unsupported_type.empty()) continue;
    auto column = read_column(snapshot->fragments, field);
    if (!column) return fail(column.error());
    columns.push_back(*std::move(column));
  }
  return columns;
}

class Damage : public ::testing::Test {
 protected:
  Damage() {
    EXPECT_TRUE(overwrite(files_, kDamagedTable, old_));
    old_data_ = only_file_of(kDamagedTable / "data");
    EXPECT_TRUE(overwrite(files_, kDamagedTable, new_));
    for (const path& file : files_of(kDamagedTable / "data"))
      if (file != old_data_) new_data_ = file;
  }

  std::vector<path> files_of(const path& directory) {
    std::vector<path> paths;
    const auto names = files_.list(directory);
    EXPECT_TRUE(names);
    for (const std::string& name : *names) paths.push_back(directory / name);
    return paths;
  }
  path only_file_of(const path& directory) { return files_of(directory).front(); }
  std::string bytes_of(const path& file) { return std::string((*files_.map(file))->text()); }
  static path manifest_of(std::uint64_t version) {
    return kDamagedTable / "_versions" / manifest_name({version, NamingScheme::kV2});
  }

  void edit_manifest(std::uint64_t version, const std::function<void(wire::Manifest&)>& edit) {
    const std::string bytes = bytes_of(manifest_of(version));
    auto file = parse_manifest(std::as_bytes(std::span(bytes)), "m");
    ASSERT_TRUE(file) << file.error().message();
    edit(file->manifest);
    files_.put(manifest_of(version), serialize_manifest(*std::move(file)));
  }

  void expect_the_old_version(const std::string& note) {
    const auto snapshot = open_snapshot(files_, kDamagedTable, std::nullopt);
    ASSERT_TRUE(snapshot) << snapshot.error().message();
    EXPECT_EQ(snapshot->name.version, 1U);
    EXPECT_THAT(snapshot->notes, ElementsAre(HasSubstr(note)));
    const auto columns = read_all(files_);
    ASSERT_TRUE(columns) << columns.error().message();
    EXPECT_TRUE(dump_rows(*columns) == dump_rows(old_));
    const auto asked_for = open_snapshot(files_, kDamagedTable, 2);
    ASSERT_FALSE(asked_for);
    EXPECT_EQ(asked_for.error().code, ErrorCode::kTableCorrupt);
  }

  /// The bytes of a file with one byte changed at a time: an error of those that are promised, or rows.
  void expect_no_crash_whatever_byte_changes(const path& file) {
    const std::string whole = bytes_of(file);
    std::size_t refused = 0;
    for (std::size_t i = 0; i < whole.size(); ++i) {
      for (const unsigned mask : {1U, 0x80U, 0xFFU}) {
        std::string changed = whole;
        changed[i] = static_cast<char>(static_cast<unsigned char>(changed[i]) ^ mask);
        files_.put(file, changed);
        const auto columns = read_all(files_, 2);
        if (columns) continue;
        ++refused;
        const ErrorCode code = columns.error().code;
        ASSERT_TRUE(code == ErrorCode::kTableCorrupt || code == ErrorCode::kTableUnsupported)
            << "byte " << i << ": " << columns.error().message();
        ASSERT_FALSE(columns.error().message().empty());
      }
    }
    EXPECT_GT(refused, 100U);
  }

  FakeFileSystem files_;
  const std::vector<Column> old_ = sample_columns(20, 1, 4);
  const std::vector<Column> new_ = sample_columns(30, 2, 4);
  path old_data_;
  path new_data_;
};

TEST_F(Damage, ToTheNewestManifestIsPassedOver) {
  const std::string whole = bytes_of(manifest_of(2));
  for (const std::size_t length : {std::size_t{0}, std::size_t{1}, whole.size() / 2, whole.size() - 1}) {
    files_.put(manifest_of(2), whole.substr(0, length));
    expect_the_old_version("version 2 was passed over");
  }
  files_.put(manifest_of(2), std::string(whole.size(), '\0'));
  expect_the_old_version("torn");
}

TEST_F(Damage, IsMovedAsideByTheNextWriter) {
  files_.put(manifest_of(2), "");
  EXPECT_EQ(overwrite(files_, kDamagedTable, new_), 3U) << "its number is never given again";
  EXPECT_FALSE(files_.exists(manifest_of(2)));
  EXPECT_TRUE(files_.exists(manifest_of(2).string() + ".torn"));
  const auto snapshot = open_snapshot(files_, kDamagedTable, std::nullopt);
  ASSERT_TRUE(snapshot);
  EXPECT_THAT(snapshot->notes, IsEmpty());
  EXPECT_EQ(snapshot->rows, 30U);
}

TEST_F(Damage, ToTheNewestDataIsPassedOver) {
  const std::string whole = bytes_of(new_data_);
  for (const std::size_t length : {std::size_t{0}, std::size_t{39}, whole.size() / 2, whole.size() - 1}) {
    files_.put(new_data_, whole.substr(0, length));
    expect_the_old_version("cut off");
  }
  files_.put(new_data_, whole + "x");
  expect_the_old_version("too long");
  ASSERT_TRUE(files_.remove(new_data_));
  expect_the_old_version("missing");
}

TEST_F(Damage, ToAllVersionsIsSaid) {
  files_.put(manifest_of(1), "");
  files_.put(manifest_of(2), "");
  const auto opened = open_snapshot(files_, kDamagedTable, std::nullopt);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kTableCorrupt);
  EXPECT_THAT(opened.error().message(), HasSubstr("no version of the table is whole"));
  EXPECT_EQ(overwrite(files_, kDamagedTable, new_).error().code, ErrorCode::kTableCorrupt);
  EXPECT_TRUE(files_.exists(manifest_of(1))) << "what is damaged may still be mended";
}

TEST_F(Damage, ToAManifestIsFoundOrHarmless) { expect_no_crash_whatever_byte_changes(manifest_of(2)); }

TEST_F(Damage, ToADataFileIsFoundOrHarmless) { expect_no_crash_whatever_byte_changes(new_data_); }

TEST_F(Damage, IsAManifestOfAnotherVersionThanItsName) {
  files_.put(manifest_of(2), bytes_of(manifest_of(1)));
  expect_the_old_version("another version than its name");
}

TEST_F(Damage, IsADataFileOutsideOfTheTable) {
  edit_manifest(2, [](wire::Manifest& manifest) {
    wire::DataFile& file = *manifest.mutable_fragments(0)->mutable_files(0);
    file.set_path("../../../" + file.path());
  });
  EXPECT_EQ(open_snapshot(files_, kDamagedTable, 2).error().code, ErrorCode::kTableUnsupported);
}

TEST_F(Damage, IsMoreRowsThanThePagesHave) {
  for (const std::uint64_t rows : {std::uint64_t{29}, std::uint64_t{31}, std::uint64_t{1} << 62U}) {
    edit_manifest(2, [&](wire::Manifest& manifest) { manifest.mutable_fragments(0)->set_physical_rows(rows); });
    EXPECT_EQ(read_all(files_, 2).error().code, ErrorCode::kTableCorrupt) << rows;
  }
  edit_manifest(2, [](wire::Manifest& manifest) {
    manifest.mutable_fragments(0)->set_physical_rows(std::uint64_t{1} << 63U);
    *manifest.add_fragments() = manifest.fragments(0);
  });
  EXPECT_EQ(read_all(files_, 2).error().code, ErrorCode::kTableCorrupt);
}

TEST_F(Damage, IsRowsWithoutAnyFile) {
  edit_manifest(2, [](wire::Manifest& manifest) {
    manifest.mutable_fragments(0)->clear_files();
    manifest.mutable_fragments(0)->set_physical_rows(std::uint64_t{1} << 50U);
  });
  const auto columns = read_all(files_, 2);
  ASSERT_FALSE(columns) << "a manifest of some bytes must not ask for a petabyte";
  EXPECT_EQ(columns.error().code, ErrorCode::kTableUnsupported);
}

TEST_F(Damage, IsNotAColumnOfAnotherType) {
  edit_manifest(2, [](wire::Manifest& manifest) {
    for (wire::Field& field : *manifest.mutable_fields())
      if (field.name() == "year") field.set_logical_type("date32:day");
  });
  const auto snapshot = open_snapshot(files_, kDamagedTable, 2);
  ASSERT_TRUE(snapshot) << snapshot.error().message();
  EXPECT_THAT(snapshot->notes, ElementsAre(HasSubstr("date32:day")));
  EXPECT_EQ(read_all(files_, 2)->size(), new_.size() - 1) << "the others are read";
}

TEST_F(Damage, IsANameThatIsNoText) {
  ::testing::internal::CaptureStderr();
  edit_manifest(2, [](wire::Manifest& manifest) { manifest.mutable_fields(0)->set_name("\xff"); });
  EXPECT_EQ(open_snapshot(files_, kDamagedTable, 2).error().code, ErrorCode::kTableCorrupt);
  edit_manifest(2, [](wire::Manifest& manifest) {
    manifest.mutable_fields(0)->set_name("id");
    manifest.mutable_fragments(0)->mutable_files(0)->set_path("a\xff\xfe.lance");
  });
  EXPECT_THAT(open_snapshot(files_, kDamagedTable, 2).error().message(), HasSubstr("a??.lance"));
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "") << "a library prints nothing";
}

TEST_F(Damage, IsAFeatureThatNobodyHereKnows) {
  edit_manifest(2, [](wire::Manifest& manifest) { manifest.set_reader_flags(2048); });
  EXPECT_EQ(open_snapshot(files_, kDamagedTable, std::nullopt).error().code, ErrorCode::kTableUnsupported)
      << "the newest version is whole: an older one must not stand for it";
  edit_manifest(2, [](wire::Manifest& manifest) {
    manifest.set_reader_flags(0);
    manifest.set_writer_flags(2);
  });
  EXPECT_TRUE(open_snapshot(files_, kDamagedTable, std::nullopt));
  EXPECT_EQ(overwrite(files_, kDamagedTable, new_).error().code, ErrorCode::kTableUnsupported);
}

}  // namespace
}  // namespace kinora::lance
