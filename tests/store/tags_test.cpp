#include "store/lance/overwrite.hpp"
#include "store/maintenance/rfc3339.hpp"
#include "store/maintenance/tag_store.hpp"
#include "store/sample_columns.hpp"
#include "support/fake_file_system.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace kinora::maintenance {
namespace {

using kinora::testing::FakeFileSystem;
using kinora::testing::sample_columns;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kTaggedTable = "/home/t.lance";

void make_table(FileSystem& files, std::uint64_t versions = 3) {
  ASSERT_TRUE(files.create_directories("/home"));
  ASSERT_TRUE(files.sync_directory("/"));
  for (std::uint64_t version = 1; version <= versions; ++version)
    ASSERT_EQ(lance::overwrite(files, kTaggedTable, sample_columns(3, version, 4)), version);
}

class Tags : public ::testing::Test {
 protected:
  void SetUp() override { make_table(files_); }

  std::vector<std::string> names() {
    std::vector<std::string> names;
    const auto tags = list_tags(files_, kTaggedTable);
    EXPECT_TRUE(tags) << tags.error().message();
    for (const Tag& tag : *tags) names.push_back(tag.name + "=" + std::to_string(tag.version));
    return names;
  }
  std::string text_of(const std::string& name) {
    const auto mapped = files_.map(std::string(kTaggedTable) + "/_refs/tags/" + name + ".json");
    return mapped ? std::string((*mapped)->text()) : "";
  }

