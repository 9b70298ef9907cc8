#include "base/try.hpp"
#include "exchange/chosen_columns.hpp"
#include "exchange/readers.hpp"
#include "exchange/value_reader.hpp"
#include "textio/csv_reader.hpp"
#include "textio/line_counter.hpp"
#include "textio/read_progress.hpp"
#include "textio/table_header.hpp"

#include <algorithm>
#include <functional>
#include <memory_resource>
#include <set>
#include <string>
#include <utility>

namespace kinora::exchange {
namespace {

using textio::CsvField;
using textio::CsvReader;
using textio::InputText;
using textio::TableHeader;
using textio::ValueCursor;
using textio::ValueSyntax;
using textio::ValueToken;

constexpr char kListSeparator = '|';

/// Nothing stands between the separators: the value is missing. "" is an empty text.
bool is_missing(const CsvField& cell, const InputText& input) {
  if (!cell.raw.empty()) return false;
  return cell.raw.data() == input.text().data() || cell.raw.data()[-1] != '"';
}

bool is_list(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  return begin != std::string_view::npos && text[begin] == '[';
}

/// Whether a text is one of these words, in lower case, capitals or capitalised.
bool is_word(std::string_view text, std::string_view word) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(text.begin(), text.end(), word.begin(), word.end(), [&](char a, char b) { return lower(a) == b; });
}

std::optional<bool> parse_bool(std::string_view text) {
  if (is_word(text, "true") || text == "1") return true;
  if (is_word(text, "false") || text == "0") return false;
  return std::nullopt;
}

/// JSON if the text is that, else what Python prints.
ValueSyntax syntax_of(std::string_view text, std::pmr::memory_resource& arena) {
  ValueCursor cursor(text, ValueSyntax::kJson, arena);
  return cursor.skip(cursor.next()) && cursor.next() == ValueToken::kEnd ? ValueSyntax::kJson : ValueSyntax::kPythonLiteral;
}

class CsvImport {
 public:
  CsvImport(const InputText& input, const ImportOptions& options, const Execution& execution)
      : input_(input),
        options_(options),
        progress_(execution, input.text().size() * (options.schema ? 1 : 2)),
        lines_(input.text()) {}

  Result<std::vector<Column>> read() {
    KINORA_TRY(header_, textio::read_header(input_));
    KINORA_TRY_VOID(check_header());
    KINORA_TRY_VOID(check_chosen(options_, header_.columns, input_.path()));
    for (std::size_t i = 0; i < header_.columns.size(); ++i)
      if (is_chosen(options_, header_.columns[i])) cells_.push_back(i);
    KINORA_TRY_VOID(options_.schema ? take_fields(*options_.schema) : guess_fields());
    KINORA_TRY_VOID(each_record([this](const textio::CsvRecord& record) { return add_record(record); }));
    std::vector<Column> result;
    for (ColumnBuilder& column : columns_) result.push_back(column.finish());
    return result;
  }

 private:
  using Handle = std::function<Result<void>(const textio::CsvRecord&)>;

  [[nodiscard]] Result<void> check_header() const {
    if (header_.column_count > CsvReader::kMaxFields)
      return bad("the header has too many columns", input_.path(), std::to_string(CsvReader::kMaxFields),
                 std::to_string(header_.column_count), "Split the file");
    std::set<std::string_view> names;
    for (const std::string& name : header_.columns) {
      if (name.empty())
        return bad("a column of the header has no name", input_.path(), {}, {},
                   "Name every column (pandas: to_csv(path, index=False) leaves its row labels out)");
      if (!names.insert(name).second)
        return bad("two columns of the header have the same name", input_.path(), {}, "'" + name + "'", "Rename one of them");
    }
    return {};
  }

