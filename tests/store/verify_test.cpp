#include "kinora/store/verify.hpp"

#include "store/maintenance/tag_store.hpp"
#include "store/maintenance/verify_table.hpp"
#include "store/maintenance_tables.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <cstring>

namespace kinora::maintenance {
namespace {

using kinora::testing::delete_offsets;
using kinora::testing::FakeFileSystem;
using kinora::testing::sample_columns;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kVerifiedTable = kinora::testing::kTable;

/// Version 1: 40 rows; version 2: 300 rows; version 3: 60 rows more, in a fragment of their own.
class Verify : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(files_.create_directories("/home"));
    ASSERT_TRUE(lance::overwrite(files_, kVerifiedTable, sample_columns(40, 1, 4)));
    ASSERT_TRUE(lance::overwrite(files_, kVerifiedTable, sample_columns(300, 2, 4)));
    ASSERT_TRUE(changes::append(files_, kVerifiedTable, sample_columns(60, 3, 4)));
  }

  VerifyReport verify(const VerifyOptions& options = {}) {
    auto report = maintenance::verify(files_, kVerifiedTable, options, {});
    EXPECT_TRUE(report) << report.error().message();
    return report ? *std::move(report) : VerifyReport();
  }
  std::vector<std::string> damage(const VerifyOptions& options = {}) {
    std::vector<std::string> lines;
    for (const Finding& each : verify(options).findings)
      if (each.kind == FindingKind::kDamage)
        lines.push_back(std::to_string(each.version) + " " + each.where.substr(kVerifiedTable.size()) + ": " + each.what);
    return lines;
  }
  std::string read(const std::string& path) { return std::string((*files_.map(path))->text()); }
  /// The data files of a version, in the order of their fragments.
  std::vector<std::string> data_files(std::uint64_t version) {
    const auto snapshot = lance::open_snapshot(files_, kVerifiedTable, version);
    std::vector<std::string> paths;
    for (const lance::Fragment& fragment : snapshot->fragments)
      for (const auto& file : fragment.files) paths.push_back(file.data->where());
    return paths;
  }

  FakeFileSystem files_;
};

TEST_F(Verify, FindsNothingInAWholeTable) {
  ASSERT_TRUE(create_tag(files_, kVerifiedTable, "v1", 1));
  const VerifyReport newest = verify();
  EXPECT_THAT(newest.findings, IsEmpty());
  EXPECT_TRUE(newest.sound());
  EXPECT_THAT(newest.versions, ElementsAre(3));
  EXPECT_EQ(newest.manifests, 3U);
  EXPECT_EQ(newest.data_files, 2U);
  EXPECT_EQ(newest.tags, 1U);
  EXPECT_GT(newest.pages, 2 * sample_columns(1, 1).size());
  const VerifyReport all = verify({.version = {}, .all_versions = true});
  EXPECT_THAT(all.findings, IsEmpty());
  EXPECT_THAT(all.versions, ElementsAre(1, 2, 3));
  EXPECT_EQ(all.data_files, 3U);
  EXPECT_GT(all.data_bytes, newest.data_bytes);
  EXPECT_THAT(verify({.version = 1}).versions, ElementsAre(1));
}

TEST_F(Verify, SaysAllThatIsWrongAtOnce) {
  ASSERT_TRUE(create_tag(files_, kVerifiedTable, "v1", 1));
  const std::string first = data_files(3)[0];
  const std::string second = data_files(3)[1];
  // The ends of the strings of two columns point beyond the text.
  std::string bytes = read(first);
  std::size_t broken = 0;
  const auto snapshot = lance::open_snapshot(files_, kVerifiedTable, 3);
  const auto& file = snapshot->fragments[0].files[0];
  for (const auto& [id, column] : file.columns) {
    for (const lance::TableField& field : snapshot->fields) {
      if (field.id != id || field.field.type != DataType::kString) continue;
      const auto pages = file.data->pages(column);
      const std::string ends(reinterpret_cast<const char*>((*pages)[0].buffers[0].data()), 8 * 300);
      const std::size_t offset = bytes.find(ends);
      ASSERT_NE(offset, std::string::npos);
      std::memset(bytes.data() + offset + 80, 0x7f, 8);
      ++broken;
    }
  }
  ASSERT_GE(broken, 2U);
  files_.put(first, bytes);
  files_.put(second, read(second).substr(0, 100));
  files_.put(kVerifiedTable + "/_versions/18446744073709551614.manifest", "");
  const auto lines = damage();
  ASSERT_EQ(lines.size(), broken + 3);
  EXPECT_THAT(lines[0], HasSubstr("1 /_versions/18446744073709551614.manifest: the manifest is torn"));
  for (std::size_t i = 1; i <= broken; ++i) EXPECT_THAT(lines[i], HasSubstr(first.substr(kVerifiedTable.size()) + ", column '"));
  EXPECT_THAT(lines[broken + 1], HasSubstr("3 " + second.substr(kVerifiedTable.size()) + ": a data file is cut off"));
  EXPECT_THAT(lines[broken + 2], HasSubstr("0 /_refs/tags/v1.json: the tag is of version 1, which is not there or is torn"));
  EXPECT_FALSE(verify().sound());
}

