// IMDb's title.basics.tsv: tab-separated, no quoting, \N for what is missing, genres with commas. Of all titles only films are
// wanted: the file holds fifteen times as many episodes, series and games.
#include "ingest/source.hpp"
#include "textio/table_header.hpp"

#include <algorithm>
#include <array>

namespace kinora::ingest {
namespace {

constexpr std::array<NamedField, 6> kColumns = {{
    {"tconst", Field::kId},
    {"primaryTitle", Field::kTitle},
    {"originalTitle", Field::kOriginalTitle},
    {"startYear", Field::kYear},
    {"runtimeMinutes", Field::kRuntime},
    {"genres", Field::kGenres},
}};
constexpr std::array<std::string_view, 3> kFilms = {"movie", "tvMovie", "video"};
constexpr std::string_view kMissing = "\\N";

bool is_film(std::string_view title_type) { return std::find(kFilms.begin(), kFilms.end(), title_type) != kFilms.end(); }

}  // namespace

Result<RowCount> read_imdb(const SourceContext& context, const textio::TableHeader& header) {
  const std::vector<Column> columns = find_columns(header, kColumns);
  const std::size_t type_column = header.find("titleType").value();
  const ListStyle style{.json_first = false, .separator = ","};
  Draft draft(context.options.cast_limit);
  const auto handle = [&](const textio::CsvRecord& record, const RecordPlace& place) {
    if (!is_film(record.fields[type_column].raw)) return context.log.count(RecordFault::kTitleType);
    draft.clear();
    for (const Column& column : columns) {
      const std::string_view cell = record.fields[column.index].raw;
      if (cell == kMissing) continue;
      draft.read(column.field, cell, style);
      if (column.field == Field::kId) draft.read(Field::kImdbId, cell, style);
    }
    context.builder.add(draft, place);
  };
  const TableShape shape{.dialect = {.delimiter = '\t', .quoting = false}, .width = header.column_count};
  return read_table(context.input, shape, context.progress, context.log, handle);
}

}  // namespace kinora::ingest
