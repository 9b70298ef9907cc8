#include "kinora/store/table.hpp"

#include "base/file_system.hpp"
#include "base/try.hpp"
#include "store/lance/features.hpp"
#include "store/lance/manifest_store.hpp"
#include "store/lance/overwrite.hpp"
#include "store/lance/snapshot.hpp"
#include "store/table_state.hpp"

#include <utility>

namespace kinora {

Table::Table(std::unique_ptr<State> state) : state_(std::move(state)) {}
Table::Table(Table&&) noexcept = default;
Table& Table::operator=(Table&&) noexcept = default;
Table::~Table() = default;

Result<Table> Table::overwrite(const std::filesystem::path& directory, std::span<const Column> columns,
                               const Execution& execution) {
  KINORA_TRY(const std::uint64_t version,
             lance::overwrite(local_file_system(), directory, columns, lance::kDataVersion, execution));
  return open_version(directory, version, false);
}

Result<Table> Table::open(const std::filesystem::path& directory, std::optional<std::uint64_t> version) {
  return open_version(directory, version, version.has_value());
}

Result<Table> Table::open_version(const std::filesystem::path& directory, std::optional<std::uint64_t> version, bool pinned) {
  KINORA_TRY(lance::Snapshot snapshot, lance::open_snapshot(local_file_system(), directory, version));
  return Table(std::make_unique<State>(directory, std::move(snapshot), pinned));
}

std::uint64_t Table::version() const { return state_->open.snapshot().name.version; }
bool Table::pinned() const { return state_->pinned; }
const Schema& Table::schema() const { return state_->open.schema(); }
std::size_t Table::row_count() const { return state_->open.snapshot().rows; }
const std::vector<std::string>& Table::notes() const { return state_->open.snapshot().notes; }

Result<std::vector<VersionInfo>> Table::versions() const {
  return lance::describe_versions(local_file_system(), state_->directory);
}

Result<Column> Table::column(std::string_view name) const { return state_->open.column(name); }

Result<void> Table::checkout(std::uint64_t version) {
  KINORA_TRY(*this, open_version(state_->directory, version, true));
  return {};
}

Result<void> Table::checkout_latest() {
  KINORA_TRY(*this, open_version(state_->directory, std::nullopt, false));
  return {};
}

}  // namespace kinora
