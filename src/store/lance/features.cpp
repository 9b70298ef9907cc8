#include "store/lance/features.hpp"

#include "base/try.hpp"
#include "store/lance/errors.hpp"

#include <array>
#include <cstdint>
#include <string>

namespace kinora::lance {
namespace {

struct Flag {
  std::uint64_t bit;
  std::string_view name;
};

constexpr std::uint64_t kDeletionFiles = 1;
constexpr std::uint64_t kStableRowIds = 2;
constexpr std::uint64_t kDeprecatedV2Format = 4;
constexpr std::uint64_t kTableConfig = 8;

constexpr std::array<Flag, 10> kFlagNames = {{{kStableRowIds, "stable row ids"},
                                              {16, "several base paths"},
                                              {32, "commits without transaction files"},
                                              {64, "data overlays"},
                                              {128, "covering indices"},
                                              {256, "data files of mixed versions"},
                                              {512, "fragment reuse"},
                                              {1024, "fragment reuse"},
                                              {2048, "semantic types"},
                                              {kDeletionFiles, "deletion files"}}};

Result<void> check_flags(std::uint64_t flags, std::uint64_t accepted, std::string_view where) {
  const std::uint64_t refused = flags & ~accepted;
  if (refused == 0) return {};
  for (const Flag& flag : kFlagNames)
    if ((refused & flag.bit) != 0) return unsupported(where, std::string(flag.name));
  return unsupported(where, "a feature of a newer Lance (flags " + std::to_string(refused) + ")");
}

bool is_read(std::string_view data_version) {
  return data_version == kDataVersion || data_version == "2.1" || data_version == "2.2";
}

}  // namespace

Result<void> check_readable(const wire::Manifest& manifest, std::string_view where) {
  KINORA_TRY_VOID(
      check_flags(manifest.reader_flags(), kDeletionFiles | kStableRowIds | kDeprecatedV2Format | kTableConfig, where));
  const wire::DataFormat& format = manifest.data_format();
  if (format.file_format() != "lance" || !is_read(format.version()))
    return unsupported(
        where, "data format " + (manifest.has_data_format() ? format.file_format() + " " + format.version() : "0.1 (legacy)"));
  for (const wire::Fragment& fragment : manifest.fragments()) {
    if (fragment.overlays_size() != 0) return unsupported(where, "data overlays");
    for (const wire::DataFile& file : fragment.files())
      if (file.has_base_id()) return unsupported(where, "several base paths");
  }
  return {};
}

Result<void> check_writable(const wire::Manifest& manifest, std::string_view where) {
  return check_flags(manifest.writer_flags() | manifest.reader_flags(), kDeletionFiles | kDeprecatedV2Format | kTableConfig,
                     where);
}

}  // namespace kinora::lance
