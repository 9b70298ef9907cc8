#include "ingest/table.hpp"

#include "base/try.hpp"
#include "ingest/name_lists.hpp"

#include <algorithm>
#include <array>

namespace kinora::importer {
namespace {

tl::unexpected<Error> open_quote(const InputText& input, std::size_t offset) {
  LineCounter lines(input.text());
  return fail({.code = ErrorCode::kFileTruncated,
               .what = "the quoted cell that starts here is never closed",
               .where = input.path() + ", line " + std::to_string(lines.line_of(offset)),
               .expected = "a closing quote",
               .found = "the end of the file",
               .next_step = "Copy or download the file again; if it is whole, close the quote or double it"});
}

}  // namespace

std::optional<std::size_t> TableHeader::find(std::string_view name) const {
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (same_name(columns[i], name)) return i;
  return std::nullopt;
}

Result<TableHeader> read_header(const InputText& input) {
  TableHeader header;
  std::optional<std::size_t> quote;
  for (const char delimiter : {',', '\t', ';', '|'}) {
    CsvReader reader(input.text(), {.delimiter = delimiter});
    const CsvReader::Step step = reader.next();
    if (step == CsvReader::Step::kOpenQuote) quote = reader.open_quote();
    if (step != CsvReader::Step::kRecord || reader.record().field_count <= header.column_count) continue;
    header = {.dialect = {.delimiter = delimiter}, .columns = {}, .column_count = reader.record().field_count};
    std::pmr::monotonic_buffer_resource arena;
    for (const CsvField& field : reader.record().fields) header.columns.emplace_back(trim(decode(field, arena)));
  }
  if (header.column_count == 0) return open_quote(input, quote.value_or(0));
  return header;
}

std::vector<Column> find_columns(const TableHeader& header, std::span<const NamedField> known) {
  std::vector<Column> columns;
  for (const NamedField& named : known) {
    const auto has_field = [&](const Column& column) { return column.field == named.field; };
    if (std::any_of(columns.begin(), columns.end(), has_field)) continue;
    if (const auto index = header.find(named.column)) columns.push_back({*index, named.field});
  }
  return columns;
}

Result<std::uint64_t> read_table(const InputText& input, const TableShape& shape, ReadProgress& progress, RejectionLog& log,
                                 const RecordHandler& handle) {
  CsvReader reader(input.text(), shape.dialect);
  std::uint64_t count = 0;
  bool is_header = shape.has_header;
  while (true) {
    const CsvReader::Step step = reader.next();
    if (step == CsvReader::Step::kEnd) return count;
    if (step == CsvReader::Step::kOpenQuote) return open_quote(input, reader.open_quote());
    if (std::exchange(is_header, false)) continue;
    const CsvRecord& record = reader.record();
    const RecordPlace place{record.begin, record.end, count++};
    if (!progress.step(record.end)) return ReadProgress::stopped();
    if (record.field_count == shape.width) {
      handle(record, place);
    } else {
      log.reject(place, RecordFault::kFields,
                 "expected " + std::to_string(shape.width) + " fields, found " + std::to_string(record.field_count));
    }
  }
}

}  // namespace kinora::importer
