// Any table or JSON file: by a mapping from the recipe, by the names of its columns and by what they hold.
#include "base/try.hpp"
#include "ingest/column_plan.hpp"
#include "ingest/source.hpp"

#include <algorithm>

namespace kinora::ingest {
namespace {

/// A value that is no text where text is due is none; lists and records are read where they belong.
bool takes_containers(Field field) {
  switch (field) {
    case Field::kGenres:
    case Field::kDirectors:
    case Field::kCast:
    case Field::kCrew:
    case Field::kKeywords:
    case Field::kCollection:
    case Field::kLanguage:
      return true;
    default:
      return false;
  }
}

}  // namespace

Result<RowCount> read_generic(const SourceContext& context, const RecordSource& source) {
  KINORA_TRY(ColumnPlan plan, plan_columns(context.input, source, context.options));
  context.columns = std::move(plan.uses);
  const bool has_id = std::any_of(plan.columns.begin(), plan.columns.end(),
                                  [](const PlannedColumn& column) { return column.field == Field::kId; });
  if (!has_id) context.builder.note_numbered_rows();
  Draft draft(context.options.cast_limit);
  return source.read(context, [&](std::span<const RecordCell> cells, const RecordPlace& place) {
    if (plan.title_kind && !is_film_kind(cells[*plan.title_kind].text)) return context.log.count(RecordFault::kTitleType);
    draft.clear();
    for (const PlannedColumn& column : plan.columns) {
      const RecordCell& cell = cells[column.index];
      if (cell.is_container && !takes_containers(column.field)) continue;
      if (!draft.knows(column.field)) draft.read_any(column.field, cell.text, column.style);
    }
    if (!has_id) draft.set_id(static_cast<std::int64_t>(place.index) + 1);
    context.builder.add(draft, place);
  });
}

}  // namespace kinora::ingest
