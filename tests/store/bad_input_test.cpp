#include "base/random.hpp"
#include "kinora/store/table.hpp"
#include "store/lance/snapshot.hpp"
#include "store/maintenance/tag_store.hpp"
#include "store/maintenance/verify_table.hpp"
#include "store/open_version.hpp"
#include "store/sample_columns.hpp"
#include "store/table_dump.hpp"
#include "support/fake_file_system.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <limits>

/// Bytes flipped, zeroed and cut in every file of tables that LanceDB wrote, and questions that make no sense: an error that says
/// where, or rows; never a crash. Lance has no checksums, so a value that was changed into another value is read as that.
namespace kinora {
namespace {

using kinora::testing::dump_rows;
using kinora::testing::FakeFileSystem;
using kinora::testing::read_file;
using kinora::testing::sample_columns;
using kinora::testing::TempDirectory;
using std::filesystem::path;
using ::testing::AnyOf;
using ::testing::HasSubstr;

const path kFixtures = path(KINORA_SOURCE_DIR) / "tests/store/fixtures/damage";
const path kBadTable = "/home/t.lance";

/// More of them by KINORA_DAMAGE_ROUNDS.
std::size_t rounds() {
  const char* given = std::getenv("KINORA_DAMAGE_ROUNDS");
  return given == nullptr ? 24 : std::strtoull(given, nullptr, 10);
}

enum class Kind { kFlip, kZero, kCut };

struct Damaged {
  Kind kind = Kind::kFlip;
  std::string bytes;
  std::string what;
};

Damaged damage(const std::string& whole, Rng& rng) {
  Damaged damaged;
  damaged.kind = static_cast<Kind>(rng.below(3));
  damaged.bytes = whole;
  // What describes a file is at its end.
  const std::size_t size = whole.size();
  const std::size_t at = rng.below(2) == 0 ? rng.below(size) : size - 1 - rng.below(std::min<std::size_t>(size, 600));
  damaged.what = " at byte " + std::to_string(at) + " of " + std::to_string(size);
  if (damaged.kind == Kind::kCut) {
    damaged.bytes.resize(at);
    damaged.what = "cut" + damaged.what;
  } else if (damaged.kind == Kind::kFlip) {
    const std::size_t count = 1 + rng.below(3);
    for (std::size_t i = 0; i < count && at + i < size; ++i)
      damaged.bytes[at + i] = static_cast<char>(static_cast<unsigned char>(damaged.bytes[at + i]) ^ (1U << rng.below(8)));
    damaged.what = "flipped" + damaged.what;
  } else {
    const std::size_t count = std::min(std::size_t{1} << rng.below(10), size - at);
    std::fill_n(damaged.bytes.begin() + static_cast<std::ptrdiff_t>(at), count, '\0');
    damaged.what = "zeroed " + std::to_string(count) + damaged.what;
  }
  return damaged;
}

struct Read {
  std::optional<Error> error;
  std::uint64_t version = 0;
  std::size_t rows = 0;
  std::string dump;
  std::vector<std::string> notes;
};

Read read_newest(FileSystem& files) {
  Read read;
  auto snapshot = lance::open_snapshot(files, kBadTable, std::nullopt);
  if (!snapshot) return {.error = snapshot.error()};
  read.version = snapshot->name.version;
  read.notes = snapshot->notes;
  const OpenVersion version(*std::move(snapshot), kBadTable);
  read.rows = version.live().all() ? version.snapshot().physical_rows : version.live().physical().size();
  std::vector<Column> columns;
  for (const Field& field : version.schema().fields) {
    auto column = version.column(field.name);
    if (!column) {
      read.error = column.error();
      return read;
    }
    columns.push_back(*std::move(column));
  }
  read.dump = dump_rows(columns);
  return read;
}

bool is_one_line_of_text(const std::string& message) {
  return std::none_of(message.begin(), message.end(), [](unsigned char byte) { return byte < 0x20 || byte == 0x7F; });
}

class Files : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const path table = kFixtures / (std::string(GetParam()) + ".lance");
    ASSERT_TRUE(std::filesystem::is_directory(table)) << table;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(table)) {
      const path name = entry.path().lexically_relative(table);
      if (entry.is_directory()) {
        ASSERT_TRUE(files_.create_directories(kBadTable / name));
      } else {
        names_.push_back(name);
      }
    }
    std::sort(names_.begin(), names_.end());
    for (const path& name : names_) files_.put(kBadTable / name, read_file(table / name));
    whole_ = read_newest(files_);
    ASSERT_FALSE(whole_.error) << whole_.error->message();
    ASSERT_EQ(whole_.dump, read_file(kFixtures / (std::string(GetParam()) + ".jsonl")));
  }

  [[nodiscard]] std::string newest_manifest() const {
    for (const path& name : names_)
      if (name.parent_path() == "_versions") return name.filename().string();  // the first by name
    return {};
  }

  /// What the damage to a file of the newest version may lead to.
  void expect_error_or_rows(const path& name, const Damaged& damaged, const Read& read) const {
    if (read.error) {
      EXPECT_THAT(read.error->code, AnyOf(ErrorCode::kTableCorrupt, ErrorCode::kTableUnsupported)) << read.error->message();
      EXPECT_TRUE(is_one_line_of_text(read.error->message()));
      const std::string where = name.parent_path() == "_versions" ? "t.lance" : name.filename().string();
      EXPECT_THAT(read.error->message(), HasSubstr(where));
      return;
    }
    if (read.version != whole_.version) {
      EXPECT_LT(read.version, whole_.version);
      EXPECT_FALSE(read.notes.empty()) << "an older version stands for the newest, and nobody is told";
      return;
    }
    EXPECT_NE(damaged.kind, Kind::kCut);
    if (name.parent_path() != "_versions") {
      EXPECT_EQ(read.rows, whole_.rows);
    }
  }

  void check(const path& name, const Damaged& damaged) {
    const Read read = read_newest(files_);
    const std::string directory = name.begin()->string();
    const bool asked = directory == "data" || directory == "_deletions" || name.filename() == newest_manifest();
    if (asked) {
      expect_error_or_rows(name, damaged, read);
    } else {
      EXPECT_FALSE(read.error) << read.error->message();
      EXPECT_EQ(read.version, whole_.version);
      EXPECT_TRUE(read.dump == whole_.dump);
    }
    for (const std::string& note : read.notes) EXPECT_TRUE(is_one_line_of_text(note)) << note;
    const auto tags = maintenance::list_tags(files_, kBadTable);
    if (!tags) {
      EXPECT_THAT(tags.error().message(), HasSubstr("indexed"));
    }
    const auto report = maintenance::verify(files_, kBadTable, {.version = {}, .all_versions = true}, {});
    if (report) {
      for (const Finding& each : report->findings) EXPECT_TRUE(is_one_line_of_text(each.where + each.what)) << each.what;
    }
    if (!report) {
      EXPECT_EQ(report.error().code, ErrorCode::kTableCorrupt) << report.error().message();
    } else if (damaged.kind == Kind::kCut && directory != "_transactions" && name.filename() != "latest_version_hint.json") {
      EXPECT_FALSE(report->sound()) << "a file that is cut off is sound";
    }
  }

  FakeFileSystem files_;
  std::vector<path> names_;
  Read whole_;
};

