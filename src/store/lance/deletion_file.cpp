#include "store/lance/deletion_file.hpp"

#include "base/check.hpp"
#include "base/try.hpp"
#include "store/lance/arrow_row_ids.hpp"
#include "store/lance/errors.hpp"
#include "store/lance/roaring.hpp"

#include <algorithm>

namespace kinora::lance {
namespace {

/// Runs of a bitmap take no bytes for each number: what a hostile file of some bytes can ask for ends here.
constexpr std::uint64_t kMostDeadRows = std::uint64_t{1} << 28U;

}  // namespace

std::string deletion_file_name(std::uint64_t fragment_id, const wire::DeletionFile& file) {
  KINORA_CHECK(file.kind() == kArrowDeletions || file.kind() == kBitmapDeletions, file.kind());
  return std::to_string(fragment_id) + "-" + std::to_string(file.read_version()) + "-" + std::to_string(file.id()) +
         (file.kind() == kArrowDeletions ? ".arrow" : ".bin");
}

Result<std::vector<std::uint32_t>> read_deletion_file(FileSystem& files, const std::filesystem::path& table,
                                                      std::uint64_t fragment_id, const wire::DeletionFile& file,
                                                      std::uint64_t physical_rows) {
  if (file.has_base_id()) return unsupported(table.string(), "several base paths");
  if (file.kind() != kArrowDeletions && file.kind() != kBitmapDeletions)
    return unsupported(table.string(), "deletion files of kind " + std::to_string(file.kind()));
  const std::filesystem::path path = table / kDeletionsDirectory / deletion_file_name(fragment_id, file);
  const std::string where = path.string();
  auto mapped = files.map(path);
  if (!mapped && mapped.error().code == ErrorCode::kFileNotFound) return corrupt(where, "a deletion file is missing");
  if (!mapped) return fail(std::move(mapped).error());
  const Bytes bytes = (*mapped)->bytes();
  const std::uint64_t limit = std::min(physical_rows, kMostDeadRows);
  KINORA_TRY(std::vector<std::uint32_t> dead,
             file.kind() == kArrowDeletions ? read_arrow_row_ids(bytes, limit, where) : read_roaring(bytes, limit, where));
  std::sort(dead.begin(), dead.end());  // LanceDB writes the Arrow form in the order of a hash table
  if (std::adjacent_find(dead.begin(), dead.end()) != dead.end()) return corrupt(where, "a row is deleted twice");
  if (!dead.empty() && dead.back() >= physical_rows)
    return corrupt(where, "a row is deleted that the fragment does not have", "below " + std::to_string(physical_rows),
                   std::to_string(dead.back()));
  // 0: written by a Lance that did not count them yet.
  if (file.deleted_rows() != 0 && file.deleted_rows() != dead.size())
    return corrupt(where, "the deletion file has not as many rows as the manifest says", std::to_string(file.deleted_rows()),
                   std::to_string(dead.size()));
  return dead;
}

}  // namespace kinora::lance
