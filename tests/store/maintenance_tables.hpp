#pragma once

#include "store/changes/append.hpp"
#include "store/lance/commit.hpp"
#include "store/lance/deletion_file.hpp"
#include "store/lance/live_rows.hpp"
#include "store/lance/new_file.hpp"
#include "store/lance/next_manifest.hpp"
#include "store/lance/overwrite.hpp"
#include "store/lance/snapshot.hpp"
#include "store/open_version.hpp"
#include "store/sample_columns.hpp"
#include "store/table_dump.hpp"
#include "support/fake_file_system.hpp"

#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <vector>

/// A table on a disk in memory, for tests of what is done to whole tables.
namespace kinora::testing {

inline constexpr const char* kTable = "/home/t.lance";

inline void append_rows(FileSystem& files, std::size_t rows, std::uint64_t seed) {
  const auto commit = changes::append(files, kTable, sample_columns(rows, seed, 4));
  ASSERT_TRUE(commit) << commit.error().message();
}

/// A version for each fragment: the first is written, the others appended.
inline void make_table(FileSystem& files, const std::vector<std::size_t>& fragments) {
  ASSERT_TRUE(files.create_directories("/home"));
  ASSERT_TRUE(files.sync_directory("/"));
  ASSERT_TRUE(lance::overwrite(files, kTable, sample_columns(fragments.front(), 1, 4)));
  for (std::size_t i = 1; i < fragments.size(); ++i) append_rows(files, fragments[i], i + 1);
}

/// The portable Roaring form of numbers below 65,536, ascending.
inline std::string roaring_of(const std::vector<std::uint16_t>& numbers) {
  std::string bytes;
  const auto put = [&](auto value) { bytes.append(reinterpret_cast<const char*>(&value), sizeof(value)); };
  put(std::uint32_t{12346});
  put(std::uint32_t{1});
  put(std::uint16_t{0});
  put(static_cast<std::uint16_t>(numbers.size() - 1));
  put(std::uint32_t{16});
  for (const std::uint16_t number : numbers) put(number);
  return bytes;
}

/// A version in which these rows of a fragment, and no others of it, are dead.
inline void delete_offsets(FileSystem& files, int fragment, const std::vector<std::uint16_t>& offsets) {
  lance::NewFiles new_files;
  const auto make = [&](const lance::WholeVersion& base) -> Result<std::optional<lance::ManifestFile>> {
    lance::ManifestFile next = lance::follow(base.manifest);
    lance::wire::Fragment& changed = *next.manifest.mutable_fragments(fragment);
    lance::wire::DeletionFile& deletions = *changed.mutable_deletion_file();
    deletions.set_kind(lance::kBitmapDeletions);
    deletions.set_read_version(base.manifest.name->version);
    deletions.set_id(77);
    deletions.set_deleted_rows(offsets.size());
    const auto directory = std::filesystem::path(kTable) / lance::kDeletionsDirectory;
    const auto made = lance::ensure_directory(files, kTable, lance::kDeletionsDirectory);
    EXPECT_TRUE(made);
    new_files.push_back(directory / lance::deletion_file_name(changed.id(), deletions));
    const auto written = lance::write_new_file(files, new_files.back(), roaring_of(offsets));
    EXPECT_TRUE(written && files.sync_directory(directory));
    *next.transaction->mutable_delete_()->add_updated_fragments() = changed;
    return next;
  };
  const auto version = lance::commit_change(files, kTable, new_files, make);
  ASSERT_TRUE(version) << version.error().message();
}

/// The live rows of a version, the newest by default, as text.
inline std::string read_rows(FileSystem& files, std::optional<std::uint64_t> version = std::nullopt) {
  auto snapshot = lance::open_snapshot(files, kTable, version);
  if (!snapshot) return "! " + snapshot.error().message();
  const OpenVersion open(*std::move(snapshot), kTable);
  std::vector<Column> columns;
  for (const Field& field : open.schema().fields) {
    auto column = open.column(field.name);
    if (!column) return "! " + column.error().message();
    columns.push_back(*std::move(column));
  }
  return dump_rows(columns);
}

/// How many physical rows each fragment has.
inline std::vector<std::size_t> fragment_rows(FileSystem& files, std::optional<std::uint64_t> version = std::nullopt) {
  const auto snapshot = lance::open_snapshot(files, kTable, version);
  std::vector<std::size_t> rows;
  if (snapshot)
    for (const lance::Fragment& fragment : snapshot->fragments) rows.push_back(fragment.rows);
  return rows;
}

}  // namespace kinora::testing
