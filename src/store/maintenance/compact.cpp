#include "kinora/store/compact.hpp"

#include "base/check.hpp"
#include "base/hash.hpp"
#include "base/try.hpp"
#include "store/changes/moved_rows.hpp"
#include "store/changes/new_rows.hpp"
#include "store/column_rows.hpp"
#include "store/lance/commit.hpp"
#include "store/lance/deletion_file.hpp"
#include "store/lance/errors.hpp"
#include "store/lance/fragment_writer.hpp"
#include "store/lance/live_rows.hpp"
#include "store/lance/new_file.hpp"
#include "store/lance/next_manifest.hpp"
#include "store/lance/uuid.hpp"
#include "store/maintenance/compact_plan.hpp"
#include "store/maintenance/compact_table.hpp"
#include "store/maintenance/index_section.hpp"
#include "store/maintenance/table_files.hpp"

#include <cmath>
#include <set>
#include <utility>

namespace kinora {
namespace maintenance {
namespace {

using lance::ManifestFile;
using lance::WholeVersion;
using Path = std::filesystem::path;
namespace wire = lance::wire;

constexpr std::string_view kCompactStage = "compact";

/// Fragments and what was written of them.
struct Rewritten {
  std::vector<wire::Fragment> old_fragments;
  std::optional<wire::Fragment> fragment;  ///< nothing: no row of them lives
};

class Compaction {
 public:
  Compaction(FileSystem& files, Path table, const CompactOptions& options, const Execution& execution)
      : files_(files), table_(std::move(table)), options_(options), execution_(execution) {}

  Result<CompactReport> run() {
    lance::NewFiles new_files;
    const auto make = [&](const WholeVersion& base) { return make_next(base, new_files); };
    KINORA_TRY(report_.version, lance::commit_change(files_, table_, new_files, make, execution_));
    return report_;
  }

 private:
  Result<std::optional<ManifestFile>> make_next(const WholeVersion& base, lance::NewFiles& new_files);
  [[nodiscard]] bool fits(const WholeVersion& base) const;
  Result<void> rewrite(const WholeVersion& base, const std::vector<CompactGroup>& groups, lance::NewFiles& new_files);
  Result<std::optional<wire::Fragment>> write_group(const WholeVersion& base, const CompactGroup& group,
                                                    lance::NewFiles& new_files);
  Result<ManifestFile> assemble(const WholeVersion& base, lance::NewFiles& new_files);
  Result<void> rename_fragment(const wire::Fragment& old_fragment, ManifestFile& next, lance::NewFiles& new_files);
  void take_back(lance::NewFiles& new_files, std::size_t first);
  void describe_groups(const WholeVersion& base, const std::vector<CompactGroup>& groups);
  void describe(const WholeVersion& base);
  std::uint64_t bytes_of(const wire::Manifest& manifest);

