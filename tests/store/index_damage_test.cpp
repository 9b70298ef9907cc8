#include "base/random.hpp"
#include "store/index_fixture.hpp"
#include "store/indexes/index_changes.hpp"
#include "store/indexes/index_files.hpp"
#include "store/lance/overwrite.hpp"
#include "store/maintenance/cleanup_table.hpp"
#include "store/maintenance/verify_table.hpp"
#include "store/maintenance_tables.hpp"
#include "store/search/table_search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <cstdlib>
#include <functional>
#include <tuple>

/// Indexes whose files are cut, changed, exchanged and lost, and writers of indexes that are stopped at every step: a search that
/// leaves nothing to doubt stays right, no search crashes, and what is wrong is told.
namespace kinora::indexes {
namespace {

using kinora::testing::FakeFileSystem;
using kinora::testing::kTable;
using std::filesystem::path;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::size_t kRows = 700;

void make_base(FakeFileSystem& files) {
  ASSERT_TRUE(files.create_directories("/home"));
  ASSERT_TRUE(files.sync_directory("/"));
  ASSERT_TRUE(lance::overwrite(files, kTable, indexed_rows(kRows, 0, 1)));
}

struct Answer {
  Result<std::vector<SearchHit>> hits;
  Result<SearchExplanation> plan;
};

Answer ask(FakeFileSystem& files, SearchPlan plan, const std::string& where = "") {
  auto snapshot = lance::open_snapshot(files, kTable, std::nullopt);
  EXPECT_TRUE(snapshot);
  const OpenVersion open(*std::move(snapshot), kTable);
  const TableSearch search(files, open, kTable);
  VectorQuery query;
  query.vector.assign(kIndexedDimension, 0.3F);
  query.vector[2] = -1;
  query.plan = plan;
  query.where = where;
  query.k = 8;
  return {search.search(query), search.explain(query)};
}

std::string ids_of(const Answer& answer) {
  if (!answer.hits) return "! " + answer.hits.error().message();
  std::string text;
  for (const SearchHit& hit : *answer.hits) text += std::to_string(hit.id) + " ";
  return text;
}

std::vector<path> files_in(FakeFileSystem& files, std::string_view suffix) {
  std::vector<path> paths;
  const auto names = files.list(path(kTable) / kIndexDirectory);
  if (names)
    for (const std::string& name : *names)
      if (name.ends_with(suffix)) paths.push_back(path(kTable) / kIndexDirectory / name);
  return paths;
}

bool is_sound(FakeFileSystem& files) {
  const auto report = maintenance::verify(files, kTable, {}, {});
  EXPECT_TRUE(report);
  return report && report->sound();
}

std::string damaged(const std::string& whole, Rng& rng) {
  std::string bytes = whole;
  const std::size_t at = rng.below(3) == 0 ? rng.below(std::min<std::size_t>(whole.size(), 300)) : rng.below(whole.size());
  switch (rng.below(4)) {
    case 0:
      bytes.resize(at);
      break;
    case 1:
      std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), std::min<std::size_t>(1 + rng.below(200), whole.size() - at),
                  '\0');
      break;
    case 2:
      bytes.append("x");
      break;
    default:
      bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << rng.below(8)));
  }
  return bytes;
}

class DamagedIndex : public ::testing::TestWithParam<IndexKind> {};

