#include "store/changes/delete_rows.hpp"

#include "base/try.hpp"
#include "store/changes/chosen_rows.hpp"
#include "store/changes/removed_rows.hpp"
#include "store/lance/commit.hpp"
#include "store/lance/next_manifest.hpp"
#include "store/open_version.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace kinora::changes {

Result<Commit> delete_rows(FileSystem& files, const std::filesystem::path& table, std::string_view where,
                           const Execution& execution) {
  Commit commit;
  lance::NewFiles new_files;
  const auto make = [&](const lance::WholeVersion& base) -> Result<std::optional<lance::ManifestFile>> {
    lance::remove_files(files, new_files);
    new_files.clear();
    commit.version = base.manifest.name->version;
    const OpenVersion open(base.snapshot, table.string());
    KINORA_TRY(const RowSelection rows, choose_rows(open, where));
    commit.rows_deleted = static_cast<std::uint64_t>(std::count(rows.begin(), rows.end(), 1));
    if (commit.rows_deleted == 0) return std::optional<lance::ManifestFile>();

    lance::ManifestFile next = lance::follow(base.manifest);
    KINORA_TRY(const RemovedRows removed, remove_rows(files, table, base, rows, next.manifest, new_files));
    lance::wire::Delete& operation = *next.transaction->mutable_delete_();
    operation.mutable_updated_fragments()->Add(removed.updated_fragments.begin(), removed.updated_fragments.end());
    operation.mutable_deleted_fragment_ids()->Add(removed.removed_fragments.begin(), removed.removed_fragments.end());
    operation.set_predicate(std::string(where));
    return next;
  };
  KINORA_TRY(const auto version, lance::commit_change(files, table, new_files, make, execution));
  if (version) commit.version = *version;
  return commit;
}

}  // namespace kinora::changes