TEST_P(Files, DamagedAreFoundOrHarmless) {
  Rng rng(11);
  for (const path& name : names_) {
    const std::string whole((*files_.map(kBadTable / name))->text());
    for (std::size_t round = 0; round < rounds(); ++round) {
      const Damaged damaged = damage(whole, rng);
      if (damaged.bytes == whole) continue;
      SCOPED_TRACE(name.string() + ", " + damaged.what);
      files_.put(kBadTable / name, damaged.bytes);
      check(name, damaged);
      if (HasFailure()) return;
    }
    files_.put(kBadTable / name, whole);
  }
}

TEST_P(Files, MissingAreSaid) {
  for (const path& name : names_) {
    SCOPED_TRACE(name);
    const std::string whole((*files_.map(kBadTable / name))->text());
    ASSERT_TRUE(files_.remove(kBadTable / name));
    const std::string directory = name.begin()->string();
    const Read read = read_newest(files_);
    if (directory == "data" || directory == "_deletions") {
      EXPECT_TRUE(read.error || !read.notes.empty());
      EXPECT_FALSE(maintenance::verify(files_, kBadTable, {}, {})->sound());
    } else if (directory != "_versions") {
      EXPECT_TRUE(read.dump == whole_.dump);
    }
    files_.put(kBadTable / name, whole);
  }
}

