#include "kinora/store/filter.hpp"

#include "base/try.hpp"
#include "store/filter/binder.hpp"
#include "store/filter/condition.hpp"
#include "store/filter/parser.hpp"

#include <algorithm>
#include <utility>

namespace kinora {

struct Filter::Plan {
  filter::BoundFilter bound;
};

Filter::Filter(std::unique_ptr<const Plan> plan) : plan_(std::move(plan)) {}
Filter::Filter(Filter&&) noexcept = default;
Filter& Filter::operator=(Filter&&) noexcept = default;
Filter::~Filter() = default;

Result<Filter> Filter::parse(std::string_view sql, const Schema& schema) {
  const filter::SourceText source(sql);
  KINORA_TRY(const filter::Expression tree, filter::parse_expression(source));
  KINORA_TRY(filter::BoundFilter bound, filter::bind(tree, schema, source));
  return Filter(std::make_unique<const Plan>(Plan{std::move(bound)}));
}

std::vector<std::string> Filter::columns() const {
  std::vector<std::string> names;
  for (const Field& field : plan_->bound.columns) names.push_back(field.name);
  return names;
}

Result<RowSelection> Filter::evaluate(const ColumnReader& columns, std::size_t rows) const {
  std::vector<Column> read;
  for (const Field& field : plan_->bound.columns) {
    KINORA_TRY(Column column, columns(field.name));
    if (column.field.type != field.type || column.rows != rows)
      return fail({.code = ErrorCode::kInvalidArgument,
                   .what = "column " + field.name + " is not the one that the filter was made for",
                   .expected = std::to_string(rows) + " rows of the schema's type",
                   .found = std::to_string(column.rows) + " rows",
                   .next_step = "Parse the filter with the schema of the version that is asked"});
    read.push_back(std::move(column));
  }
  RowSelection selection(rows);
  filter::Scratch scratch;
  for (std::size_t begin = 0; begin < rows; begin += filter::kBlockRows) {
    const std::size_t count = std::min(filter::kBlockRows, rows - begin);
    filter::Truth* const out = selection.data() + begin;
    plan_->bound.condition->evaluate({read, begin, count}, scratch, out);
    for (std::size_t i = 0; i < count; ++i) out[i] = out[i] == filter::kTrue ? 1 : 0;
  }
  return selection;
}

}  // namespace kinora
