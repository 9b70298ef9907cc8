#pragma once

#include "kinora/exchange/export.hpp"
#include "kinora/exchange/import.hpp"
#include "store/table_dump.hpp"
#include "support/temp_directory.hpp"

#include <gtest/gtest.h>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kinora::testing {

inline Schema schema_of(std::span<const Column> columns) {
  Schema schema;
  for (const Column& column : columns) schema.fields.push_back(column.field);
  return schema;
}

inline void expect_same(std::span<const Column> found, std::span<const Column> expected) {
  EXPECT_EQ(schema_of(found), schema_of(expected));
  EXPECT_TRUE(dump_rows(found) == dump_rows(expected)) << dump_rows(found).substr(0, 2000);
}

/// What a file holds; nothing, and a failed test, if it cannot be read.
inline std::vector<Column> import_or_fail(const std::filesystem::path& path, const std::optional<Schema>& schema = std::nullopt) {
  auto columns = import_columns(path, {.schema = schema});
  if (columns) return *std::move(columns);
  ADD_FAILURE() << columns.error().message();
  return {};
}

/// The error of a text that is imported from a file called `name`, without the directory.
inline Error import_error(const std::string& name, std::string_view bytes, const std::optional<Schema>& schema = std::nullopt) {
  const TempDirectory directory;
  const auto columns = import_columns(directory.write(name, bytes), {.schema = schema});
  if (columns) {
    ADD_FAILURE() << "no error; " << dump_rows(*columns);
    return {};
  }
  Error error = columns.error();
  const std::string prefix = directory.path().string() + "/";
  if (error.where.starts_with(prefix)) error.where.erase(0, prefix.size());
  return error;
}

/// The rows of a text, as dump_rows writes them.
inline std::string import_text(const std::string& name, std::string_view text,
                               const std::optional<Schema>& schema = std::nullopt) {
  const TempDirectory directory;
  return dump_rows(import_or_fail(directory.write(name, text), schema));
}

inline std::vector<DataType> types_of(std::span<const Column> columns) {
  std::vector<DataType> types;
  for (const Column& column : columns) types.push_back(column.field.type);
  return types;
}

}  // namespace kinora::testing
