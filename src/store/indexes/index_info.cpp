#include "store/indexes/index_info.hpp"

#include "base/try.hpp"
#include "search/exact_search.hpp"
#include "store/indexes/index_changes.hpp"
#include "store/indexes/index_files.hpp"

#include <algorithm>
#include <utility>

namespace kinora {
namespace indexes {
namespace {

void refuse(IndexInfo& info, IndexState state, const std::string& reason) {
  info.state = state;
  info.note = reason + ": update the index, which makes it anew, or drop it";
}

}  // namespace

FoundRows count_rows(const Coverage& coverage, const RowSelection& selection) {
  FoundRows found;
  for (const CoveredRows& each : coverage.covered) found.covered += count_chosen(each.row, each.row + each.count, selection);
  for (const RowRange& each : coverage.uncovered) found.uncovered += count_chosen(each.row, each.row + each.count, selection);
  return found;
}

Result<IndexInfo> describe_index(FileSystem& files, const std::filesystem::path& table, const OpenVersion& open,
                                 const Description& description) {
  IndexInfo info{.name = description.name,
                 .column = description.column,
                 .metric = description.metric,
                 .kind = description.kind,
                 .neighbours = static_cast<std::size_t>(description.neighbours),
                 .rows = description.rows(),
                 .bytes = description.bytes,
                 .table_version = description.table_version,
                 .created_ns = description.created_ns};
  const auto& fields = open.snapshot().fields;
  const auto field = std::find_if(fields.begin(), fields.end(), [&](const auto& each) { return each.id == description.field; });
  if (field == fields.end()) {
    info.rows_dead = info.rows;
    info.state = IndexState::kStale;
    info.note = "the version has no such column: drop the index if it is of no other version";
    return info;
  }
  KINORA_TRY(const VectorRows vectors, VectorRows::read(open, field->field.name));
  const Coverage coverage = coverage_of(description, open.snapshot());
  const FoundRows found = count_rows(coverage, vectors.searchable());
  info.rows_covered = found.covered;
  info.rows_to_add = found.uncovered;
  info.rows_dead = info.rows - found.covered;
  if (const auto reason = reason_to_refuse(coverage)) {
    refuse(info, IndexState::kStale, *reason);
  } else if (const auto index = open_index(files, table, description); !index) {
    refuse(info, IndexState::kDamaged,
           Error{.code = index.error().code, .what = index.error().what, .where = index.error().where}.message());
  } else if (info.rows_to_add != 0) {
    info.state = IndexState::kBehind;
  }
  return info;
}

IndexInfo describe_damaged(std::string name, const Error& error) {
  IndexInfo info;
  info.name = std::move(name);
  info.state = IndexState::kDamaged;
  info.note = Error{.code = error.code, .what = error.what, .where = error.where}.message() + ": drop it, and make it anew";
  return info;
}

}  // namespace indexes

std::string_view index_kind_name(IndexKind kind) { return kind == IndexKind::kCodes ? "codes" : "graph"; }

std::string_view index_state_name(IndexState state) {
  switch (state) {
    case IndexState::kCurrent:
      return "current";
    case IndexState::kBehind:
      return "behind";
    case IndexState::kStale:
      return "stale";
    case IndexState::kDamaged:
      break;
  }
  return "damaged";
}

Result<void> IndexOptions::validate() const {
  if (!name.empty()) KINORA_TRY_VOID(indexes::check_name(name));
  if (kind == IndexKind::kCodes) return {};
  return GraphOptions{.metric = metric, .neighbours = neighbours, .build_beam = build_beam, .seed = seed}.validate();
}

Result<IndexInfo> create_index(const std::filesystem::path& table, const IndexOptions& options, const Execution& execution) {
  return indexes::create_index(local_file_system(), table, options, execution);
}

Result<IndexInfo> update_index(const std::filesystem::path& table, std::string_view name, const Execution& execution) {
  return indexes::update_index(local_file_system(), table, name, execution);
}

Result<void> drop_index(const std::filesystem::path& table, std::string_view name) {
  return indexes::drop_index(local_file_system(), table, name);
}

Result<std::vector<IndexInfo>> list_indexes(const std::filesystem::path& table, std::optional<std::uint64_t> version) {
  return indexes::list_indexes(local_file_system(), table, version);
}

}  // namespace kinora
