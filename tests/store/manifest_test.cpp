#include "store/lance/features.hpp"
#include "store/lance/manifest_file.hpp"
#include "store/lance/version_name.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>

namespace kinora::lance {
namespace {

using ::testing::HasSubstr;

Bytes bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

TEST(VersionName, CountsDownFromTheHighestNumber) {
  EXPECT_EQ(manifest_name({1, NamingScheme::kV2}), "18446744073709551614.manifest");
  EXPECT_EQ(manifest_name({std::numeric_limits<std::uint64_t>::max(), NamingScheme::kV2}), "00000000000000000000.manifest");
  EXPECT_EQ(manifest_name({12, NamingScheme::kV1}), "12.manifest");
}

TEST(VersionName, IsReadBack) {
  for (const std::uint64_t version : {std::uint64_t{1}, std::uint64_t{12}, std::uint64_t{9'999'999'999}})
    for (const NamingScheme scheme : {NamingScheme::kV1, NamingScheme::kV2})
      EXPECT_EQ(parse_manifest_name(manifest_name({version, scheme})), (VersionName{version, scheme}));
}

TEST(VersionName, IsNoOtherName) {
  for (const char* name : {"", ".manifest", "latest_version_hint.json", "18446744073709551614.manifest#1", ".tmp12345",
                           "d18446744073709551614.manifest", "1.manifest.torn", "-1.manifest", "1 .manifest", "0x1.manifest",
                           "18446744073709551616.manifest", "100000000000000000000000.manifest"})
    EXPECT_FALSE(parse_manifest_name(name)) << name;
}

TEST(VersionName, SortsBothSchemes) {
  const std::vector<std::string> names = {"18446744073709551605.manifest", "18446744073709551614.manifest", "hint.json",
                                          "2.manifest"};
  const auto versions = versions_among(names);
  ASSERT_EQ(versions.size(), 3U);
  EXPECT_EQ(versions[0].version, 1U);
  EXPECT_EQ(versions[1].version, 2U);
  EXPECT_EQ(versions[2].version, 10U);
}

ManifestFile small_manifest() {
  ManifestFile file;
  file.manifest.set_version(3);
  file.manifest.mutable_data_format()->set_file_format("lance");
  file.manifest.mutable_data_format()->set_version("2.0");
  file.transaction.emplace().mutable_overwrite();
  file.index_section = "an index list";
  return file;
}

TEST(Manifest, IsReadBack) {
  const std::string bytes = serialize_manifest(small_manifest());
  const auto file = parse_manifest(bytes_of(bytes), "m");
  ASSERT_TRUE(file) << file.error().message();
  EXPECT_EQ(file->manifest.version(), 3U);
  EXPECT_EQ(file->index_section, "an index list");
  ASSERT_TRUE(file->transaction);
  EXPECT_EQ(operation_name(*file->transaction), "overwrite");
  EXPECT_EQ(serialize_manifest(*file), bytes);
}

TEST(Manifest, KeepsTheFieldsOfOthers) {
  ManifestFile file = small_manifest();
  const std::string of_others = "\xa2\x06\x05hello";  // field 100, five bytes
  ASSERT_TRUE(file.manifest.MergeFromString(of_others));
  const std::string bytes = serialize_manifest(file);
  const auto read = parse_manifest(bytes_of(bytes), "m");
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_THAT(serialize_manifest(*read), HasSubstr(of_others));
}

TEST(Manifest, WritesATransactionSectionAtOffsetZero) {
  ManifestFile file = small_manifest();
  file.index_section.clear();
  const std::string bytes = serialize_manifest(file);
  // Field 21 as a varint, value 0: it is optional, and LanceDB takes its absence for no section.
  EXPECT_THAT(bytes, HasSubstr(std::string("\xa8\x01\x00", 3)));
  EXPECT_TRUE(parse_manifest(bytes_of(bytes), "m")->transaction);
}

TEST(Manifest, IsTornAtEveryLengthButItsOwn) {
  const std::string whole = serialize_manifest(small_manifest());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const std::string cut = whole.substr(0, length);
    const auto file = parse_manifest(bytes_of(cut), "m");
    ASSERT_FALSE(file) << length;
    EXPECT_EQ(file.error().code, ErrorCode::kTableCorrupt);
  }
}

TEST(Manifest, OfAnotherFormatIsUnsupported) {
  std::string bytes = serialize_manifest(small_manifest());
  bytes[bytes.size() - 6] = 3;
  EXPECT_EQ(parse_manifest(bytes_of(bytes), "m").error().code, ErrorCode::kTableUnsupported);
}

TEST(Features, AreRefusedByName) {
  const std::pair<std::uint64_t, const char*> refused[] = {
      {16, "base paths"},        {32, "without transaction files"}, {64, "overlays"},
      {128, "covering indices"}, {256, "mixed versions"},           {512, "fragment reuse"},
      {1024, "fragment reuse"},  {2048, "semantic types"},          {std::uint64_t{1} << 40U, "a newer Lance"}};
  for (const auto& [flag, name] : refused) {
    wire::Manifest manifest = small_manifest().manifest;
    manifest.set_reader_flags(flag);
    const auto readable = check_readable(manifest, "m");
    ASSERT_FALSE(readable) << name;
    EXPECT_EQ(readable.error().code, ErrorCode::kTableUnsupported);
    EXPECT_THAT(readable.error().message(), HasSubstr(name));
    manifest.set_reader_flags(0);
    EXPECT_TRUE(check_readable(manifest, "m")) << "a flag for writers is no matter to a reader";
    manifest.set_writer_flags(flag);
    EXPECT_THAT(check_writable(manifest, "m").error().message(), HasSubstr(name));
  }
}

TEST(Features, OfStableRowIdsCanBeReadAndNotWritten) {
  wire::Manifest manifest = small_manifest().manifest;
  manifest.set_reader_flags(2);
  manifest.set_writer_flags(2);
  EXPECT_TRUE(check_readable(manifest, "m"));
  EXPECT_THAT(check_writable(manifest, "m").error().message(), HasSubstr("stable row ids"));
}

TEST(Features, NameTheDataFormatThatIsNotRead) {
  for (const char* version : {"0.1", "2.3", "3.0"}) {
    wire::Manifest manifest = small_manifest().manifest;
    manifest.mutable_data_format()->set_version(version);
    EXPECT_THAT(check_readable(manifest, "m").error().message(), HasSubstr(version));
  }
  wire::Manifest legacy = small_manifest().manifest;
  legacy.clear_data_format();
  EXPECT_THAT(check_readable(legacy, "m").error().message(), HasSubstr("legacy"));
}

}  // namespace
}  // namespace kinora::lance
