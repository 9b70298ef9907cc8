#include "store/indexes/index_changes.hpp"

#include "base/try.hpp"
#include "store/indexes/index_files.hpp"
#include "store/indexes/index_info.hpp"
#include "store/lance/column_reader.hpp"
#include "store/search/vector_rows.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace kinora::indexes {
namespace {

using Path = std::filesystem::path;

std::int64_t now_ns() { return std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch()).count(); }

/// "<column>_<metric>", with '_' for what a name cannot have.
std::string default_name(const std::string& column, Metric metric) {
  std::string name = column;
  for (char& c : name)
    if (!check_name(std::string(1, c))) c = '_';
  name.resize(std::min<std::size_t>(name.size(), 200));
  return name.append("_").append(metric_name(metric));
}

/// The fragments of a version with these numbers, in this order; every one is there.
std::vector<lance::Fragment> pick(const lance::Snapshot& snapshot, const std::vector<CoveredFragment>& chosen) {
  std::vector<lance::Fragment> fragments;
  for (const CoveredFragment& each : chosen) {
    const auto found = std::find_if(snapshot.fragments.begin(), snapshot.fragments.end(),
                                    [&](const lance::Fragment& fragment) { return fragment.id == each.id; });
    fragments.push_back(*found);
  }
  return fragments;
}

Result<GraphIndex> build(const MatrixView& vectors, const Description& description, const Execution& execution) {
  if (description.kind == IndexKind::kCodes) return GraphIndex::build_codes(vectors, description.metric, execution);
  const GraphOptions options{.metric = description.metric,
                             .neighbours = static_cast<std::size_t>(description.neighbours),
                             .build_beam = static_cast<std::size_t>(description.build_beam),
                             .seed = description.seed};
  return GraphIndex::build(vectors, options, execution);
}

Result<void> check_rows(const Description& description) {
  if (description.rows() <= kMostIndexRows) return {};
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = "the table has too many rows for an index",
               .where = "column '" + description.column + "'",
               .expected = std::to_string(kMostIndexRows) + " at most",
               .found = std::to_string(description.rows())});
}

/// An index of all fragments of a version that have vectors. `description` gets them.
Result<GraphIndex> build_anew(const lance::Snapshot& snapshot, const lance::TableField& field, Description& description,
                              const Execution& execution) {
  description.fragments = fragments_with(snapshot, field.id);
  KINORA_TRY_VOID(check_rows(description));
  KINORA_TRY(const Column vectors, lance::read_column(pick(snapshot, description.fragments), field));
  return build(vectors.vectors(), description, execution);
}

/// What the index knows, and behind it the fragments that it does not know.
Result<GraphIndex> extend(const OpenIndex& index, const lance::Snapshot& snapshot, const lance::TableField& field,
                          Description& description, const Execution& execution) {
  std::vector<CoveredFragment> added = fragments_with(snapshot, field.id);
  std::erase_if(added, [&](const CoveredFragment& each) {
    return std::any_of(description.fragments.begin(), description.fragments.end(),
                       [&](const CoveredFragment& known) { return known.id == each.id; });
  });
  description.fragments.insert(description.fragments.end(), added.begin(), added.end());
  KINORA_TRY_VOID(check_rows(description));
  KINORA_TRY(const Column vectors, lance::read_column(pick(snapshot, added), field));
  return index.graph.extended_by(vectors.vectors(), execution);
}

/// What is gone is passed by in every search, and rows that the index was not made for are coded worse.
bool is_worth_extending(const Coverage& coverage) {
  std::size_t added = 0;
  for (const RowRange& each : coverage.uncovered) added += each.count;
  return coverage.gone_rows <= coverage.index_rows / 3 && added <= coverage.index_rows;
}

std::string vector_columns(const lance::Snapshot& snapshot) {
  std::string names;
  for (const lance::TableField& field : snapshot.fields)
    if (field.unsupported_type.empty() && field.field.type == DataType::kVector)
      names += (names.empty() ? "" : ", ") + field.field.name;
  return names.empty() ? "The table has no column of vectors" : "The columns of vectors are: " + names;
}

Result<const lance::TableField*> vector_field(const lance::Snapshot& snapshot, std::string_view name, const Path& table) {
  for (const lance::TableField& field : snapshot.fields) {
    if (field.field.name != name) continue;
    if (!field.unsupported_type.empty() || field.field.type != DataType::kVector) {
      auto error = wrong_column_type(name, "fixed_size_list of float");
      error.value().next_step = vector_columns(snapshot);
      return error;
    }
    return &field;
  }
  return fail({.code = ErrorCode::kFilterType,
               .what = "the table has no column '" + std::string(name) + "'",
               .where = table.string(),
               .next_step = vector_columns(snapshot)});
}

