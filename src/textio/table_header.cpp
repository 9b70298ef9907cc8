#include "textio/table_header.hpp"

#include "textio/line_counter.hpp"
#include "textio/words.hpp"

#include <memory_resource>

namespace kinora::textio {

tl::unexpected<Error> open_quote_error(const InputText& input, std::size_t offset) {
  LineCounter lines(input.text());
  return fail({.code = ErrorCode::kFileTruncated,
               .what = "the quoted cell that starts here is never closed",
               .where = input.path() + ", line " + std::to_string(lines.line_of(offset)),
               .expected = "a closing quote",
               .found = "the end of the file",
               .next_step = "Copy or download the file again; if it is whole, close the quote or double it"});
}

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
  if (header.column_count == 0) return open_quote_error(input, quote.value_or(0));
  return header;
}

}  // namespace kinora::textio
