#pragma once

#include "store/changes/append.hpp"
#include "store/lance/live_rows.hpp"
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
