#include "ingest/table.hpp"

#include "base/try.hpp"
#include "ingest/name_lists.hpp"
#include "textio/table_header.hpp"

#include <algorithm>
#include <array>

namespace kinora::ingest {
std::vector<Column> find_columns(const textio::TableHeader& header, std::span<const NamedField> known) {
  std::vector<Column> columns;
  for (const NamedField& named : known) {
    const auto has_field = [&](const Column& column) { return column.field == named.field; };
    if (std::any_of(columns.begin(), columns.end(), has_field)) continue;
    if (const auto index = header.find(named.column)) columns.push_back({*index, named.field});
  }
  return columns;
}

Result<std::uint64_t> read_table(const textio::InputText& input, const TableShape& shape, textio::ReadProgress& progress,
                                 RejectionLog& log, const RecordHandler& handle) {
  textio::CsvReader reader(input.text(), shape.dialect);
  std::uint64_t count = 0;
  bool is_header = shape.has_header;
  while (true) {
    const textio::CsvReader::Step step = reader.next();
    if (step == textio::CsvReader::Step::kEnd) return count;
    if (step == textio::CsvReader::Step::kOpenQuote) return textio::open_quote_error(input, reader.open_quote());
    if (std::exchange(is_header, false)) continue;
    const textio::CsvRecord& record = reader.record();
    const RecordPlace place{record.begin, record.end, count++};
    if (!progress.step(record.end)) return textio::ReadProgress::stopped();
    if (record.field_count == shape.width) {
      handle(record, place);
    } else {
      log.reject(place, RecordFault::kFields,
                 "expected " + std::to_string(shape.width) + " fields, found " + std::to_string(record.field_count));
    }
  }
}

}  // namespace kinora::ingest