  FakeFileSystem files_;
};

TEST_F(Tags, AreMadeMovedAndDeleted) {
  EXPECT_THAT(names(), ElementsAre());
  ASSERT_TRUE(create_tag(files_, kTaggedTable, "first", 1));
  ASSERT_TRUE(create_tag(files_, kTaggedTable, "a.b-c_D9", 2));
  ASSERT_TRUE(create_tag(files_, kTaggedTable, "a.b", 3));
  EXPECT_THAT(names(), ElementsAre("a.b=3", "a.b-c_D9=2", "first=1"));
  const auto moved = move_tag(files_, kTaggedTable, "first", 3);
  ASSERT_TRUE(moved) << moved.error().message();
  EXPECT_EQ(find_tag(files_, kTaggedTable, "first")->version, 3U);
  ASSERT_TRUE(delete_tag(files_, kTaggedTable, "a.b"));
  EXPECT_THAT(names(), ElementsAre("a.b-c_D9=2", "first=3"));
}

TEST_F(Tags, SayWhatLanceDbSays) {
  const auto made = create_tag(files_, kTaggedTable, "v1", 2);
  ASSERT_TRUE(made);
  const auto json = nlohmann::json::parse(text_of("v1"));
  EXPECT_EQ(json.size(), 6U);
  EXPECT_TRUE(json.at("branch").is_null());
  EXPECT_EQ(json.at("version"), 2);
  EXPECT_EQ(json.at("manifestSize"), *files_.size(std::string(kTaggedTable) + "/_versions/18446744073709551613.manifest"));
  EXPECT_EQ(json.at("metadata"), nlohmann::json::object());
  EXPECT_EQ(json.at("createdAt"), json.at("updatedAt"));
  EXPECT_EQ(from_rfc3339(json.at("createdAt").get<std::string>()), made->created_ns);
  EXPECT_GT(made->created_ns, 1'700'000'000'000'000'000);
}

TEST_F(Tags, OfOthersKeepTheirTimeAndMetadataWhenMoved) {
  files_.put(std::string(kTaggedTable) + "/_refs/tags/v1.json",
             R"({"version":1,"manifestSize":5,"createdAt":"2025-01-02T03:04:05.5+01:00","metadata":{"who":"me","n":[1]}})");
  ASSERT_TRUE(files_.create_directories(std::string(kTaggedTable) + "/_refs/tags"));
  ASSERT_TRUE(move_tag(files_, kTaggedTable, "v1", 2));
  const auto json = nlohmann::json::parse(text_of("v1"));
  EXPECT_EQ(json.at("createdAt"), "2025-01-02T03:04:05.5+01:00");
  EXPECT_EQ(json.at("metadata"), nlohmann::json({{"who", "me"}}));
  EXPECT_EQ(find_tag(files_, kTaggedTable, "v1")->created_ns, 1'735'783'445'500'000'000);
}

TEST_F(Tags, HaveNamesThatLanceDbCanList) {
  for (const std::string name : {"", ".", "..", ".x", "x.", "a..b", "a/b", "../v1", "a b", "x.lock", "\xc3\xbcn", "a\n", "a@b"}) {
    const auto made = create_tag(files_, kTaggedTable, name, 1);
    ASSERT_FALSE(made) << name;
    EXPECT_EQ(made.error().code, ErrorCode::kInvalidArgument) << name;
  }
  EXPECT_FALSE(create_tag(files_, kTaggedTable, std::string(241, 'x'), 1));
  EXPECT_TRUE(create_tag(files_, kTaggedTable, std::string(240, 'x'), 1));
  for (const char* name : {"x.json", "1", "main", "-", "_"}) EXPECT_TRUE(create_tag(files_, kTaggedTable, name, 1)) << name;
}

TEST_F(Tags, SayWhatIsMissing) {
  ASSERT_TRUE(create_tag(files_, kTaggedTable, "v1", 1));
  const auto code = [](const auto& result) { return result ? std::optional<ErrorCode>() : result.error().code; };
  EXPECT_EQ(code(create_tag(files_, kTaggedTable, "v1", 2)), ErrorCode::kAlreadyExists);
  EXPECT_EQ(find_tag(files_, kTaggedTable, "v1")->version, 1U);
  EXPECT_EQ(code(create_tag(files_, kTaggedTable, "v9", 9)), ErrorCode::kFileNotFound);
  EXPECT_EQ(code(move_tag(files_, kTaggedTable, "v1", 9)), ErrorCode::kFileNotFound);
  EXPECT_EQ(code(move_tag(files_, kTaggedTable, "none", 1)), ErrorCode::kFileNotFound);
  EXPECT_EQ(code(delete_tag(files_, kTaggedTable, "none")), ErrorCode::kFileNotFound);
  EXPECT_EQ(code(find_tag(files_, kTaggedTable, "../tags/v1")), ErrorCode::kFileNotFound);
  EXPECT_EQ(code(delete_tag(files_, kTaggedTable, "../tags/v1")), ErrorCode::kFileNotFound);
  for (const char* table : {"/home/none.lance", "/nowhere"}) {
    EXPECT_EQ(code(list_tags(files_, table)), ErrorCode::kFileNotFound);
    EXPECT_EQ(code(create_tag(files_, table, "v1", 1)), ErrorCode::kFileNotFound);
    EXPECT_EQ(code(delete_tag(files_, table, "v1")), ErrorCode::kFileNotFound);
    EXPECT_FALSE(files_.exists(table));
  }
  files_.put(std::string(kTaggedTable) + "/_versions/18446744073709551613.manifest", "");
  EXPECT_EQ(code(create_tag(files_, kTaggedTable, "torn", 2)), ErrorCode::kTableCorrupt);
  EXPECT_THAT(names(), ElementsAre("v1=1"));
}

TEST_F(Tags, ThatAreDamagedAreNamed) {
  ASSERT_TRUE(create_tag(files_, kTaggedTable, "good", 1));
  for (const char* text : {"", "{", "[]", "{}", R"({"version":"1"})", R"({"version":-1})", R"({"version":0})",
                           R"({"version":1.5})", "{\"version\":1,\"a\":\"\xff\"}"}) {
    files_.put(std::string(kTaggedTable) + "/_refs/tags/bad.json", text);
    const auto tags = list_tags(files_, kTaggedTable);
    ASSERT_FALSE(tags) << text;
    EXPECT_EQ(tags.error().code, ErrorCode::kTableCorrupt);
    EXPECT_THAT(tags.error().where, HasSubstr("bad.json"));
  }
  EXPECT_TRUE(find_tag(files_, kTaggedTable, "good"));
  EXPECT_TRUE(delete_tag(files_, kTaggedTable, "bad"));
  files_.put(std::string(kTaggedTable) + "/_refs/tags/.tmp77", "{");
  files_.put(std::string(kTaggedTable) + "/_refs/tags/readme.txt", "no tag");
  EXPECT_THAT(names(), ElementsAre("good=1"));
}

TEST_F(Tags, OfBranchesSaySo) {
  ASSERT_TRUE(files_.create_directories(std::string(kTaggedTable) + "/_refs/tags"));
  files_.put(std::string(kTaggedTable) + "/_refs/tags/b.json", R"({"branch":"try","version":7,"manifestSize":5})");
  EXPECT_EQ(find_tag(files_, kTaggedTable, "b")->branch, "try");
}

TEST_F(Tags, NeedNoHardLinks) {
  files_.forbid_links();
  ASSERT_TRUE(create_tag(files_, kTaggedTable, "v1", 1));
  EXPECT_EQ(create_tag(files_, kTaggedTable, "v1", 2).error().code, ErrorCode::kAlreadyExists);
  EXPECT_THAT(names(), ElementsAre("v1=1"));
}

TEST_F(Tags, AreNotLeftBehindForAVersionThatACleanupTakes) {
  const std::string manifest = std::string(kTaggedTable) + "/_versions/18446744073709551614.manifest";
  files_.before_link([&](const std::filesystem::path&) { ASSERT_TRUE(files_.remove(manifest)); });
  const auto made = create_tag(files_, kTaggedTable, "v1", 1);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::kFileNotFound);
  EXPECT_THAT(names(), ElementsAre());
}

