#pragma once

#include "ingest/source.hpp"
#include "textio/table_header.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinora::ingest {

struct RecordCell {
  std::string_view text;
  bool is_container = false;  ///< a list or an object of JSON, as written
};

/// A record's cells, one for each column; blank where the record has none. Valid until the handler returns.
using CellHandler = std::function<void(std::span<const RecordCell> cells, const RecordPlace& place)>;

/// A file as records of cells in named columns, whatever its syntax.
struct RecordSource {
  std::vector<std::string> columns;
  /// Visits the first `limit` records that are well formed, and reports nothing.
  std::function<void(std::size_t limit, const CellHandler& handle)> sample;
  /// Visits all records, logs those that are malformed, and returns how many there were.
  std::function<Result<RowCount>(const SourceContext& context, const CellHandler& handle)> read;
};

[[nodiscard]] RecordSource table_records(const textio::InputText& input, const textio::TableHeader& header);

/// One object a line.
[[nodiscard]] RecordSource json_line_records(const textio::InputText& input);

/// The objects of an array at [begin, end) of the text, or the one object that stands there.
[[nodiscard]] RecordSource json_value_records(const textio::InputText& input, std::size_t begin, std::size_t end);

/// Where the records of a JSON file lie that is no file of lines: the whole of it if it is an array or a film's object, or the
/// first array of objects among the members of its object (`results` of TMDB's answers). Nothing if the text is no JSON.
struct JsonSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
};
[[nodiscard]] std::optional<JsonSpan> find_json_records(std::string_view text);

}  // namespace kinora::ingest
