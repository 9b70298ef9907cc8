#include "kinora/store/table.hpp"

#include "base/file_system.hpp"
#include "base/try.hpp"
#include "store/lance/column_reader.hpp"
#include "store/lance/manifest_store.hpp"
#include "store/lance/overwrite.hpp"
#include "store/lance/snapshot.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

namespace kinora {
namespace {

/// A column is read by the first who asks for it; others wait for it, and for no other column.
struct ColumnSlot {
  std::mutex mutex;
  std::optional<Column> column;
};

/// The columns that can be read.
Schema schema_of(const lance::Snapshot& snapshot) {
  Schema schema;
  for (const lance::TableField& field : snapshot.fields)
    if (field.unsupported_type.empty()) schema.fields.push_back(field.field);
  return schema;
}

}  // namespace

struct Table::State {
  State(std::filesystem::path table_directory, lance::Snapshot opened)
      : directory(std::move(table_directory)),
        snapshot(std::move(opened)),
        schema(schema_of(snapshot)),
        slots(std::make_unique<ColumnSlot[]>(snapshot.fields.size())) {}

  std::filesystem::path directory;
  lance::Snapshot snapshot;
  Schema schema;
  std::unique_ptr<ColumnSlot[]> slots;  ///< one for each of snapshot.fields
};

Table::Table(std::unique_ptr<State> state) : state_(std::move(state)) {}
Table::Table(Table&&) noexcept = default;
Table& Table::operator=(Table&&) noexcept = default;
Table::~Table() = default;

Result<Table> Table::overwrite(const std::filesystem::path& directory, std::span<const Column> columns) {
  KINORA_TRY(const std::uint64_t version, lance::overwrite(local_file_system(), directory, columns));
  return open(directory, version);
}

Result<Table> Table::open(const std::filesystem::path& directory, std::optional<std::uint64_t> version) {
  KINORA_TRY(lance::Snapshot snapshot, lance::open_snapshot(local_file_system(), directory, version));
  return Table(std::make_unique<State>(directory, std::move(snapshot)));
}

std::uint64_t Table::version() const { return state_->snapshot.name.version; }
const Schema& Table::schema() const { return state_->schema; }
std::size_t Table::row_count() const { return state_->snapshot.rows; }
const std::vector<std::string>& Table::notes() const { return state_->snapshot.notes; }

Result<std::vector<VersionInfo>> Table::versions() const {
  return lance::describe_versions(local_file_system(), state_->directory);
}

Result<Column> Table::column(std::string_view name) const {
  const std::vector<lance::TableField>& fields = state_->snapshot.fields;
  const auto field = std::find_if(fields.begin(), fields.end(), [&](const auto& each) { return each.field.name == name; });
  if (field == fields.end())
    return fail({.code = ErrorCode::kFilterType,
                 .what = "the table has no column '" + std::string(name) + "'",
                 .where = state_->directory.string(),
                 .next_step = "Look at the table's schema"});
  ColumnSlot& slot = state_->slots[static_cast<std::size_t>(field - fields.begin())];
  const std::lock_guard lock(slot.mutex);
  if (!slot.column) {
    KINORA_TRY(slot.column, lance::read_column(state_->snapshot.fragments, *field));
  }
  return *slot.column;
}

}  // namespace kinora
