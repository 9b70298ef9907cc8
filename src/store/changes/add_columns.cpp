#include "store/changes/add_columns.hpp"

#include "base/try.hpp"
#include "store/column_rows.hpp"
#include "store/lance/column_check.hpp"
#include "store/lance/commit.hpp"
#include "store/lance/errors.hpp"
#include "store/lance/fragment_writer.hpp"
#include "store/lance/next_manifest.hpp"
#include "store/lance/schema.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kinora::changes {
namespace {

using Path = std::filesystem::path;

Result<void> check_request(const lance::Snapshot& version, std::span<const Column> columns) {
  KINORA_TRY_VOID(lance::check_columns(columns));
  for (const Column& column : columns) {
    if (column.rows != version.rows)
      return fail({.code = ErrorCode::kInvalidArgument,
                   .what = "the new column has not one value for each row of the table",
                   .where = "column '" + column.field.name + "'",
                   .expected = std::to_string(version.rows) + ", of version " + std::to_string(version.name.version),
                   .found = std::to_string(column.rows)});
    for (std::size_t row = 0; row < column.rows && !column.field.nullable; ++row)
      if (column.is_null(row))
        return fail({.code = ErrorCode::kInvalidArgument,
                     .what = "the column may not be null, and a value is",
                     .where = "column '" + column.field.name + "'",
                     .found = "null in row " + std::to_string(row),
                     .next_step = "Give every row a value, or let the column be null"});
  }
  return {};
}

Result<void> check_names(const lance::Snapshot& base, std::span<const Column> columns) {
  for (const Column& column : columns)
    for (const lance::TableField& field : base.fields)
      if (field.field.name == column.field.name)
        return fail({.code = ErrorCode::kInvalidArgument,
                     .what = "the table has a column '" + column.field.name + "' already",
                     .next_step = "Give the new one another name, drop the old one first, or update it"});
  return {};
}

bool share_a_file(const lance::Fragment& a, const lance::Fragment& b) {
  return std::any_of(a.files.begin(), a.files.end(), [&](const lance::FragmentFile& of_a) {
    return std::any_of(b.files.begin(), b.files.end(),
                       [&](const lance::FragmentFile& of_b) { return of_a.data->where() == of_b.data->where(); });
  });
}

/// Whether a fragment of a later version has the rows of before, none more and none fewer. Its number alone does not say so:
/// LanceDB begins anew with an overwrite.
bool has_the_same_rows(const lance::Fragment& before, const lance::Fragment& after) {
  return before.id == after.id && before.rows == after.rows && before.dead == after.dead && share_a_file(before, after);
}

tl::unexpected<Error> rows_changed(const Path& table, std::uint64_t version) {
  return fail({.code = ErrorCode::kCommitConflict,
               .what = "another writer has changed rows of version " + std::to_string(version) +
                       ", for which the values of the new columns are",
               .where = table.string(),
               .next_step = "Open the newest version and make the columns for its rows"});
}

/// The first field id that no column has or had: files still hold columns that were dropped.
Result<std::int32_t> next_field_id(const lance::wire::Manifest& manifest, std::span<const Column> columns, const Path& table) {
  std::int32_t highest = lance::kNoField;
  for (const lance::wire::Field& field : manifest.fields()) highest = std::max(highest, field.id());
  for (const lance::wire::Fragment& fragment : manifest.fragments())
    for (const lance::wire::DataFile& file : fragment.files())
      for (const std::int32_t id : file.fields()) highest = std::max(highest, id);
  const std::size_t most = 2 * columns.size() + 1;
  if (most > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max() - highest))
    return lance::unsupported(table.string(), "more than 2^31 columns");
  return highest + 1;
}

/// A value for each physical row of a fragment, whose live rows begin at `first` of the column's. A dead row has null, or where
/// there may be none what a neighbour has.
Column for_fragment(const Column& column, const lance::Fragment& fragment, std::size_t first) {
  std::vector<std::uint64_t> rows;
  rows.reserve(fragment.rows);
  auto dead = fragment.dead.begin();
  for (std::size_t row = 0; row < fragment.rows; ++row) {
    const bool is_dead = dead != fragment.dead.end() && *dead == row;
    if (!is_dead) {
      rows.push_back(first++);
      continue;
    }
    ++dead;
    rows.push_back(column.field.nullable ? column.rows : std::min(first, column.rows - 1));
  }
  if (fragment.dead.empty() || !column.field.nullable) return gather_rows(column, rows);
  return gather_rows(concatenate_rows(std::vector{column, null_column(column.field, 1)}), rows);
}

