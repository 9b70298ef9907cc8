// Delimited text: every record lies in order within the bytes, every cell within its record.
#include "base/check.hpp"
#include "textio/csv_reader.hpp"
#include "textio/line_counter.hpp"

#include <cstddef>
#include <cstdint>

namespace {

using kinora::textio::CsvDialect;
using kinora::textio::CsvField;
using kinora::textio::CsvReader;

void read(std::string_view text, CsvDialect dialect) {
  CsvReader reader(text, dialect);
  kinora::textio::LineCounter lines(text);
  std::size_t end_before = 0;
  std::uint64_t line_before = 0;
  while (true) {
    const auto step = reader.next();
    if (step == CsvReader::Step::kEnd) return;
    if (step == CsvReader::Step::kOpenQuote) {
      KINORA_CHECK(dialect.quoting && text[reader.open_quote()] == '"');
      return;
    }
    const auto& record = reader.record();
    KINORA_CHECK(record.begin >= end_before && record.begin <= record.end && record.end <= text.size());
    KINORA_CHECK(record.field_count >= 1 && record.fields.size() <= record.field_count);
    const std::uint64_t line = lines.line_of(record.begin);
    KINORA_CHECK(line > line_before, line, line_before);
    std::pmr::monotonic_buffer_resource arena;
    for (const CsvField& field : record.fields) {
      KINORA_CHECK(field.raw.data() >= text.data() + record.begin);
      KINORA_CHECK(field.raw.data() + field.raw.size() <= text.data() + record.end);
      KINORA_CHECK(decode(field, arena).size() <= field.raw.size());
    }
    end_before = record.end;
    line_before = line;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read(text, {});
  read(text, {.delimiter = '\t', .quoting = false});
  read(text, {.delimiter = '\0', .quoting = false});
  return 0;
}
