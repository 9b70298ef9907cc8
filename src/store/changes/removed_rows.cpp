#include "store/changes/removed_rows.hpp"

#include "base/check.hpp"
#include "base/try.hpp"
#include "store/lance/deletion_file.hpp"
#include "store/lance/deletion_file_writer.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <utility>

namespace kinora::changes {
namespace {

std::vector<std::uint32_t> chosen_offsets(std::span<const std::uint8_t> rows) {
  std::vector<std::uint32_t> offsets;
  for (std::size_t row = 0; row < rows.size(); ++row)
    if (rows[row] != 0) offsets.push_back(static_cast<std::uint32_t>(row));
  return offsets;
}

}  // namespace

Result<RemovedRows> remove_rows(FileSystem& files, const std::filesystem::path& table, const lance::WholeVersion& base,
                                const RowSelection& rows, lance::wire::Manifest& next, lance::NewFiles& new_files) {
  KINORA_CHECK(rows.size() == base.snapshot.physical_rows, rows.size(), base.snapshot.physical_rows);
  KINORA_TRY_VOID(lance::ensure_directory(files, table, lance::kDeletionsDirectory));
  const lance::wire::Manifest& before = base.manifest.file.manifest;
  RemovedRows result;
  next.clear_fragments();
  std::size_t first = 0;
  for (std::size_t i = 0; i < base.snapshot.fragments.size(); ++i) {
    const lance::Fragment& fragment = base.snapshot.fragments[i];
    const std::vector<std::uint32_t> chosen = chosen_offsets(std::span(rows).subspan(first, fragment.rows));
    first += fragment.rows;
    lance::wire::Fragment wire_fragment = before.fragments(static_cast<int>(i));
    if (chosen.empty()) {
      *next.add_fragments() = std::move(wire_fragment);
      continue;
    }
    std::vector<std::uint32_t> dead;
    dead.reserve(chosen.size() + fragment.dead.size());
    std::merge(chosen.begin(), chosen.end(), fragment.dead.begin(), fragment.dead.end(), std::back_inserter(dead));
    if (dead.size() == fragment.rows) {
      result.removed_fragments.push_back(fragment.id);
      continue;
    }
    KINORA_TRY(*wire_fragment.mutable_deletion_file(),
               lance::write_deletion_file(files, table, fragment.id, base.manifest.name->version, dead, new_files));
    *next.add_fragments() = wire_fragment;
    result.updated_fragments.push_back(std::move(wire_fragment));
  }
  if (!result.updated_fragments.empty()) KINORA_TRY_VOID(files.sync_directory(table / lance::kDeletionsDirectory));
  return result;
}

}  // namespace kinora::changes