INSTANTIATE_TEST_SUITE_P(Of, Files, ::testing::Values("format_2_0", "format_2_1", "format_2_2"),
                         [](const auto& each) { return std::string(each.param); });

class Questions : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(Table::overwrite(where_, sample_columns(50, 1, 4))); }

  Error error_of(std::vector<float> vector, const std::string& where = {}, const std::string& column = "vector") {
    VectorQuery query;
    query.vector = std::move(vector);
    query.where = where;
    query.vector_column = column;
    const auto hits = Table::open(where_)->search(query);
    EXPECT_FALSE(hits);
    return hits ? Error{} : hits.error();
  }

  static std::string repeated(std::string_view text, std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += text;
    return all;
  }

  TempDirectory directory_;
  path where_ = directory_.path() / "t.lance";
};

TEST_F(Questions, OfAWrongDimensionAreRefused) {
  for (const std::size_t dimension : {0U, 1U, 3U, 5U, 4096U}) {
    const Error error = error_of(std::vector<float>(dimension, 1.0F));
    EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(error.message(), AllOf(HasSubstr("4"), HasSubstr(std::to_string(dimension))));
  }
}

TEST_F(Questions, OfNoNumbersAreRefused) {
  for (const float value : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                            -std::numeric_limits<float>::infinity()}) {
    const Error error = error_of({1, value, 2, 3});
    EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(error.message(), HasSubstr("NaN or infinity"));
  }
}

TEST_F(Questions, OfUnknownColumnsNameThem) {
  EXPECT_THAT(error_of({1, 2, 3, 4}, {}, "vektor").message(), HasSubstr("vektor"));
  EXPECT_THAT(error_of({1, 2, 3, 4}, {}, "year").message(), HasSubstr("year"));
  EXPECT_THAT(error_of({1, 2, 3, 4}, "yaer > 1").message(), HasSubstr("yaer"));
  EXPECT_THAT(Table::open(where_)->column(std::string("\xff\0x", 3)).error().message(), HasSubstr("no column"));
}

TEST_F(Questions, OfTenThousandTermsAreAnsweredAndOfTenThousandParenthesesRefused) {
  const Table table = *Table::open(where_);
  for (const char* between : {" OR ", " AND "}) {
    const auto selection = table.select("id >= 0" + repeated(std::string(between) + "id = 8", 9'999));
    ASSERT_TRUE(selection) << selection.error().message();
    EXPECT_EQ(std::count(selection->begin(), selection->end(), 1), std::string_view(between) == " OR " ? 50 : 1);
  }
  const auto items = table.select("id IN (8" + repeated(", 15", 9'999) + ")");
  ASSERT_TRUE(items) << items.error().message();
  EXPECT_EQ(std::count(items->begin(), items->end(), 1), 2);
  const auto nested = table.select(repeated("(", 10'000) + "seen" + repeated(")", 10'000));
  ASSERT_FALSE(nested);
  EXPECT_EQ(nested.error().code, ErrorCode::kFilterSyntax);
  EXPECT_THAT(nested.error().message(), HasSubstr("nested too deeply"));
}

TEST_F(Questions, OverVectorsThatAreNoNumbersLeaveThemOut) {
  auto columns = sample_columns(20, 1, 4);
  std::vector<float> values(80, 1.0F);
  values[4] = std::numeric_limits<float>::quiet_NaN();
  values[9] = std::numeric_limits<float>::infinity();
  columns.back() = make_vector_column("vector", {values.data(), 20, 4, 4});
  const auto table = Table::overwrite(where_, columns);
  ASSERT_TRUE(table);
  VectorQuery query;
  query.vector = {1, 2, 3, 4};
  query.k = 20;
  for (const Metric metric : {Metric::kCosine, Metric::kL2, Metric::kDot}) {
    query.metric = metric;
    const auto hits = table->search(query);
    ASSERT_TRUE(hits) << hits.error().message();
    for (const SearchHit& hit : *hits) {
      EXPECT_NE(hit.row, 1U) << "a NaN has no distance";
      EXPECT_FALSE(std::isnan(hit.distance));
    }
    EXPECT_GE(hits->size(), 18U);
  }
}

}  // namespace
}  // namespace kinora