TEST_F(Verify, TellsEachVersionsOwnDamage) {
  ASSERT_TRUE(files_.remove(data_files(1)[0]));
  EXPECT_THAT(damage(), IsEmpty());
  EXPECT_THAT(damage({.version = 1}), ElementsAre(HasSubstr("a data file is missing")));
  EXPECT_THAT(damage({.version = {}, .all_versions = true}), ElementsAre(HasSubstr("1 /data/")));
  files_.put(kVerifiedTable + "/_versions/18446744073709551613.manifest", "torn");
  EXPECT_THAT(damage({.version = 2}), ElementsAre(HasSubstr("2 /_versions/18446744073709551613.manifest")));
}

TEST_F(Verify, FindsWhatTheDiskDoesNotGive) {
  files_.break_file(data_files(3)[1]);
  EXPECT_THAT(damage(), ElementsAre(HasSubstr(data_files(3)[1].substr(kVerifiedTable.size()))));
  files_.break_file(kVerifiedTable + "/_versions/18446744073709551612.manifest");
  EXPECT_THAT(damage(), ElementsAre(HasSubstr("_versions")));
}

TEST_F(Verify, HoldsAFileAgainstItsManifest) {
  const std::string path = data_files(1)[0];
  std::string bytes = read(path);
  // The descriptor's rows: field 2 of the message that the one global buffer is.
  std::uint64_t table = 0;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::memcpy(&table, bytes.data() + bytes.size() - 24, 8);
  std::memcpy(&offset, bytes.data() + table, 8);
  std::memcpy(&size, bytes.data() + table + 8, 8);
  lance::wire::FileDescriptor descriptor;
  ASSERT_TRUE(descriptor.ParseFromArray(bytes.data() + offset, static_cast<int>(size)));
  ASSERT_EQ(descriptor.rows(), 40U);
  descriptor.set_rows(41);
  descriptor.SerializeToArray(bytes.data() + offset, static_cast<int>(size));
  files_.put(path, bytes);
  EXPECT_THAT(damage({.version = 1}), ElementsAre(HasSubstr("the file says that it has 41 rows, the manifest that it has 40")));
}

TEST_F(Verify, ReadsDeletionFiles) {
  delete_offsets(files_, 0, {1, 2, 299});
  const VerifyReport report = verify();
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_EQ(report.deletion_files, 1U);
  const std::string path = kVerifiedTable + "/_deletions/1-3-77.bin";
  ASSERT_TRUE(files_.exists(path));
  files_.put(path, kinora::testing::roaring_of({1, 2, 300}));
  EXPECT_THAT(damage(), ElementsAre(HasSubstr("4 /_deletions/1-3-77.bin: a row is deleted that the fragment does not have")));
  files_.put(path, kinora::testing::roaring_of({1, 2}));
  EXPECT_THAT(damage(), ElementsAre(HasSubstr("4 /_deletions/1-3-77.bin")));
  ASSERT_TRUE(files_.remove(path));
  EXPECT_THAT(damage(), ElementsAre(HasSubstr("a deletion file is missing")));
}

TEST_F(Verify, NotesWhatIsHarmless) {
  files_.put(kVerifiedTable + "/data/orphan.lance", "1234");
  files_.put(kVerifiedTable + "/_versions/.tmp77", "");
  files_.put(kVerifiedTable + "/_versions/18446744073709551611.manifest.torn", "");
  const VerifyReport report = verify();
  EXPECT_TRUE(report.sound());
  ASSERT_EQ(report.findings.size(), 3U);
  for (const Finding& each : report.findings) EXPECT_EQ(each.kind, FindingKind::kNote);
  EXPECT_THAT(report.findings[1].what, HasSubstr("torn"));
  EXPECT_THAT(report.findings[2].what, HasSubstr("1 files, 4 bytes"));
}

TEST_F(Verify, NeedsATableAndTheVersion) {
  EXPECT_EQ(maintenance::verify(files_, kVerifiedTable, {.version = 9}, {}).error().code, ErrorCode::kFileNotFound);
  EXPECT_EQ(maintenance::verify(files_, "/home/none.lance", {}, {}).error().code, ErrorCode::kFileNotFound);
  ASSERT_TRUE(files_.create_directories("/home/empty.lance"));
  EXPECT_EQ(maintenance::verify(files_, "/home/empty.lance", {}, {}).error().code, ErrorCode::kTableCorrupt);
}

TEST_F(Verify, StopsWhenAsked) {
  CancellationToken token;
  token.request();
  EXPECT_EQ(maintenance::verify(files_, kVerifiedTable, {}, {.cancellation = &token}).error().code, ErrorCode::kCancelled);
}

TEST(VerifyFixtures, AreSound) {
  const std::filesystem::path fixtures = std::filesystem::path(KINORA_SOURCE_DIR) / "tests/store/fixtures";
  std::size_t tables = 0;
  for (const char* written_by : {"kinora-1", "lancedb-2.0", "lancedb-2.1", "lancedb-2.2"}) {
    for (const auto& entry : std::filesystem::directory_iterator(fixtures / written_by)) {
      if (entry.path().extension() != ".lance") continue;
      ++tables;
      const auto report = kinora::verify(entry.path(), {.version = {}, .all_versions = true});
      ASSERT_TRUE(report) << entry.path() << ": " << report.error().message();
      for (const Finding& each : report->findings)
        if (each.kind != FindingKind::kUnsupported) ADD_FAILURE() << entry.path() << ": " << each.where << ": " << each.what;
      EXPECT_GT(report->versions.size(), 0U) << entry.path();
    }
  }
  EXPECT_GT(tables, 20U);
}

}  // namespace
}  // namespace kinora::maintenance
