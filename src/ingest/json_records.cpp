// JSON as people have it: one object a line, an array of objects, an answer of TMDB's or Radarr's, one film.
#include "ingest/field_aliases.hpp"
#include "ingest/records.hpp"
#include "ingest/table.hpp"
#include "textio/csv_reader.hpp"
#include "textio/json_members.hpp"
#include "textio/value_cursor.hpp"

#include <algorithm>
#include <memory_resource>

namespace kinora::ingest {
namespace {

constexpr std::size_t kSampledForKeys = 2000;

/// Gives every object's members the places of the columns.
class ObjectCells {
 public:
  explicit ObjectCells(const std::vector<std::string>& columns) : columns_(columns), cells_(columns.size()) {}

  /// The detail of what is wrong, empty if nothing is.
  std::string read(std::string_view object) {
    arena_.release();
    std::fill(cells_.begin(), cells_.end(), RecordCell{});
    std::size_t guess = 0;
    const auto result = textio::for_each_member(object, arena_, [&](const textio::JsonMember& member) {
      if (member.kind == textio::JsonMember::Kind::kNothing) return;
      if (const auto place = place_of(member.key, guess)) {
        cells_[*place] = {member.value, member.kind == textio::JsonMember::Kind::kContainer};
        guess = *place + 1;
      }
    });
    return result ? std::string() : result.error().detail;
  }
  [[nodiscard]] std::span<const RecordCell> cells() const { return cells_; }

 private:
  [[nodiscard]] std::optional<std::size_t> place_of(std::string_view key, std::size_t guess) const {
    if (guess < columns_.size() && columns_[guess] == key) return guess;
    const auto found = std::find(columns_.begin(), columns_.end(), key);
    if (found == columns_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns_.begin());
  }

