#include "base/try.hpp"
#include "exchange/chosen_columns.hpp"
#include "exchange/readers.hpp"
#include "exchange/value_reader.hpp"
#include "textio/csv_reader.hpp"
#include "textio/excerpt.hpp"
#include "textio/line_counter.hpp"
#include "textio/read_progress.hpp"

#include <functional>
#include <map>
#include <memory_resource>
#include <string>
#include <utility>

namespace kinora::exchange {
namespace {

using textio::InputText;
using textio::ValueCursor;
using textio::ValueSyntax;
using textio::ValueToken;

/// A column of the file: what its values look like, then where they go.
struct JsonColumn {
  std::string name;
  bool chosen = true;
  ValueKind kind;
  std::optional<ColumnBuilder> builder;
};

class JsonLinesImport {
 public:
  JsonLinesImport(const InputText& input, const ImportOptions& options, const Execution& execution)
      : input_(input),
        options_(options),
        progress_(execution, input.text().size() * (options.schema ? 1 : 2)),
        lines_(input.text()) {}

  Result<std::vector<Column>> read() {
    if (!options_.schema) {
      KINORA_TRY_VOID(each_member(look_at));
      progress_.file_done(input_.text().size());
    }
    rows_ = 0;
    KINORA_TRY_VOID(each_member([this](JsonColumn& column, ValueCursor& cursor) { return add(column, cursor); }));
    if (columns_.empty()) return bad("no object has a member", input_.path(), "names with values", "{}");
    std::vector<std::string> names;
    for (const JsonColumn& column : columns_) names.push_back(column.name);
    KINORA_TRY_VOID(check_chosen(options_, names, input_.path()));
    std::vector<Column> result;
    for (JsonColumn& column : columns_) {
      if (!column.chosen) continue;
      fill_up(*column.builder, rows_);
      result.push_back(column.builder->finish());
    }
    return result;
  }

 private:
  using Handle = std::function<ValueResult(JsonColumn&, ValueCursor&)>;

  static tl::unexpected<Error> bad(std::string what, std::string where, std::string expected, std::string found) {
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = std::move(what),
                 .where = std::move(where),
                 .expected = std::move(expected),
                 .found = std::move(found),
                 .next_step = "Correct the line; null stands for a value that is missing"});
  }

  [[nodiscard]] std::string place() { return input_.path() + ", line " + std::to_string(lines_.line_of(line_begin_)); }

  /// Calls `handle` for every member of every line's object, after its name; `handle` reads the value.
  Result<void> each_member(const Handle& handle) {
    // A delimiter that no text holds: every line is one field.
    textio::CsvReader reader(input_.text(), {.delimiter = '\0', .quoting = false});
    while (reader.next() == textio::CsvReader::Step::kRecord) {
      const textio::CsvRecord& record = reader.record();
      if (!progress_.step(record.end)) return textio::ReadProgress::stopped();
      const std::string_view line = record.fields.front().raw;
      if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
      line_begin_ = record.begin;
      KINORA_TRY_VOID(read_line(line, handle));
      ++rows_;
      arena_.release();
    }
    return {};
  }

  Result<void> read_line(std::string_view line, const Handle& handle) {
    ValueCursor cursor(line, ValueSyntax::kJson, arena_);
    if (cursor.next() != ValueToken::kBeginDict)
      return bad("the line is no JSON object", place(), "'{'", textio::excerpt(line.substr(0, 60)));
    for (std::size_t member = 0;; ++member) {
      const ValueToken token = cursor.next();
      if (token == ValueToken::kEndDict) break;
      if (token == ValueToken::kError) return syntax_error(cursor);
      KINORA_TRY(JsonColumn* const column, find_column(cursor.text(), member));
      if (!column->chosen) {
        if (!cursor.skip(cursor.next())) return syntax_error(cursor);
        continue;
      }
      if (const ValueResult handled = handle(*column, cursor); !handled)
        return bad("the value does not fit its column", place() + ", column '" + column->name + "'", handled.error().expected,
                   handled.error().found);
    }
    if (cursor.next() != ValueToken::kEnd) return syntax_error(cursor);
    return {};
  }

  [[nodiscard]] tl::unexpected<Error> syntax_error(const ValueCursor& cursor) {
    return bad("the line is no JSON", place() + ", byte " + std::to_string(cursor.offset()), std::string(cursor.error()), {});
  }

  /// The column of this name, a new one if need be. Objects mostly have the same members in the same order: `guess` is the place
  /// of this one.
  Result<JsonColumn*> find_column(std::string_view name, std::size_t guess) {
    if (guess < columns_.size() && columns_[guess].name == name) return &columns_[guess];
    if (const auto found = places_.find(name); found != places_.end()) return &columns_[found->second];
    if (columns_.size() == textio::CsvReader::kMaxFields)
      return bad("the objects have too many different members", place(), std::to_string(columns_.size()), "one more");
    JsonColumn column{.name = std::string(name), .chosen = is_chosen(options_, name), .kind = {}, .builder = {}};
    if (options_.schema && column.chosen) {
      KINORA_TRY(Field field, find_field(*options_.schema, name, place()));
      column.builder.emplace(std::move(field));
    }
    places_.emplace(name, columns_.size());
    return &columns_.emplace_back(std::move(column));
  }

  static ValueResult look_at(JsonColumn& column, ValueCursor& cursor) {
    const auto kind = kind_of_value(cursor, cursor.next());
    if (!kind) return tl::unexpected<ValueFault>(kind.error());
    const auto both = kind_of_both(column.kind, *kind);
    if (!both) return tl::unexpected<ValueFault>({describe_kind(column.kind) + ", as before", describe_kind(*kind)});
    column.kind = *both;
    return {};
  }

  ValueResult add(JsonColumn& column, ValueCursor& cursor) {
    if (!column.builder) column.builder.emplace(field_of_kind(column.name, column.kind));
    if (column.builder->rows() > rows_) return tl::unexpected<ValueFault>({"one value", "another one of the same name"});
    fill_up(*column.builder, rows_);
    return values_.add(cursor, cursor.next(), *column.builder);
  }

  static void fill_up(ColumnBuilder& column, std::size_t rows) {
    while (column.rows() < rows) column.add_null();
  }

  const InputText& input_;
  const ImportOptions& options_;
  textio::ReadProgress progress_;
  textio::LineCounter lines_;
  std::size_t line_begin_ = 0;
  std::size_t rows_ = 0;
  std::vector<JsonColumn> columns_;
  std::map<std::string, std::size_t, std::less<>> places_;
  ValueReader values_;
  std::pmr::monotonic_buffer_resource arena_;
};

}  // namespace

Result<std::vector<Column>> read_json_lines(const InputText& input, const ImportOptions& options, const Execution& execution) {
  return JsonLinesImport(input, options, execution).read();
}

}  // namespace kinora::exchange