Result<IndexInfo> describe_now(FileSystem& files, const Path& table, const lance::Snapshot& snapshot,
                               const Description& description) {
  const OpenVersion open(snapshot, table.string());
  return describe_index(files, table, open, description);
}

}  // namespace

Result<IndexInfo> create_index(FileSystem& files, const Path& table, const IndexOptions& options, const Execution& execution) {
  KINORA_TRY_VOID(options.validate());
  KINORA_TRY(const lance::Snapshot snapshot, lance::open_snapshot(files, table, std::nullopt));
  KINORA_TRY(const lance::TableField* const field, vector_field(snapshot, options.column, table));
  Description description;
  description.name = options.name.empty() ? default_name(options.column, options.metric) : options.name;
  KINORA_TRY_VOID(check_name(description.name));
  if (!options.replace && read_description(files, table, description.name))
    return fail({.code = ErrorCode::kAlreadyExists,
                 .what = "the table has an index '" + description.name + "' already",
                 .where = table.string(),
                 .next_step = "Choose another name, or replace that one"});
  description.column = field->field.name;
  description.field = field->id;
  description.dimension = field->field.dimension;
  description.metric = options.metric;
  description.kind = options.kind;
  if (options.kind == IndexKind::kGraph) {
    description.neighbours = options.neighbours;
    description.build_beam = options.build_beam;
    description.seed = options.seed;
  }
  description.table_version = snapshot.name.version;
  description.created_ns = now_ns();
  KINORA_TRY(const GraphIndex graph, build_anew(snapshot, *field, description, execution));
  if (execution.cancelled()) return fail(cancelled_error("the index"));
  KINORA_TRY_VOID(publish(files, table, description, graph, options.replace));
  return describe_now(files, table, snapshot, description);
}

Result<IndexInfo> update_index(FileSystem& files, const Path& table, std::string_view name, const Execution& execution) {
  KINORA_TRY(const lance::Snapshot snapshot, lance::open_snapshot(files, table, std::nullopt));
  KINORA_TRY(Description description, read_description(files, table, name));
  const auto field = std::find_if(snapshot.fields.begin(), snapshot.fields.end(), [&](const lance::TableField& each) {
    return each.id == description.field && each.unsupported_type.empty() && each.field.type == DataType::kVector &&
           each.field.dimension == description.dimension;
  });
  if (field == snapshot.fields.end())
    return fail(
        {.code = ErrorCode::kFilterType,
         .what = "the table has no more the column '" + description.column + "' that the index '" + description.name + "' is of",
         .where = table.string(),
         .next_step = "Drop the index, and make one of another column"});
  const Coverage coverage = coverage_of(description, snapshot);
  const auto open = open_index(files, table, description);
  const bool is_whole = open && check_bytes(*open, description);
  const bool must_be_anew = reason_to_refuse(coverage) || !is_whole || !is_worth_extending(coverage);
  if (!must_be_anew && coverage.uncovered.empty()) return describe_now(files, table, snapshot, description);
  description.column = field->field.name;
  description.table_version = snapshot.name.version;
  description.created_ns = now_ns();
  KINORA_TRY(const GraphIndex graph, must_be_anew ? build_anew(snapshot, *field, description, execution)
                                                  : extend(*open, snapshot, *field, description, execution));
  if (execution.cancelled()) return fail(cancelled_error("the index"));
  KINORA_TRY_VOID(publish(files, table, description, graph, true));
  return describe_now(files, table, snapshot, description);
}

Result<void> drop_index(FileSystem& files, const Path& table, std::string_view name) {
  KINORA_TRY_VOID(lance::list_manifests(files, table));
  return remove_index(files, table, name);
}

Result<std::vector<IndexInfo>> list_indexes(FileSystem& files, const Path& table, std::optional<std::uint64_t> version) {
  KINORA_TRY(lance::Snapshot snapshot, lance::open_snapshot(files, table, version));
  const OpenVersion open(std::move(snapshot), table.string());
  KINORA_TRY(const std::vector<std::string> names, list_names(files, table));
  std::vector<IndexInfo> infos;
  for (const std::string& name : names) {
    const auto description = read_description(files, table, name);
    if (!description && description.error().code == ErrorCode::kFileNotFound) continue;  // dropped since
    if (!description) {
      infos.push_back(describe_damaged(name, description.error()));
      continue;
    }
    KINORA_TRY(IndexInfo info, describe_index(files, table, open, *description));
    infos.push_back(std::move(info));
  }
  return infos;
}

std::optional<std::string> reason_to_refuse(const Coverage& coverage) {
  if (!coverage.changed.empty())
    return "the vectors of fragment " + std::to_string(coverage.changed.front()) + " lie in another file than when it was made";
  if (coverage.knows_nothing()) return "the table has none of the fragments any more of which it was made";
  return std::nullopt;
}

}  // namespace kinora::indexes