class ColumnAddition {
 public:
  ColumnAddition(FileSystem& files, const Path& table, const lance::Snapshot& version, std::span<const Column> columns,
                 const Execution& execution)
      : files_(files), table_(table), version_(version), columns_(columns), execution_(execution) {}

  Result<lance::ManifestFile> make(const lance::WholeVersion& base, lance::NewFiles& new_files) {
    KINORA_TRY_VOID(check_names(base.snapshot, columns_));
    lance::ManifestFile next = lance::follow(base.manifest);
    KINORA_TRY(const lance::WireFields fields, make_fields(next.manifest));
    KINORA_TRY_VOID(add_files(base, fields, next.manifest, new_files));
    next.manifest.mutable_fields()->Add(fields.begin(), fields.end());
    lance::wire::Merge& operation = *next.transaction->mutable_merge();
    *operation.mutable_fragments() = next.manifest.fragments();
    *operation.mutable_schema() = next.manifest.fields();
    operation.set_preserves_nullability(all_nullable());
    return next;
  }

 private:
  [[nodiscard]] bool all_nullable() const {
    return std::all_of(columns_.begin(), columns_.end(), [](const Column& column) { return column.field.nullable; });
  }

  Result<lance::WireFields> make_fields(const lance::wire::Manifest& manifest) {
    KINORA_TRY(const std::int32_t first_id, next_field_id(manifest, columns_, table_));
    std::vector<Field> fields;
    for (const Column& column : columns_) fields.push_back(column.field);
    return lance::make_wire_fields(fields, first_id);
  }

  /// A data file more for each fragment of the version that the values are for. Rows that others appended since are null.
  Result<void> add_files(const lance::WholeVersion& base, const lance::WireFields& fields, lance::wire::Manifest& next,
                         lance::NewFiles& new_files) {
    std::size_t first = 0;
    std::size_t found = 0;
    for (std::size_t i = 0; i < base.snapshot.fragments.size(); ++i) {
      const lance::Fragment& fragment = base.snapshot.fragments[i];
      const bool is_old = found < version_.fragments.size() && has_the_same_rows(version_.fragments[found], fragment);
      if (!is_old && fragment.rows != fragment.dead.size() && !all_nullable()) return rows_changed(table_, version_.name.version);
      if (!is_old) continue;
      ++found;
      KINORA_TRY_VOID(add_file(fragment, first, base, fields, *next.mutable_fragments(static_cast<int>(i)), new_files));
      first += fragment.rows - fragment.dead.size();
    }
    if (found != version_.fragments.size()) return rows_changed(table_, version_.name.version);
    return {};
  }

  Result<void> add_file(const lance::Fragment& fragment, std::size_t first, const lance::WholeVersion& base,
                        const lance::WireFields& fields, lance::wire::Fragment& next, lance::NewFiles& new_files) {
    if (fragment.rows == fragment.dead.size()) return {};
    std::vector<Column> values;
    for (const Column& column : columns_) {
      KINORA_TRY_VOID(lance::check_not_cancelled(execution_));
      values.push_back(for_fragment(column, fragment, first));
    }
    KINORA_TRY(const lance::wire::Fragment written,
               lance::write_fragment(files_, table_, values, fields, base.manifest.file.manifest.data_format().version(),
                                     new_files, execution_));
    *next.add_files() = written.files(0);
    return {};
  }

  FileSystem& files_;
  const Path& table_;
  const lance::Snapshot& version_;
  std::span<const Column> columns_;
  const Execution& execution_;
};

}  // namespace

Result<Commit> add_columns(FileSystem& files, const Path& table, const lance::Snapshot& version, std::span<const Column> columns,
                           const Execution& execution) {
  KINORA_TRY_VOID(check_request(version, columns));
  ColumnAddition addition(files, table, version, columns, execution);
  lance::NewFiles new_files;
  const auto make = [&](const lance::WholeVersion& base) -> Result<std::optional<lance::ManifestFile>> {
    lance::remove_files(files, new_files);
    new_files.clear();
    KINORA_TRY(lance::ManifestFile next, addition.make(base, new_files));
    return next;
  };
  KINORA_TRY(const auto made, lance::commit_change(files, table, new_files, make, execution));
  return Commit{.version = *made};
}

}  // namespace kinora::changes
