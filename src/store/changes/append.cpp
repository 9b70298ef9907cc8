#include "store/changes/append.hpp"

#include "base/try.hpp"
#include "store/changes/new_rows.hpp"
#include "store/lance/column_check.hpp"
#include "store/lance/commit.hpp"
#include "store/lance/next_manifest.hpp"

#include <optional>

namespace kinora::changes {

Result<Commit> append(FileSystem& files, const std::filesystem::path& table, std::span<const Column> columns,
                      const Execution& execution) {
  KINORA_TRY_VOID(lance::check_columns(columns));
  Commit commit;
  lance::NewFiles new_files;
  NewRows rows(files, table, columns);
  const auto make = [&](const lance::WholeVersion& base) -> Result<std::optional<lance::ManifestFile>> {
    commit.version = base.manifest.name->version;
    KINORA_TRY(const auto fragment, rows.write_for(base, new_files, execution));
    if (!fragment) return std::optional<lance::ManifestFile>();
    lance::ManifestFile next = lance::follow(base.manifest);
    *next.transaction->mutable_append()->add_fragments() = *fragment;
    KINORA_TRY_VOID(lance::add_fragment(next.manifest, *fragment));
    return next;
  };
  KINORA_TRY(const auto version, lance::commit_change(files, table, new_files, make, execution));
  if (!version) return commit;
  return Commit{.version = *version, .rows_inserted = columns.front().rows};
}

}  // namespace kinora::changes