/// At every step of a change the power is cut; the tag is then as before or as after, and what had returned is there.
TEST(TagCrash, LeavesTheTagBeforeOrAfter) {
  using Names = FakeFileSystem::Names;
  using Contents = FakeFileSystem::Contents;
  for (const auto names : {Names::kSynced, Names::kAll})
    for (const auto contents : {Contents::kSynced, Contents::kAll})
      for (const bool moving : {false, true}) {
        bool reached = true;
        for (std::size_t step = 1; reached; ++step) {
          FakeFileSystem files;
          make_table(files, 2);
          ASSERT_TRUE(create_tag(files, kTaggedTable, "other", 1));
          if (moving) {
            ASSERT_TRUE(create_tag(files, kTaggedTable, "v", 1));
          }
          files.stop_at(step);
          const auto changed = moving ? move_tag(files, kTaggedTable, "v", 2) : create_tag(files, kTaggedTable, "v", 2);
          reached = files.reached();
          files.recover(names, contents);
          const auto tags = list_tags(files, kTaggedTable);
          ASSERT_TRUE(tags) << "step " << step << ": " << tags.error().message();
          const auto found = find_tag(files, kTaggedTable, "v");
          if (changed) {
            ASSERT_TRUE(found) << "step " << step;
            EXPECT_EQ(found->version, 2U) << "step " << step;
          } else if (moving) {
            ASSERT_TRUE(found) << "step " << step;
          }
          EXPECT_EQ(find_tag(files, kTaggedTable, "other")->version, 1U);
          ASSERT_TRUE(found ? move_tag(files, kTaggedTable, "v", 1) : create_tag(files, kTaggedTable, "v", 1)) << "step " << step;
        }
      }
}

TEST(Rfc3339, IsWrittenAndRead) {
  EXPECT_EQ(to_rfc3339(1'795'599'028'844'859'540), "2026-11-25T09:30:28.844859540Z");
  EXPECT_EQ(to_rfc3339(-1), "1969-12-31T23:59:59.999999999Z");
  EXPECT_EQ(to_rfc3339(951'782'400'000'000'000), "2000-02-29T00:00:00.000000000Z");
  for (const std::int64_t ns :
       {std::int64_t{0}, std::int64_t{1'795'599'028'844'859'540}, std::int64_t{-77}, std::numeric_limits<std::int64_t>::max(),
        std::numeric_limits<std::int64_t>::min() + 1'000'000'000, std::int64_t{-1'000'000'000}})
    EXPECT_EQ(from_rfc3339(to_rfc3339(ns)), ns);
  EXPECT_EQ(to_rfc3339(std::numeric_limits<std::int64_t>::min()), "1677-09-21T00:12:43.145224192Z");
  EXPECT_EQ(from_rfc3339("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(from_rfc3339("1970-01-01 01:00:00.0000000019+01:00"), 1);
  for (const char* text : {"", "1970", "1970-01-01", "1970-13-01T00:00:00Z", "1970-02-30T00:00:00Z", "1970-01-01T24:00:00Z",
                           "1970-01-01T00:00:00", "1970-01-01T00:00:00.Z", "1970-01-01T00:00:00Zz", "9999-01-01T00:00:00Z"})
    EXPECT_EQ(from_rfc3339(text), std::nullopt) << text;
}

}  // namespace
}  // namespace kinora::maintenance
