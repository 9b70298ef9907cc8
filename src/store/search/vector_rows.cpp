#include "store/search/vector_rows.hpp"

#include "base/try.hpp"
#include "store/lance/column_reader.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace kinora {
namespace {

/// Fragments of fewer rows are read together: a table of a thousand appends is not searched in a thousand parts.
constexpr std::size_t kSmallFragment = 4096;

Result<const lance::TableField*> find_field(const OpenVersion& open, const std::string& name) {
  const std::vector<lance::TableField>& fields = open.snapshot().fields;
  const auto field = std::find_if(fields.begin(), fields.end(), [&](const auto& each) { return each.field.name == name; });
  if (field == fields.end()) {
    KINORA_TRY_VOID(open.physical_column(name));  // says what is wrong
  }
  if (field == fields.end() || !field->unsupported_type.empty() || field->field.type != DataType::kVector)
    return wrong_column_type(name, "fixed_size_list of float");
  return &*field;
}

/// Neighbours that are read together: a large one alone, small ones up to the next large one.
std::vector<std::span<const lance::Fragment>> groups_of(std::span<const lance::Fragment> fragments) {
  std::vector<std::span<const lance::Fragment>> groups;
  std::size_t begin = 0;
  while (begin < fragments.size()) {
    std::size_t end = begin + 1;
    if (fragments[begin].rows < kSmallFragment)
      while (end < fragments.size() && fragments[end].rows < kSmallFragment) ++end;
    groups.push_back(fragments.subspan(begin, end - begin));
    begin = end;
  }
  return groups;
}

void take_out_nulls(const std::vector<Column>& columns, RowSelection& selection) {
  std::size_t first = 0;
  for (const Column& column : columns) {
    if (!column.validity.empty())
      for (std::size_t row = 0; row < column.rows; ++row)
        if (column.is_null(row)) selection[first + row] = 0;
    first += column.rows;
  }
}

}  // namespace

tl::unexpected<Error> wrong_column_type(std::string_view name, std::string expected) {
  return fail({.code = ErrorCode::kFilterType,
               .what = "the column is of another type",
               .where = "column '" + std::string(name) + "'",
               .expected = std::move(expected)});
}

Result<VectorRows> VectorRows::read(const OpenVersion& open, const std::string& column) {
  KINORA_TRY(const lance::TableField* const field, find_field(open, column));
  VectorRows rows;
  rows.field_ = field->field;
  rows.field_id_ = field->id;
  const auto groups = groups_of(open.snapshot().fragments);
  if (groups.size() <= 1) {
    KINORA_TRY(Column whole, open.physical_column(column));
    rows.columns_.push_back(std::move(whole));
  } else {
    for (const auto& group : groups) {
      KINORA_TRY(Column part, lance::read_column(group, *field));
      rows.columns_.push_back(std::move(part));
    }
  }
  std::size_t row = 0;
  for (const Column& each : rows.columns_) {
    if (each.rows != 0) rows.parts_.push_back({.vectors = each.vectors(), .begin = row, .row = row});
    row += each.rows;
  }
  rows.searchable_ = open.live().alive();
  const auto is_nullable = [](const Column& each) { return !each.validity.empty(); };
  rows.has_nulls_ = std::any_of(rows.columns_.begin(), rows.columns_.end(), is_nullable);
  if (rows.has_nulls_) {
    if (rows.searchable_.empty()) rows.searchable_.assign(row, 1);
    take_out_nulls(rows.columns_, rows.searchable_);
  }
  return rows;
}

void VectorRows::add_parts(std::size_t row, std::size_t count, std::size_t begin, std::vector<VectorPart>& parts) const {
  const std::size_t end = row + count;
  for (const VectorPart& part : parts_) {
    const std::size_t from = std::max(row, part.row);
    const std::size_t to = std::min(end, part.row + part.vectors.rows);
    if (from >= to) continue;
    MatrixView vectors = part.vectors;
    vectors.data += (from - part.row) * vectors.stride;
    vectors.rows = to - from;
    parts.push_back({.vectors = vectors, .begin = begin + (from - row), .row = from});
  }
}

void VectorRows::keep_searchable(RowSelection& selection) const {
  if (!has_nulls_) return;
  for (std::size_t row = 0; row < selection.size(); ++row)
    selection[row] = static_cast<std::uint8_t>(selection[row] & searchable_[row]);
}

}  // namespace kinora