TEST_P(DamagedIndex, IsNeverTrustedForAnExactSearch) {
  const char* const given = std::getenv("KINORA_DAMAGE_ROUNDS");
  const std::size_t rounds = given == nullptr ? 60 : std::strtoull(given, nullptr, 10);
  FakeFileSystem files;
  make_base(files);
  const std::string expected = ids_of(ask(files, SearchPlan::kExact));
  const std::string expected_filtered = ids_of(ask(files, SearchPlan::kExact, "part < 60"));
  ASSERT_TRUE(create_index(files, kTable, {.kind = GetParam(), .name = "i"}, {}));
  ASSERT_TRUE(is_sound(files));
  EXPECT_EQ(ask(files, SearchPlan::kExact).plan->method, SearchMethod::kCodes);
  Rng rng(3);
  for (std::size_t round = 0; round < rounds; ++round) {
    const path file = files_in(files, round % 3 == 0 ? kDescriptionSuffix : kBytesSuffix).front();
    const std::string whole((*files.map(file))->text());
    const std::string bytes = damaged(whole, rng);
    if (bytes == whole) continue;
    files.put(file, bytes);
    SCOPED_TRACE(round);
    EXPECT_FALSE(is_sound(files)) << "a checksum could have told";
    EXPECT_EQ(ids_of(ask(files, SearchPlan::kExact)), expected);
    EXPECT_EQ(ids_of(ask(files, SearchPlan::kExact, "part < 60")), expected_filtered);
    for (const std::string where : {"", "part < 60"}) {
      const Answer any = ask(files, SearchPlan::kAuto, where);
      ASSERT_TRUE(any.hits) << any.hits.error().message();
      EXPECT_EQ(any.hits->size(), 8U);
      const Answer asked = ask(files, SearchPlan::kIndex, where);
      if (asked.hits) {
        EXPECT_EQ(asked.hits->size(), 8U);
      } else {
        EXPECT_EQ(asked.hits.error().code, ErrorCode::kInvalidArgument);
        EXPECT_THAT(asked.hits.error().message(), HasSubstr("is not asked"));
      }
    }
    EXPECT_TRUE(list_indexes(files, kTable, std::nullopt));
    const auto updated = update_index(files, kTable, "i", {});
    if (updated) {
      EXPECT_EQ(updated->state, IndexState::kCurrent);
      EXPECT_TRUE(is_sound(files));
    } else {
      EXPECT_THAT(updated.error().code, AnyOf(Eq(ErrorCode::kTableCorrupt), Eq(ErrorCode::kTableUnsupported)));
      EXPECT_EQ(files_in(files, kDescriptionSuffix).front(), file) << "its description is whole: it could be made anew";
      files.put(file, whole);
    }
  }
}

TEST_P(DamagedIndex, IsToldWhenItsFileIsLostOrAnothers) {
  FakeFileSystem files;
  make_base(files);
  const std::string expected = ids_of(ask(files, SearchPlan::kExact));
  ASSERT_TRUE(create_index(files, kTable, {.kind = GetParam(), .name = "i"}, {}));
  const path file = files_in(files, kBytesSuffix).front();
  FakeFileSystem other;
  ASSERT_TRUE(other.create_directories("/home"));
  ASSERT_TRUE(lance::overwrite(other, kTable, indexed_rows(kRows, 0, 2)));
  ASSERT_TRUE(create_index(other, kTable, {.kind = GetParam(), .name = "i"}, {}));
  files.put(file, std::string((*other.map(files_in(other, kBytesSuffix).front()))->text()));
  EXPECT_EQ(ids_of(ask(files, SearchPlan::kExact)), expected);
  EXPECT_FALSE(is_sound(files));

  ASSERT_TRUE(files.remove(file));
  EXPECT_EQ(ids_of(ask(files, SearchPlan::kAuto)), expected);
  EXPECT_THAT(ask(files, SearchPlan::kAuto).plan->notes, Contains(HasSubstr("missing")));
  EXPECT_EQ(list_indexes(files, kTable, std::nullopt)->front().state, IndexState::kDamaged);
  EXPECT_FALSE(is_sound(files));
  ASSERT_TRUE(update_index(files, kTable, "i", {}));
  EXPECT_TRUE(is_sound(files));
}

INSTANTIATE_TEST_SUITE_P(Of, DamagedIndex, ::testing::Values(IndexKind::kCodes, IndexKind::kGraph),
                         [](const auto& each) { return std::string(each.param == IndexKind::kCodes ? "Codes" : "Graph"); });

