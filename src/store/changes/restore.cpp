#include "store/changes/restore.hpp"

#include "base/try.hpp"
#include "store/lance/commit.hpp"
#include "store/lance/features.hpp"
#include "store/lance/manifest_store.hpp"
#include "store/lance/next_manifest.hpp"
#include "store/lance/snapshot.hpp"

#include <algorithm>

namespace kinora::changes {

Result<Commit> restore(FileSystem& files, const std::filesystem::path& table, std::uint64_t version) {
  // Its data files too: what is restored must be whole.
  KINORA_TRY(const lance::Snapshot snapshot, lance::open_snapshot(files, table, version));
  KINORA_TRY(const lance::ManifestFile old, lance::read_manifest(files, table, snapshot.name));
  KINORA_TRY_VOID(lance::check_writable(old.manifest, (table / lance::manifest_name(snapshot.name)).string()));
  KINORA_TRY_VOID(lance::ensure_directory(files, table, lance::kTransactionsDirectory));

  const auto make = [&](const lance::NewestManifest& base) -> Result<lance::ManifestFile> {
    lance::ManifestFile next = old;
    lance::note_fragment_ids(next.manifest);
    lance::wire::Manifest newest = base.file.manifest;
    lance::note_fragment_ids(newest);
    if (newest.has_max_fragment_id() &&
        (!next.manifest.has_max_fragment_id() || newest.max_fragment_id() > next.manifest.max_fragment_id()))
      next.manifest.set_max_fragment_id(newest.max_fragment_id());
    next.transaction.emplace().mutable_restore()->set_version(version);
    return next;
  };
  KINORA_TRY(const std::uint64_t made, lance::commit(files, table, {}, make));
  return Commit{.version = made};
}

}  // namespace kinora::changes
