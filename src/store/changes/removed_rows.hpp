#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "kinora/search/row_selection.hpp"
#include "store/lance/commit.hpp"
#include "store/lance/snapshot.hpp"
#include "store/lance/wire.pb.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace kinora::changes {

/// What becomes of the fragments that lose rows.
struct RemovedRows {
  std::vector<lance::wire::Fragment> updated_fragments;  ///< with their new deletion files
  std::vector<std::uint64_t> removed_fragments;          ///< without a live row left
};

/// Takes rows out of `next`, which follows upon `base`: those of `rows`, one byte a physical row, all of them live. Every
/// fragment that keeps a row gets a new deletion file with all its dead rows, those of before too. Errors: kOutputUnwritable,
/// kDiskFull.
[[nodiscard]] Result<RemovedRows> remove_rows(FileSystem& files, const std::filesystem::path& table,
                                              const lance::WholeVersion& base, const RowSelection& rows,
                                              lance::wire::Manifest& next, lance::NewFiles& new_files);

}  // namespace kinora::changes