TEST(StaleIndex, OfAFragmentWhoseVectorsLieElsewhereNow) {
  FakeFileSystem files;
  make_base(files);
  const std::string expected = ids_of(ask(files, SearchPlan::kExact));
  ASSERT_TRUE(create_index(files, kTable, {.kind = IndexKind::kCodes, .name = "i"}, {}));
  auto description = read_description(files, kTable, "i");
  ASSERT_TRUE(description);
  const Description made = *description;
  for (const bool same_file : {false, true}) {
    description = made;
    if (same_file) {
      ++description->fragments.front().column;
    } else {
      description->fragments.front().file = "another.lance";
    }
    files.put(files_in(files, kDescriptionSuffix).front(), to_json(*description));
    const Answer answer = ask(files, SearchPlan::kAuto);
    EXPECT_EQ(ids_of(answer), expected);
    EXPECT_EQ(answer.plan->method, SearchMethod::kScan);
    EXPECT_THAT(answer.plan->notes, Contains(HasSubstr("lie in another file")));
    EXPECT_EQ(list_indexes(files, kTable, std::nullopt)->front().state, IndexState::kStale);
    EXPECT_TRUE(is_sound(files)) << "stale is not damaged";
  }
  ASSERT_TRUE(update_index(files, kTable, "i", {}));
  EXPECT_EQ(ask(files, SearchPlan::kAuto).plan->method, SearchMethod::kCodes);
}

