#include "store/open_version.hpp"

#include "base/try.hpp"
#include "store/column_rows.hpp"
#include "store/filter/column_names.hpp"
#include "store/lance/column_reader.hpp"

#include <algorithm>
#include <utility>

namespace kinora {
namespace {

Schema schema_of(const lance::Snapshot& snapshot) {
  Schema schema;
  for (const lance::TableField& field : snapshot.fields)
    if (field.unsupported_type.empty()) schema.fields.push_back(field.field);
  return schema;
}

}  // namespace

OpenVersion::OpenVersion(lance::Snapshot snapshot, std::string where)
    : snapshot_(std::move(snapshot)),
      where_(std::move(where)),
      schema_(schema_of(snapshot_)),
      live_(snapshot_.fragments),
      slots_(std::make_unique<Slot[]>(snapshot_.fields.size())) {}

Result<std::size_t> OpenVersion::find(std::string_view name) const {
  const std::vector<lance::TableField>& fields = snapshot_.fields;
  const auto field = std::find_if(fields.begin(), fields.end(), [&](const auto& each) { return each.field.name == name; });
  if (field == fields.end())
    return fail({.code = ErrorCode::kFilterType,
                 .what = "the table has no column '" + std::string(name) + "'",
                 .where = where_,
                 .next_step = "The columns are: " + filter::names_like(schema_, name)});
  return static_cast<std::size_t>(field - fields.begin());
}

Result<void> OpenVersion::read_physical(Slot& slot, std::size_t field) const {
  if (slot.physical) return {};
  KINORA_TRY(slot.physical, lance::read_column(snapshot_.fragments, snapshot_.fields[field]));
  return {};
}

Result<Column> OpenVersion::physical_column(std::string_view name) const {
  KINORA_TRY(const std::size_t field, find(name));
  Slot& slot = slots_[field];
  const std::lock_guard lock(slot.mutex);
  KINORA_TRY_VOID(read_physical(slot, field));
  return *slot.physical;
}

Result<Column> OpenVersion::column(std::string_view name) const {
  KINORA_TRY(const std::size_t field, find(name));
  Slot& slot = slots_[field];
  const std::lock_guard lock(slot.mutex);
  if (!slot.live) {
    KINORA_TRY_VOID(read_physical(slot, field));
    slot.live = live_.all() ? *slot.physical : gather_rows(*slot.physical, live_.physical());
  }
  return *slot.live;
}

Result<RowSelection> OpenVersion::select_physical(std::string_view where) const {
  KINORA_TRY(const Filter filter, Filter::parse(where, schema_));
  return select_physical(filter);
}

Result<RowSelection> OpenVersion::select_physical(const Filter& filter) const {
  KINORA_TRY(RowSelection selection,
             filter.evaluate([this](std::string_view name) { return physical_column(name); }, snapshot_.physical_rows));
  if (!live_.all())
    for (std::size_t row = 0; row < selection.size(); ++row)
      selection[row] = static_cast<std::uint8_t>(selection[row] & live_.alive()[row]);
  return selection;
}

Result<RowSelection> OpenVersion::select_among(std::span<const std::uint64_t> rows, const Filter& filter) const {
  const auto gathered = [&](std::string_view name) -> Result<Column> {
    KINORA_TRY(const Column column, physical_column(name));
    return gather_rows(column, rows);
  };
  return filter.evaluate(gathered, rows.size());
}

Result<RowSelection> OpenVersion::select(std::string_view where) const {
  KINORA_TRY(RowSelection physical, select_physical(where));
  if (live_.all()) return physical;
  RowSelection selection;
  selection.reserve(live_.physical().size());
  for (const std::uint64_t row : live_.physical()) selection.push_back(physical[static_cast<std::size_t>(row)]);
  return selection;
}

}  // namespace kinora