  const std::vector<std::string>& columns_;
  std::vector<RecordCell> cells_;
  std::pmr::monotonic_buffer_resource arena_;
};

using VisitObject = std::function<bool(std::string_view object, std::size_t offset)>;  // false: stop

/// A delimiter that no text holds: every line is one field.
constexpr textio::CsvDialect kLines{.delimiter = '\0', .quoting = false};

void each_line(std::string_view text, const VisitObject& visit) {
  textio::CsvReader reader(text, kLines);
  while (reader.next() == textio::CsvReader::Step::kRecord)
    if (!visit(reader.record().fields.front().raw, reader.record().begin)) return;
}

void each_element(std::string_view text, std::size_t begin, std::size_t end, const VisitObject& visit) {
  const std::string_view value = text.substr(begin, end - begin);
  if (value.starts_with('{')) {
    visit(value, begin);
    return;
  }
  std::pmr::monotonic_buffer_resource arena;
  textio::ValueCursor cursor(value, textio::ValueSyntax::kJson, arena);
  if (cursor.next() != textio::ValueToken::kBeginList) return;
  while (true) {
    const textio::ValueToken token = cursor.next();
    if (token == textio::ValueToken::kEndList || token == textio::ValueToken::kError) return;
    const bool is_object = token == textio::ValueToken::kBeginDict;
    const std::size_t element = cursor.offset() - (is_object ? 1 : 0);
    if (!cursor.skip(token)) return;
    if (is_object && !visit(value.substr(element, cursor.offset() - element), begin + element)) return;
    arena.release();
  }
}

std::vector<std::string> union_of_keys(const std::function<void(const VisitObject&)>& each) {
  std::vector<std::string> columns;
  std::size_t objects = 0;
  std::pmr::monotonic_buffer_resource arena;
  each([&](std::string_view object, std::size_t) {
    arena.release();
    const auto result = textio::for_each_member(object, arena, [&](const textio::JsonMember& member) {
      if (columns.size() < textio::CsvReader::kMaxFields &&
          std::find(columns.begin(), columns.end(), member.key) == columns.end())
        columns.emplace_back(member.key);
    });
    static_cast<void>(result);  // the keys before the fault count
    return ++objects < kSampledForKeys;
  });
  return columns;
}

void sample_objects(const std::function<void(const VisitObject&)>& each, const std::vector<std::string>& columns,
                    std::size_t limit, const CellHandler& handle) {
  ObjectCells cells(columns);
  std::uint64_t index = 0;
  each([&](std::string_view object, std::size_t offset) {
    if (cells.read(object).empty()) handle(cells.cells(), {offset, offset + object.size(), index});
    return ++index < limit;
  });
}

bool is_array_of_objects(std::string_view value) {
  if (!value.starts_with('[')) return false;
  const std::size_t first = value.find_first_not_of(" \t\r\n", 1);
  return first != std::string_view::npos && value[first] == '{';
}

}  // namespace

RecordSource json_line_records(const textio::InputText& input) {
  const auto each = [text = input.text()](const VisitObject& visit) { each_line(text, visit); };
  RecordSource source{.columns = union_of_keys(each), .sample = {}, .read = {}};
  source.sample = [each, columns = source.columns](std::size_t limit, const CellHandler& handle) {
    sample_objects(each, columns, limit, handle);
  };
  source.read = [&input, columns = source.columns](const SourceContext& context, const CellHandler& handle) {
    ObjectCells cells(columns);
    return read_table(input, {.dialect = kLines, .width = 1, .has_header = false}, context.progress, context.log,
                      [&](const textio::CsvRecord& record, const RecordPlace& place) {
                        if (std::string detail = cells.read(record.fields.front().raw); !detail.empty())
                          return context.log.reject(place, RecordFault::kJson, std::move(detail));
                        handle(cells.cells(), place);
                      });
  };
  return source;
}

RecordSource json_value_records(const textio::InputText& input, std::size_t begin, std::size_t end) {
  const auto each = [text = input.text(), begin, end](const VisitObject& visit) { each_element(text, begin, end, visit); };
  RecordSource source{.columns = union_of_keys(each), .sample = {}, .read = {}};
  source.sample = [each, columns = source.columns](std::size_t limit, const CellHandler& handle) {
    sample_objects(each, columns, limit, handle);
  };
  source.read = [each, columns = source.columns](const SourceContext& context, const CellHandler& handle) -> Result<RowCount> {
    ObjectCells cells(columns);
    RowCount rows = 0;
    bool is_stopped = false;
    each([&](std::string_view object, std::size_t offset) {
      const RecordPlace place{offset, offset + object.size(), rows++};
      is_stopped = !context.progress.step(place.end);
      if (std::string detail = cells.read(object); !detail.empty()) {
        context.log.reject(place, RecordFault::kJson, std::move(detail));
      } else {
        handle(cells.cells(), place);
      }
      return !is_stopped;
    });
    if (is_stopped) return textio::ReadProgress::stopped();
    return rows;
  };
  return source;
}

std::optional<JsonSpan> find_json_records(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return std::nullopt;
  const std::size_t end = text.find_last_not_of(" \t\r\n") + 1;
  const std::string_view value = text.substr(begin, end - begin);
  std::pmr::monotonic_buffer_resource arena;
  if (!value.starts_with('{')) {
    textio::ValueCursor cursor(value, textio::ValueSyntax::kJson, arena);
    if (!cursor.skip(cursor.next()) || cursor.next() != textio::ValueToken::kEnd) return std::nullopt;
    return JsonSpan{begin, end};
  }
  std::optional<JsonSpan> records;
  bool has_title = false;
  const auto result = textio::for_each_member(value, arena, [&](const textio::JsonMember& member) {
    has_title = has_title || names_titles(member.key);
    const bool is_list = member.kind == textio::JsonMember::Kind::kContainer && is_array_of_objects(member.value);
    if (!records && is_list) {
      const auto offset = static_cast<std::size_t>(member.value.data() - text.data());
      records = JsonSpan{offset, offset + member.value.size()};
    }
  });
  if (!result) return std::nullopt;
  if (has_title || !records) return JsonSpan{begin, end};
  return records;
}

}  // namespace kinora::ingest