  static tl::unexpected<Error> bad(std::string what, std::string where, std::string expected, std::string found,
                                   std::string next_step) {
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = std::move(what),
                 .where = std::move(where),
                 .expected = std::move(expected),
                 .found = std::move(found),
                 .next_step = std::move(next_step)});
  }

  [[nodiscard]] std::string place(std::size_t offset) {
    return input_.path() + ", line " + std::to_string(lines_.line_of(offset));
  }

  Result<void> take_fields(const Schema& schema) {
    for (const std::size_t cell : cells_) {
      KINORA_TRY(Field field, find_field(schema, header_.columns[cell], input_.path()));
      columns_.emplace_back(std::move(field));
    }
    return {};
  }

  /// Calls `handle` for every record after the header.
  Result<void> each_record(const Handle& handle) {
    CsvReader reader(input_.text(), header_.dialect);
    bool is_header = true;
    while (true) {
      const CsvReader::Step step = reader.next();
      if (step == CsvReader::Step::kEnd) return {};
      if (step == CsvReader::Step::kOpenQuote) return textio::open_quote_error(input_, reader.open_quote());
      if (std::exchange(is_header, false)) continue;
      const textio::CsvRecord& record = reader.record();
      if (!progress_.step(record.end)) return textio::ReadProgress::stopped();
      if (record.field_count != header_.column_count)
        return bad("the row has not one cell for each column", place(record.begin),
                   std::to_string(header_.column_count) + " cells", std::to_string(record.field_count),
                   "Quote cells that hold a separator or a newline");
      KINORA_TRY_VOID(handle(record));
      arena_.release();
    }
  }

  Result<void> add_record(const textio::CsvRecord& record) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const CsvField& cell = record.fields[cells_[i]];
      if (is_missing(cell, input_)) {
        columns_[i].add_null();
        continue;
      }
      if (const ValueResult added = add_cell(textio::decode(cell, arena_), columns_[i]); !added)
        return bad("the cell does not fit its column", place(record.begin) + ", column '" + columns_[i].field().name + "'",
                   added.error().expected, added.error().found, "Correct the cell, or leave it empty for null");
    }
    return {};
  }

  ValueResult add_cell(std::string_view text, ColumnBuilder& column) {
    switch (column.field().type) {
      case DataType::kBool:
        if (const auto value = parse_bool(text)) {
          column.add_bool(*value);
          return {};
        }
        return tl::unexpected<ValueFault>({describe_value(column.field()), "'" + std::string(text.substr(0, 60)) + "'"});
      case DataType::kString:
        column.add_text(text);
        return {};
      case DataType::kStringList:
        if (!is_list(text)) return add_separated(text, column);
        break;
      case DataType::kVector:
        if (!is_list(text)) return tl::unexpected<ValueFault>({describe_value(column.field()) + " like [0.5, -1]", "no list"});
        break;
      default:
        return add_number(text, column);
    }
    ValueCursor cursor(text, syntax_of(text, arena_), arena_);
    ValueResult added = values_.add(cursor, cursor.next(), column);
    if (added && cursor.next() != ValueToken::kEnd)
      return tl::unexpected<ValueFault>(
          {describe_value(column.field()), "more behind it at byte " + std::to_string(cursor.offset())});
    return added;
  }

  /// "Comedy|Drama", as MovieLens writes its genres; nothing between two separators is an empty text.
  static ValueResult add_separated(std::string_view text, ColumnBuilder& column) {
    for (std::size_t begin = 0; !text.empty() && begin <= text.size();) {
      const std::size_t end = std::min(text.find(kListSeparator, begin), text.size());
      column.add_item(text.substr(begin, end - begin));
      begin = end + 1;
    }
    column.end_list();
    return {};
  }

  Result<void> guess_fields() {
    std::vector<ValueKind> kinds(cells_.size());
    KINORA_TRY_VOID(each_record([&](const textio::CsvRecord& record) -> Result<void> {
      for (std::size_t i = 0; i < kinds.size(); ++i) {
        const CsvField& cell = record.fields[cells_[i]];
        if (is_missing(cell, input_)) continue;
        kinds[i] =
            kind_of_both(kinds[i], kind_of_cell(textio::decode(cell, arena_))).value_or(ValueKind{ValueKind::Shape::kText});
      }
      return {};
    }));
    progress_.file_done(input_.text().size());
    for (std::size_t i = 0; i < kinds.size(); ++i) columns_.emplace_back(field_of_kind(header_.columns[cells_[i]], kinds[i]));
    return {};
  }

  /// What no other type is for is text, also numbers with leading zeros: they are names that digits make.
  ValueKind kind_of_cell(std::string_view text) {
    constexpr ValueKind kText{ValueKind::Shape::kText};
    if (is_list(text)) {
      ValueCursor cursor(text, syntax_of(text, arena_), arena_);
      const auto kind = kind_of_value(cursor, cursor.next());
      return kind && cursor.next() == ValueToken::kEnd ? *kind : kText;
    }
    if (is_word(text, "true") || is_word(text, "false")) return {ValueKind::Shape::kBool};
    const std::size_t digits = text.find_first_not_of(" -");
    if (digits != std::string_view::npos && text[digits] == '0' && digits + 1 < text.size() && text[digits + 1] >= '0' &&
        text[digits + 1] <= '9')
      return kText;
    return kind_of_number(text).value_or(kText);
  }

  const InputText& input_;
  const ImportOptions& options_;
  textio::ReadProgress progress_;
  textio::LineCounter lines_;
  TableHeader header_;
  std::vector<std::size_t> cells_;  ///< which of a record's are read
  std::vector<ColumnBuilder> columns_;
  ValueReader values_;
  std::pmr::monotonic_buffer_resource arena_;
};

}  // namespace

Result<std::vector<Column>> read_csv(const InputText& input, const ImportOptions& options, const Execution& execution) {
  return CsvImport(input, options, execution).read();
}

}  // namespace kinora::exchange
