#include "store/changes/replaced_rows.hpp"

#include "base/try.hpp"
#include "store/changes/new_rows.hpp"
#include "store/changes/removed_rows.hpp"
#include "store/lance/fragment_writer.hpp"
#include "store/lance/next_manifest.hpp"

#include <algorithm>
#include <optional>

namespace kinora::changes {

Result<lance::ManifestFile> replace_rows(FileSystem& files, const std::filesystem::path& table, const lance::WholeVersion& base,
                                         const RowSelection& gone, std::span<const Column> columns,
                                         std::span<const lance::TableField> written, lance::NewFiles& new_files,
                                         const Execution& execution) {
  lance::ManifestFile next = lance::follow(base.manifest);
  lance::wire::Update& operation = *next.transaction->mutable_update();
  for (const lance::TableField& field : written) operation.add_written_fields(static_cast<std::uint32_t>(field.id));
  std::optional<lance::wire::Fragment> fragment;
  if (!columns.empty() && columns.front().rows != 0) {
    KINORA_TRY(const MatchedColumns matched, match_columns(base, columns));
    KINORA_TRY(fragment, lance::write_fragment(files, table, matched.columns, matched.fields,
                                               base.manifest.file.manifest.data_format().version(), new_files, execution));
    *operation.add_new_fragments() = *fragment;
  }
  if (std::find(gone.begin(), gone.end(), 1) != gone.end()) {
    KINORA_TRY(const RemovedRows removed, remove_rows(files, table, base, gone, next.manifest, new_files));
    operation.mutable_updated_fragments()->Add(removed.updated_fragments.begin(), removed.updated_fragments.end());
    operation.mutable_removed_fragment_ids()->Add(removed.removed_fragments.begin(), removed.removed_fragments.end());
  }
  if (fragment) KINORA_TRY_VOID(lance::add_fragment(next.manifest, *fragment));
  return next;
}

}  // namespace kinora::changes
