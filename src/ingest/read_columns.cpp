#include "ingest/source.hpp"
#include "textio/table_header.hpp"

#include <algorithm>

namespace kinora::ingest {

Result<RowCount> read_columns(const SourceContext& context, const textio::TableHeader& header, std::span<const Column> columns,
                              const ListStyle& style) {
  const bool has_id = std::any_of(columns.begin(), columns.end(), [](const Column& c) { return c.field == Field::kId; });
  if (!has_id) context.builder.note_numbered_rows();
  Draft draft(context.options.cast_limit);
  const auto handle = [&](const textio::CsvRecord& record, const RecordPlace& place) {
    draft.clear();
    for (const Column& column : columns) draft.read(column.field, draft.text_of(record.fields[column.index]), style);
    if (!has_id) draft.set_id(static_cast<std::int64_t>(place.index) + 1);
    context.builder.add(draft, place);
  };
  return read_table(context.input, {.dialect = header.dialect, .width = header.column_count}, context.progress, context.log,
                    handle);
}

}  // namespace kinora::ingest
