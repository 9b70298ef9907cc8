// Any table: by a mapping from the recipe, or with a header that uses Kinora's own names.
#include "base/try.hpp"
#include "ingest/formats.hpp"
#include "ingest/source.hpp"
#include "textio/table_header.hpp"

#include <array>
#include <utility>

namespace kinora::ingest {
namespace {

Result<std::vector<Column>> mapped_columns(const SourceContext& context, const textio::TableHeader& header) {
  std::vector<Column> columns;
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    const std::string_view name = column_of(context.options.columns, field);
    if (name.empty()) continue;
    const auto index = header.find(name);
    if (!index) return unknown_column(context.input, name, header.columns);
    columns.push_back({*index, field});
  }
  return columns;
}

std::vector<Column> canonical_columns(const textio::TableHeader& header) {
  std::vector<Column> columns;
  std::array<bool, kFieldCount> taken{};
  for (std::size_t i = 0; i < header.columns.size(); ++i) {
    const auto field = field_named(header.columns[i]);
    if (!field || std::exchange(taken[static_cast<std::size_t>(*field)], true)) continue;
    columns.push_back({i, *field});
  }
  return columns;
}

}  // namespace

Result<RowCount> read_generic_table(const SourceContext& context, const textio::TableHeader& header) {
  std::vector<Column> columns;
  if (context.options.columns.any()) {
    KINORA_TRY(columns, mapped_columns(context, header));
  } else {
    columns = canonical_columns(header);
  }
  return read_columns(context, header, columns, {.json_first = true, .separator = context.options.columns.list_separator});
}

}  // namespace kinora::ingest
