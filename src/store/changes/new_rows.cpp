#include "store/changes/new_rows.hpp"

#include "base/try.hpp"
#include "store/lance/fragment_writer.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace kinora::changes {
namespace {

constexpr std::int32_t kTopLevel = -1;

tl::unexpected<Error> bad_column(const std::string& name, std::string what, std::string next_step) {
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = std::move(what),
               .where = "column '" + name + "'",
               .next_step = std::move(next_step)});
}

bool has_null(const Column& column) {
  for (std::size_t row = 0; row < column.rows; ++row)
    if (column.is_null(row)) return true;
  return false;
}

Result<void> check_match(const lance::TableField& field, const Column& column) {
  const std::string& name = column.field.name;
  if (!field.unsupported_type.empty() && column.field != field.field)
    return bad_column(name, "the table's column is of the type " + field.unsupported_type + ", which cannot be written",
                      "Leave the column out: it is null in the new rows");
  if (field.field.type != column.field.type)
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "the column is of another type than the table's",
                 .where = "column '" + name + "'",
                 .expected = lance::logical_type_of(field.field),
                 .found = lance::logical_type_of(column.field),
                 .next_step = "Convert the values"});
  if (field.field.dimension != column.field.dimension)
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "the vectors are not as long as the table's",
                 .where = "column '" + name + "'",
                 .expected = std::to_string(field.field.dimension) + " numbers",
                 .found = std::to_string(column.field.dimension),
                 .next_step = "Make the vectors with the model that made the table's"});
  if (!field.field.nullable && has_null(column))
    return bad_column(name, "the table's column may not be null, and a value is", "Give every row a value");
  return {};
}

/// Every wire field of the column: its own and those below it.
void add_fields(const lance::WireFields& all, std::int32_t column_id, lance::WireFields& out) {
  std::set<std::int32_t> ids = {column_id};
  for (const lance::wire::Field& field : all)
    if (field.id() == column_id || (field.parent_id() != kTopLevel && ids.count(field.parent_id()) != 0)) {
      ids.insert(field.id());
      *out.Add() = field;
    }
}

}  // namespace

Result<void> check_given(const lance::WholeVersion& base, std::span<const Column> columns) {
  const std::vector<lance::TableField>& fields = base.snapshot.fields;
  for (const Column& column : columns) {
    const auto known = std::find_if(fields.begin(), fields.end(),
                                    [&](const lance::TableField& field) { return field.field.name == column.field.name; });
    if (known == fields.end())
      return bad_column(column.field.name, "the table has no such column", "Leave it out, or add it to the table first");
    KINORA_TRY_VOID(check_match(*known, column));
  }
  return {};
}

Result<MatchedColumns> match_columns(const lance::WholeVersion& base, std::span<const Column> columns) {
  KINORA_TRY_VOID(check_given(base, columns));
  MatchedColumns result;
  for (const lance::TableField& field : base.snapshot.fields) {
    const auto column =
        std::find_if(columns.begin(), columns.end(), [&](const Column& each) { return each.field.name == field.field.name; });
    if (column == columns.end()) {
      if (!field.field.nullable)
        return bad_column(field.field.name, "the table's column may not be null, and is missing", "Give every row a value");
      continue;
    }
    result.columns.push_back(*column);
    add_fields(base.manifest.file.manifest.fields(), field.id, result.fields);
  }
  return result;
}

Result<std::optional<lance::wire::Fragment>> NewRows::write_for(const lance::WholeVersion& base, lance::NewFiles& new_files,
                                                                const Execution& execution) {
  KINORA_TRY(const MatchedColumns matched, match_columns(base, columns_));
  if (columns_.front().rows == 0) return std::optional<lance::wire::Fragment>();
  const std::string& format = base.manifest.file.manifest.data_format().version();
  std::string as = format;
  for (const lance::wire::Field& field : matched.fields) as += "\n" + field.SerializeAsString();
  if (written_ && as == written_as_) return written_;

  lance::remove_files(files_, new_files);
  new_files.clear();
  written_.reset();
  KINORA_TRY(written_, lance::write_fragment(files_, table_, matched.columns, matched.fields, format, new_files, execution));
  written_as_ = std::move(as);
  return written_;
}

}  // namespace kinora::changes
