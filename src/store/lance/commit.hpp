#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "store/lance/manifest_file.hpp"
#include "store/lance/manifest_store.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>

namespace kinora::lance {

/// Makes the next version's manifest, with its transaction's operation, out of what it builds upon. Called again upon a newer
/// base when another writer has won the version. commit() itself sets version, time, flags, writer and the transaction's ids.
using MakeNext = std::function<Result<ManifestFile>(const NewestManifest& base)>;

/// Commits one version (docs/formats/lance.md, "Commit"): at every moment a reader sees the version before or the new one, whole.
/// `new_files` are those that the new version brings; they must be written and synced, and are removed if it cannot be committed.
/// Returns the version. Errors: those of `make_next`; kCommitConflict after many lost races; kOutputUnwritable, kDiskFull. After
/// an error the versions before are as they were; only if the last sync failed may the new one be there as well, whole.
[[nodiscard]] Result<std::uint64_t> commit(FileSystem& files, const std::filesystem::path& table,
                                           std::span<const std::filesystem::path> new_files, const MakeNext& make_next);

}  // namespace kinora::lance
