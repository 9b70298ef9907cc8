#pragma once

#include "base/file_system.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "store/lance/manifest_file.hpp"
#include "store/lance/manifest_store.hpp"
#include "store/lance/snapshot.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace kinora::lance {

/// The files that a new version brings: written and synced when it is committed, removed if it is not.
using NewFiles = std::vector<std::filesystem::path>;

/// Makes a directory of the table's if it is not there, to last: its name survives a power cut. Errors: kOutputUnwritable.
[[nodiscard]] Result<void> ensure_directory(FileSystem& files, const std::filesystem::path& table, const char* name);

/// Removes what can be removed; a file that stays is harmless.
void remove_files(FileSystem& files, std::span<const std::filesystem::path> paths);

/// Makes the next version's manifest, with its transaction's operation, out of what it builds upon. Called again upon a newer
/// base when another writer has won the version. The commit itself sets version, time, flags, writer and the transaction's ids.
using MakeNext = std::function<Result<ManifestFile>(const NewestManifest& base)>;

/// Commits one version (docs/formats/lance.md, "Commit"): at every moment a reader sees the version before or the new one, whole.
/// It builds upon the newest manifest that can be read, whether its data files are whole or not.
/// Returns the version. Errors: those of `make_next`; kCommitConflict after many lost races; kOutputUnwritable, kDiskFull,
/// kCancelled. After an error the versions before are as they were; only if the last sync failed may the new one be there as
/// well, whole.
[[nodiscard]] Result<std::uint64_t> commit(FileSystem& files, const std::filesystem::path& table, const NewFiles& new_files,
                                           const MakeNext& make_next, const Execution& execution = {});

/// The same of a change to rows: it sees the newest version that is whole, and may write files for each base that it is made
/// upon. Nothing: there is nothing to change, and no version is made.
using MakeChange = std::function<Result<std::optional<ManifestFile>>(const WholeVersion& base)>;

/// Commits a change. `new_files` are what `make_change` has written so far; it takes back what a newer base has no use for.
/// Errors: as above; and kCommitConflict if the change fitted one version and does not fit the next, another writer's.
[[nodiscard]] Result<std::optional<std::uint64_t>> commit_change(FileSystem& files, const std::filesystem::path& table,
                                                                 NewFiles& new_files, const MakeChange& make_change,
                                                                 const Execution& execution = {});

}  // namespace kinora::lance