  FileSystem& files_;
  Path table_;
  const CompactOptions& options_;
  const Execution& execution_;
  CompactReport report_;
  std::uint64_t fragments_written_ = 0;
  std::vector<Rewritten> rewritten_;
  std::string written_as_;      ///< the schema and data format that the new fragments have
  std::size_t data_files_ = 0;  ///< of the new files: those of the new fragments; behind them are copies of deletion files
};

/// What fragments must agree in with a version to be part of it.
std::string layout_of(const WholeVersion& version) {
  const wire::Manifest& manifest = version.manifest.file.manifest;
  std::string layout = manifest.data_format().version();
  for (const wire::Field& field : manifest.fields()) layout += "\n" + field.SerializeAsString();
  return layout;
}

bool same(const wire::Fragment& a, const wire::Fragment& b) { return a.SerializeAsString() == b.SerializeAsString(); }

Result<std::optional<ManifestFile>> Compaction::make_next(const WholeVersion& base, lance::NewFiles& new_files) {
  take_back(new_files, data_files_);
  if (rewritten_.empty() || !fits(base)) {
    take_back(new_files, 0);
    rewritten_.clear();
    report_ = {};
    fragments_written_ = 0;
    const std::vector<CompactGroup> groups = plan_compaction(base, options_);
    describe_groups(base, groups);
    describe(base);
    if (groups.empty() || options_.dry_run) return std::optional<ManifestFile>();
    KINORA_TRY_VOID(rewrite(base, groups, new_files));
  }
  describe(base);
  KINORA_TRY(ManifestFile next, assemble(base, new_files));
  return next;
}

void Compaction::take_back(lance::NewFiles& new_files, std::size_t first) {
  if (new_files.size() <= first) return;
  lance::remove_files(files_, std::span(new_files).subspan(first));
  new_files.resize(first);
}

/// Whether the fragments that were written anew are in this version as they were.
bool Compaction::fits(const WholeVersion& base) const {
  if (layout_of(base) != written_as_) return false;
  const auto& fragments = base.manifest.file.manifest.fragments();
  int i = 0;
  for (const Rewritten& each : rewritten_) {
    while (i < fragments.size() && fragments.Get(i).id() != each.old_fragments.front().id()) ++i;
    for (const wire::Fragment& old_fragment : each.old_fragments)
      if (i == fragments.size() || !same(fragments.Get(i++), old_fragment)) return false;
  }
  return true;
}

Result<void> Compaction::rewrite(const WholeVersion& base, const std::vector<CompactGroup>& groups, lance::NewFiles& new_files) {
  KINORA_TRY_VOID(changes::check_carried(base.snapshot, table_));
  execution_.stage_begin(kCompactStage, report_.rows_rewritten, "rows");
  std::uint64_t done = 0;
  for (const CompactGroup& group : groups) {
    Rewritten& each = rewritten_.emplace_back();
    for (std::size_t i = group.begin; i < group.end; ++i)
      each.old_fragments.push_back(base.manifest.file.manifest.fragments(static_cast<int>(i)));
    KINORA_TRY(each.fragment, write_group(base, group, new_files));
    done += group.live_rows;
    execution_.stage_progress(done);
  }
  execution_.stage_end();
  written_as_ = layout_of(base);
  data_files_ = new_files.size();
  return {};
}

Result<std::optional<wire::Fragment>> Compaction::write_group(const WholeVersion& base, const CompactGroup& group,
                                                              lance::NewFiles& new_files) {
  if (group.live_rows == 0) return std::optional<wire::Fragment>();
  const auto fragments = std::span(base.snapshot.fragments).subspan(group.begin, group.end - group.begin);
  const lance::LiveRows live(fragments);
  std::vector<Column> columns;
  for (const lance::TableField& field : base.snapshot.fields) {
    if (execution_.cancelled()) return fail(cancelled_error(kCompactStage));
    KINORA_TRY(Column column, lance::read_column(fragments, field));
    columns.push_back(live.all() ? std::move(column) : gather_rows(column, live.physical()));
  }
  KINORA_TRY(const changes::MatchedColumns matched, changes::match_columns(base, columns));
  KINORA_TRY(wire::Fragment fragment,
             lance::write_fragment(files_, table_, matched.columns, matched.fields,
                                   base.manifest.file.manifest.data_format().version(), new_files, execution_));
  return fragment;
}

/// The rows keep their order only if the numbers of the fragments rise with it: LanceDB sorts by them at every commit. So
/// whatever stands behind the first new fragment gets a new number too; its files stay.
Result<ManifestFile> Compaction::assemble(const WholeVersion& base, lance::NewFiles& new_files) {
  ManifestFile next = lance::follow(base.manifest);
  next.manifest.clear_fragments();
  wire::Rewrite& operation = *next.transaction->mutable_rewrite();
  const auto& fragments = base.manifest.file.manifest.fragments();
  std::set<std::uint64_t> gone;
  auto group = rewritten_.begin();
  for (int i = 0; i < fragments.size();) {
    const wire::Fragment& fragment = fragments.Get(i);
    if (group == rewritten_.end() || fragment.id() != group->old_fragments.front().id()) {
      ++i;
      if (group == rewritten_.begin()) {
        *next.manifest.add_fragments() = fragment;
        continue;
      }
      KINORA_TRY_VOID(rename_fragment(fragment, next, new_files));
      *operation.add_groups()->add_old_fragments() = fragment;
      gone.insert(fragment.id());
    } else {
      wire::RewriteGroup& written = *operation.add_groups();
      for (const wire::Fragment& old_fragment : group->old_fragments) {
        *written.add_old_fragments() = old_fragment;
        gone.insert(old_fragment.id());
      }
      i += static_cast<int>(group->old_fragments.size());
      const bool is_empty = !group->fragment.has_value();
      if (!is_empty) KINORA_TRY_VOID(lance::add_fragment(next.manifest, *group->fragment));
      ++group;
      if (is_empty) continue;
    }
    const int last = next.manifest.fragments_size() - 1;
    *operation.mutable_groups(operation.groups_size() - 1)->add_new_fragments() = next.manifest.fragments(last);
  }
  KINORA_CHECK(group == rewritten_.end());
  report_.indices_dropped = drop_indices_of(next, gone);
  report_.bytes_after = bytes_of(next.manifest);
  return next;
}

/// A deletion file bears its fragment's number in its name, and a number of its own, which is drawn anew: a compaction that died
/// may have left the copy behind.
Result<void> Compaction::rename_fragment(const wire::Fragment& old_fragment, ManifestFile& next, lance::NewFiles& new_files) {
  KINORA_TRY_VOID(lance::add_fragment(next.manifest, old_fragment));
  if (!old_fragment.has_deletion_file()) return {};
  wire::Fragment& renamed = *next.manifest.mutable_fragments(next.manifest.fragments_size() - 1);
  renamed.mutable_deletion_file()->set_id(xxh3_64(lance::make_uuid()));
  const Path directory = table_ / lance::kDeletionsDirectory;
  KINORA_TRY(const auto bytes,
             files_.map(directory / lance::deletion_file_name(old_fragment.id(), old_fragment.deletion_file())));
  const Path copy = directory / lance::deletion_file_name(renamed.id(), renamed.deletion_file());
  KINORA_TRY_VOID(lance::write_new_file(files_, copy, bytes->text()));
  new_files.push_back(copy);
  return files_.sync_directory(directory);
}

void Compaction::describe_groups(const WholeVersion& base, const std::vector<CompactGroup>& groups) {
  for (const CompactGroup& group : groups) {
    report_.fragments_rewritten += group.end - group.begin;
    fragments_written_ += group.live_rows == 0 ? 0 : 1;
    report_.rows_rewritten += group.live_rows;
    for (std::size_t i = group.begin; i < group.end; ++i) report_.dead_rows_removed += base.snapshot.fragments[i].dead.size();
  }
}

void Compaction::describe(const WholeVersion& base) {
  report_.fragments_before = base.snapshot.fragments.size();
  report_.fragments_after = report_.fragments_before - report_.fragments_rewritten + fragments_written_;
  report_.rows = base.snapshot.rows;
  report_.bytes_before = bytes_of(base.manifest.file.manifest);
  if (report_.fragments_rewritten == 0) report_.bytes_after = report_.bytes_before;
}

std::uint64_t Compaction::bytes_of(const wire::Manifest& manifest) {
  std::uint64_t bytes = 0;
  std::set<std::string> data;
  for (const wire::Fragment& fragment : manifest.fragments()) {
    for (const wire::DataFile& file : fragment.files())
      if (data.insert(file.path()).second) bytes += size_of(files_, table_ / lance::kDataDirectory / file.path());
    if (fragment.has_deletion_file())
      bytes += size_of(files_,
                       table_ / lance::kDeletionsDirectory / lance::deletion_file_name(fragment.id(), fragment.deletion_file()));
  }
  return bytes;
}

}  // namespace

Result<CompactReport> compact(FileSystem& files, const Path& table, const CompactOptions& options, const Execution& execution) {
  KINORA_TRY_VOID(options.validate());
  return Compaction(files, table, options, execution).run();
}

}  // namespace maintenance

Result<void> CompactOptions::validate() const {
  if (target_rows == 0)
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "a fragment cannot be meant to have no rows",
                 .where = "target_rows",
                 .expected = "at least 1",
                 .found = "0"});
  if (!std::isfinite(dead_share) || dead_share < 0 || dead_share > 1)
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "the share of dead rows is no share",
                 .where = "dead_share",
                 .expected = "0 to 1",
                 .found = std::to_string(dead_share)});
  return {};
}

Result<CompactReport> compact(const std::filesystem::path& table, const CompactOptions& options, const Execution& execution) {
  return maintenance::compact(local_file_system(), table, options, execution);
}

}  // namespace kinora
