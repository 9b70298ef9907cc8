#include "ingest/records.hpp"
#include "ingest/table.hpp"

#include <memory>
#include <memory_resource>

namespace kinora::ingest {
namespace {

class TableCells {
 public:
  explicit TableCells(std::size_t width) : cells_(width) {}

  std::span<const RecordCell> of(const textio::CsvRecord& record) {
    arena_.release();
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i].text = textio::decode(record.fields[i], arena_);
    return cells_;
  }

 private:
  std::vector<RecordCell> cells_;
  std::pmr::monotonic_buffer_resource arena_;
};

}  // namespace

RecordSource table_records(const textio::InputText& input, const textio::TableHeader& header) {
  RecordSource source{.columns = header.columns, .sample = {}, .read = {}};
  const std::size_t width = header.columns.size();
  source.sample = [&input, header, width](std::size_t limit, const CellHandler& handle) {
    TableCells cells(width);
    textio::CsvReader reader(input.text(), header.dialect);
    std::uint64_t records = 0;
    for (bool is_header = true; records < limit && reader.next() == textio::CsvReader::Step::kRecord; is_header = false) {
      const textio::CsvRecord& record = reader.record();
      if (is_header || record.field_count != header.column_count) continue;
      handle(cells.of(record), {record.begin, record.end, records++});
    }
  };
  source.read = [&input, header, width](const SourceContext& context, const CellHandler& handle) {
    TableCells cells(width);
    return read_table(input, {.dialect = header.dialect, .width = header.column_count}, context.progress, context.log,
                      [&](const textio::CsvRecord& record, const RecordPlace& place) { handle(cells.of(record), place); });
  };
  return source;
}

}  // namespace kinora::ingest
