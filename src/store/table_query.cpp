#include "base/try.hpp"
#include "kinora/store/table.hpp"
#include "store/table_state.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace kinora {
namespace {

tl::unexpected<Error> wrong_type(std::string_view name, std::string expected) {
  return fail({.code = ErrorCode::kFilterType,
               .what = "the column is of another type",
               .where = "column '" + std::string(name) + "'",
               .expected = std::move(expected)});
}

/// The ids of all physical rows; without a column of ids the number of each row, which must be given afterwards.
Result<std::vector<std::int64_t>> ids_of(const OpenVersion& open, const std::string& name) {
  std::vector<std::int64_t> ids(open.snapshot().physical_rows);
  if (name.empty()) {
    std::iota(ids.begin(), ids.end(), std::int64_t{0});
    return ids;
  }
  KINORA_TRY(const Column column, open.physical_column(name));
  if (column.field.type != DataType::kInt64) return wrong_type(name, "int64");
  std::copy(column.int64s.span().begin(), column.int64s.span().end(), ids.begin());
  return ids;
}

/// The physical rows to ask: those that pass `where`, live and have a vector; empty = all.
Result<RowSelection> rows_to_ask(const OpenVersion& open, const std::string& where, const Column& vectors) {
  RowSelection selection = open.live().alive();
  if (!where.empty()) {
    KINORA_TRY(selection, open.select_physical(where));
  }
  if (vectors.validity.empty()) return selection;
  if (selection.empty()) selection.assign(vectors.rows, 1);
  for (std::size_t row = 0; row < vectors.rows; ++row)
    if (vectors.is_null(row)) selection[row] = 0;
  return selection;
}

}  // namespace

Result<RowSelection> Table::select(std::string_view where) const { return state_->open.select(where); }

// The vectors are searched where they lie, the dead ones masked: a copy of the live ones would take as long as many searches.
Result<std::vector<SearchHit>> Table::search(const VectorQuery& query) const {
  const OpenVersion& open = state_->open;
  KINORA_TRY(const Column vectors, open.physical_column(query.vector_column));
  if (vectors.field.type != DataType::kVector) return wrong_type(query.vector_column, "fixed_size_list of float");
  KINORA_TRY(const std::vector<std::int64_t> ids, ids_of(open, query.id_column));
  KINORA_TRY(const RowSelection selection, rows_to_ask(open, query.where, vectors));
  KINORA_TRY(std::vector<SearchHit> hits, search_exact(vectors.vectors(), ids, query.vector, query.metric, query.k, selection));
  for (SearchHit& hit : hits) {
    hit.row = open.live().live_of(hit.row);
    if (query.id_column.empty()) hit.id = static_cast<std::int64_t>(hit.row);
  }
  return hits;
}

}  // namespace kinora