TEST(IndexDescription, IsReadAsItWasWritten) {
  Description description{
      .name = "a-b.c_1",
      .column = "vector",
      .field = 3,
      .dimension = 12,
      .metric = Metric::kDot,
      .kind = IndexKind::kGraph,
      .neighbours = 32,
      .build_beam = 100,
      .seed = ~std::uint64_t{0},
      .file = "x.index",
      .bytes = 99,
      .checksum = 0xFEDCBA9876543210U,
      .table_version = 7,
      .created_ns = 1'700'000'000'123'456'789,
      .fragments = {{.id = 5, .rows = 10, .file = "a.lance", .column = 2}, {.id = 2, .rows = 0, .file = "b.lance"}}};
  const auto again = parse_description(to_json(description), description.name, "d");
  ASSERT_TRUE(again) << again.error().message();
  EXPECT_EQ(*again, description);
  EXPECT_FALSE(parse_description(to_json(description), "other", "d"));
  const auto refuses = [&](const std::function<void(Description&)>& change) {
    Description changed = description;
    change(changed);
    const auto parsed = parse_description(to_json(changed), changed.name, "d");
    return !parsed && parsed.error().code == ErrorCode::kTableCorrupt;
  };
  EXPECT_TRUE(refuses([](Description& each) { each.file = "../x.index"; }));
  EXPECT_TRUE(refuses([](Description& each) { each.file = ""; }));
  EXPECT_TRUE(refuses([](Description& each) { each.fragments[1].id = 5; }));
  EXPECT_TRUE(refuses([](Description& each) { each.fragments[0].file = "a/b"; }));
  EXPECT_TRUE(refuses([](Description& each) { each.fragments[0].rows = ~std::uint64_t{0}; }));
  EXPECT_FALSE(parse_description("", "x", "d"));
  EXPECT_FALSE(parse_description(std::string(100'000, '['), "x", "d"));
  EXPECT_EQ(parse_description(R"({"kinora_index": 2})", "x", "d").error().code, ErrorCode::kTableUnsupported);
}

struct IndexChange {
  const char* name;
  bool there_before;
  std::function<Result<void>(FileSystem& files)> make;
};

void PrintTo(const IndexChange& change, std::ostream* out) { *out << change.name; }

Result<void> ok(const Result<IndexInfo>& info) {
  if (!info) return fail(info.error());
  return {};
}

std::vector<IndexChange> all_changes() {
  return {
      {"Create", false,
       [](FileSystem& files) { return ok(create_index(files, kTable, {.kind = IndexKind::kCodes, .name = "i"}, {})); }},
      {"Replace", true,
       [](FileSystem& files) {
         return ok(create_index(files, kTable, {.kind = IndexKind::kCodes, .name = "i", .replace = true}, {}));
       }},
      {"Update", true, [](FileSystem& files) { return ok(update_index(files, kTable, "i", {})); }},
      {"Drop", true, [](FileSystem& files) { return drop_index(files, kTable, "i"); }},
  };
}

/// A table with rows that its index, if it has one, does not know.
void make_table_with(FakeFileSystem& files, const IndexChange& change) {
  make_base(files);
  if (change.there_before) {
    ASSERT_TRUE(create_index(files, kTable, {.kind = IndexKind::kGraph, .name = "i"}, {}));
  }
  ASSERT_TRUE(changes::append(files, kTable, indexed_rows(50, kRows, 9)));
}

class IndexCrash : public ::testing::TestWithParam<std::tuple<IndexChange, FakeFileSystem::Names, FakeFileSystem::Contents>> {};

TEST_P(IndexCrash, LeavesTheOldOrTheNewIndex) {
  const auto& [change, names, contents] = GetParam();
  bool reached = true;
  std::size_t step = 1;
  for (; reached; ++step) {
    FakeFileSystem files;
    make_table_with(files, change);
    const std::string expected = ids_of(ask(files, SearchPlan::kExact));
    files.stop_at(step);
    const auto made = change.make(files);
    reached = files.reached();
    files.recover(names, contents);
    SCOPED_TRACE("step " + std::to_string(step));
    EXPECT_EQ(ids_of(ask(files, SearchPlan::kExact)), expected);
    EXPECT_TRUE(is_sound(files));
    const auto infos = list_indexes(files, kTable, std::nullopt);
    ASSERT_TRUE(infos) << infos.error().message();
    for (const IndexInfo& each : *infos)
      EXPECT_THAT(each.state, AnyOf(Eq(IndexState::kCurrent), Eq(IndexState::kBehind))) << each.note;
    if (made) {
      EXPECT_THAT(*infos, SizeIs(std::string(change.name) == "Drop" ? 0 : 1));
      for (const IndexInfo& each : *infos) EXPECT_EQ(each.state, IndexState::kCurrent);
    } else if (change.there_before && std::string(change.name) != "Drop") {
      EXPECT_THAT(*infos, SizeIs(1)) << "what was there is lost";
    }

    ASSERT_TRUE(maintenance::cleanup(files, kTable, {.grace = std::chrono::seconds(0)}, 1'000'000'000, {}));
    EXPECT_THAT(files_in(files, kBytesSuffix), SizeIs(infos->size())) << "rubbish is left";
    EXPECT_EQ(ids_of(ask(files, SearchPlan::kExact)), expected);
    ASSERT_TRUE(create_index(files, kTable, {.kind = IndexKind::kCodes, .name = "i", .replace = true}, {}));
    EXPECT_EQ(ask(files, SearchPlan::kExact).plan->method, SearchMethod::kCodes);
  }
  EXPECT_GT(step, 2U);
}

INSTANTIATE_TEST_SUITE_P(Of, IndexCrash,
                         ::testing::Combine(::testing::ValuesIn(all_changes()),
                                            ::testing::Values(FakeFileSystem::Names::kSynced, FakeFileSystem::Names::kAll),
                                            ::testing::Values(FakeFileSystem::Contents::kSynced, FakeFileSystem::Contents::kAll)),
                         [](const auto& each) {
                           return std::string(std::get<0>(each.param).name) +
                                  (std::get<1>(each.param) == FakeFileSystem::Names::kAll ? "AllNames" : "SyncedNames") +
                                  (std::get<2>(each.param) == FakeFileSystem::Contents::kAll ? "AllBytes" : "SyncedBytes");
                         });

class FailedIndexChange : public ::testing::TestWithParam<IndexChange> {};

TEST_P(FailedIndexChange, LeavesNoRubbish) {
  bool reached = true;
  for (std::size_t step = 1; reached; ++step) {
    FakeFileSystem files;
    make_table_with(files, GetParam());
    const auto before = files_in(files, "");
    files.fail_at(step, ErrorCode::kDiskFull);
    const auto made = GetParam().make(files);
    reached = files.reached();
    SCOPED_TRACE("step " + std::to_string(step));
    EXPECT_TRUE(is_sound(files));
    // One file more is left if it is its removal that fails, or if nobody knows whether the new name will last.
    const auto after = files_in(files, "");
    EXPECT_LE(after.size(), 3U);
    const auto description = read_description(files, kTable, "i");
    const bool is_as_before = after.size() == before.size() && std::equal(after.begin(), after.end(), before.begin());
    if (!made && !is_as_before) {
      EXPECT_TRUE(!description || description->table_version == 2 || std::string(GetParam().name) == "Drop");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Of, FailedIndexChange, ::testing::ValuesIn(all_changes()),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(IndexRace, OfTwoThatMakeOneTheSecondIsTold) {
  FakeFileSystem files;
  make_base(files);
  bool inside = false;
  files.before_link([&](const path&) {
    if (std::exchange(inside, true)) return;
    EXPECT_TRUE(create_index(files, kTable, {.metric = Metric::kL2, .kind = IndexKind::kCodes, .name = "i"}, {}));
  });
  const auto lost = create_index(files, kTable, {.kind = IndexKind::kCodes, .name = "i"}, {});
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, ErrorCode::kAlreadyExists);
  EXPECT_EQ(list_indexes(files, kTable, std::nullopt)->front().metric, Metric::kL2);
  EXPECT_THAT(files_in(files, kBytesSuffix), SizeIs(1));
}

TEST(IndexUpkeep, CleanupKeepsWhatIndexesAreMadeOf) {
  FakeFileSystem files;
  make_base(files);
  ASSERT_TRUE(create_index(files, kTable, {.kind = IndexKind::kCodes, .name = "i"}, {}));
  const path directory = path(kTable) / kIndexDirectory;
  files.put(directory / "left.index", "bytes");
  files.put(directory / ".tmpleft", "bytes");
  files.put(directory / "notes.txt", "somebody's");
  const auto noted = maintenance::verify(files, kTable, {}, {});
  ASSERT_TRUE(noted);
  EXPECT_TRUE(noted->sound());
  EXPECT_EQ(noted->index_files, 2U);
  EXPECT_THAT(noted->findings.back().what, HasSubstr("3 files"));
  const CleanupOptions options{.grace = std::chrono::seconds(0)};
  const auto cleaned = maintenance::cleanup(files, kTable, options, 1'000'000'000, {});
  ASSERT_TRUE(cleaned) << cleaned.error().message();
  EXPECT_EQ(cleaned->files_removed, 2U);
  EXPECT_TRUE(files.exists(directory / "notes.txt"));
  EXPECT_EQ(ask(files, SearchPlan::kAuto).plan->method, SearchMethod::kCodes);

  // Whose file it is nobody knows any more.
  files.put(files_in(files, kDescriptionSuffix).front(), "{}");
  files.put(directory / "left.index", "bytes");
  ASSERT_TRUE(maintenance::cleanup(files, kTable, options, 1'000'000'000, {}));
  EXPECT_THAT(files_in(files, kBytesSuffix), SizeIs(2));
  ASSERT_TRUE(drop_index(files, kTable, "i"));
  ASSERT_TRUE(maintenance::cleanup(files, kTable, options, 1'000'000'000, {}));
  EXPECT_THAT(files_in(files, kBytesSuffix), IsEmpty());
}

}  // namespace
}  // namespace kinora::indexes
