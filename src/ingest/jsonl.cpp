// JSON lines: one object a line, with Kinora's own names or those of a mapping.
#include "ingest/source.hpp"
#include "textio/json_members.hpp"
#include "textio/words.hpp"

namespace kinora::ingest {
namespace {

/// Which key holds which field: those of the mapping, else Kinora's own names.
std::optional<Field> field_of_key(std::string_view key, const ColumnMapping& mapping) {
  if (!mapping.any()) return field_named(key);
  if (key.empty()) return std::nullopt;
  for (std::size_t i = 0; i < kFieldCount; ++i)
    if (textio::same_name(column_of(mapping, static_cast<Field>(i)), key)) return static_cast<Field>(i);
  return std::nullopt;
}

bool is_list(Field field) {
  switch (field) {
    case Field::kGenres:
    case Field::kDirectors:
    case Field::kCast:
    case Field::kCrew:
    case Field::kKeywords:
    case Field::kCollection:
      return true;
    default:
      return false;
  }
}

}  // namespace

Result<RowCount> read_jsonl(const SourceContext& context) {
  const ColumnMapping& mapping = context.options.columns;
  const ListStyle style{.json_first = true, .separator = mapping.list_separator};
  Draft draft(context.options.cast_limit);
  std::optional<bool> numbers_rows;  // the first object decides
  const auto handle = [&](const textio::CsvRecord& record, const RecordPlace& place) {
    draft.clear();
    bool has_id = false;
    const auto read = [&](const textio::JsonMember& member) {
      const auto field = field_of_key(member.key, mapping);
      if (!field || member.kind == textio::JsonMember::Kind::kNothing) return;
      if (member.kind == textio::JsonMember::Kind::kContainer && !is_list(*field)) return;
      has_id = has_id || *field == Field::kId;
      draft.read(*field, member.value, style);
    };
    if (auto result = textio::for_each_member(record.fields.front().raw, draft.arena(), read); !result)
      return context.log.reject(place, RecordFault::kJson, std::move(result.error().detail));
    if (!numbers_rows) {
      numbers_rows = !has_id;
      if (*numbers_rows) context.builder.note_numbered_rows();
    }
    if (*numbers_rows) draft.set_id(static_cast<std::int64_t>(place.index) + 1);
    context.builder.add(draft, place);
  };
  // A delimiter that no text holds: every line is one field.
  const TableShape shape{.dialect = {.delimiter = '\0', .quoting = false}, .width = 1, .has_header = false};
  return read_table(context.input, shape, context.progress, context.log, handle);
}

}  // namespace kinora::ingest
