#include "base/try.hpp"
#include "kinora/store/table.hpp"

#include <numeric>
#include <utility>

namespace kinora {
namespace {

/// Rows without a vector are found by no search.
void leave_out_nulls(const Column& column, RowSelection& selection) {
  if (column.validity.empty()) return;
  if (selection.empty()) selection.assign(column.rows, 1);
  for (std::size_t row = 0; row < column.rows; ++row)
    if (column.is_null(row)) selection[row] = 0;
}

tl::unexpected<Error> wrong_type(std::string_view name, std::string expected) {
  return fail({.code = ErrorCode::kFilterType,
               .what = "the column is of another type",
               .where = "column '" + std::string(name) + "'",
               .expected = std::move(expected)});
}

Result<std::vector<std::int64_t>> ids_of(const Table& table, const std::string& name) {
  std::vector<std::int64_t> ids(table.row_count());
  if (name.empty()) {
    std::iota(ids.begin(), ids.end(), std::int64_t{0});
    return ids;
  }
  KINORA_TRY(const Column column, table.column(name));
  if (column.field.type != DataType::kInt64) return wrong_type(name, "int64");
  std::copy(column.int64s.span().begin(), column.int64s.span().end(), ids.begin());
  return ids;
}

}  // namespace

Result<RowSelection> Table::select(std::string_view where) const {
  KINORA_TRY(const Filter filter, Filter::parse(where, schema()));
  return filter.evaluate([this](std::string_view name) { return column(name); }, row_count());
}

Result<std::vector<SearchHit>> Table::search(const VectorQuery& query) const {
  KINORA_TRY(const Column vectors, column(query.vector_column));
  if (vectors.field.type != DataType::kVector) return wrong_type(query.vector_column, "fixed_size_list of float");
  KINORA_TRY(const std::vector<std::int64_t> ids, ids_of(*this, query.id_column));
  RowSelection selection;
  if (!query.where.empty()) {
    KINORA_TRY(selection, select(query.where));
  }
  leave_out_nulls(vectors, selection);
  return search_exact(vectors.vectors(), ids, query.vector, query.metric, query.k, selection);
}

}  // namespace kinora
