#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "kinora/search/graph_index.hpp"
#include "store/indexes/description.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// The files of a table's indexes: `_kinora/<name>.json` describes an index, whose bytes are in `_kinora/<uuid>.index`.
namespace kinora::indexes {

inline constexpr const char* kIndexDirectory = "_kinora";
inline constexpr std::string_view kDescriptionSuffix = ".json";
inline constexpr std::string_view kBytesSuffix = ".index";
inline constexpr std::string_view kTemporaryPrefix = ".tmp";

/// The names of the indexes that a table has, in their order, be they whole or not; none if it never had any.
[[nodiscard]] Result<std::vector<std::string>> list_names(FileSystem& files, const std::filesystem::path& table);

/// Errors: kFileNotFound (no such index), kTableCorrupt, kTableUnsupported, kFileUnreadable.
[[nodiscard]] Result<Description> read_description(FileSystem& files, const std::filesystem::path& table, std::string_view name);

/// An index with the file that it views.
struct OpenIndex {
  GraphIndex graph;
  std::span<const std::byte> bytes;
  std::string where;
};
/// Maps the bytes of an index and sees that they are of what the description says, as far as that takes no reading of all of
/// them. Errors: kTableCorrupt (missing, of another size, of something else), kTableUnsupported, kFileUnreadable.
[[nodiscard]] Result<OpenIndex> open_index(FileSystem& files, const std::filesystem::path& table, const Description& description);
/// Reads all bytes. Error: kTableCorrupt (the checksum).
[[nodiscard]] Result<void> check_bytes(const OpenIndex& index, const Description& description);

/// Gives the table an index: its bytes first, then the description, whose `file`, `bytes` and `checksum` are set here. If it
/// takes the place of another, the bytes of that one are removed. Errors: kAlreadyExists (without `replace`), kOutputUnwritable,
/// kDiskFull; after one the table has the indexes that it had, or the new one.
[[nodiscard]] Result<void> publish(FileSystem& files, const std::filesystem::path& table, Description& description,
                                   const GraphIndex& graph, bool replace);

/// Error: kFileNotFound (no such index), kOutputUnwritable.
[[nodiscard]] Result<void> remove_index(FileSystem& files, const std::filesystem::path& table, std::string_view name);

}  // namespace kinora::indexes
