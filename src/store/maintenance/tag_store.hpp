#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/tags.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// kinora/store/tags.hpp on any file system.
namespace kinora::maintenance {

inline constexpr const char* kRefsDirectory = "_refs";
inline constexpr const char* kTagsDirectory = "_refs/tags";

/// The names of the files that hold tags, in their order; none if the table never had a tag.
[[nodiscard]] Result<std::vector<std::string>> list_tag_files(FileSystem& files, const std::filesystem::path& table);
/// A tag's file that list_tag_files has named. `manifest_size`, if asked for, is what the file says of the version's manifest.
[[nodiscard]] Result<Tag> read_tag_file(FileSystem& files, const std::filesystem::path& table, const std::string& file_name,
                                        std::uint64_t* manifest_size = nullptr);
/// The text of a tag's file. Error: kTableCorrupt.
[[nodiscard]] Result<Tag> parse_tag(std::string_view text, std::string name, const std::string& where,
                                    std::uint64_t* manifest_size = nullptr);

[[nodiscard]] Result<std::vector<Tag>> list_tags(FileSystem& files, const std::filesystem::path& table);
[[nodiscard]] Result<Tag> find_tag(FileSystem& files, const std::filesystem::path& table, std::string_view name);
[[nodiscard]] Result<Tag> create_tag(FileSystem& files, const std::filesystem::path& table, std::string_view name,
                                     std::uint64_t version);
[[nodiscard]] Result<Tag> move_tag(FileSystem& files, const std::filesystem::path& table, std::string_view name,
                                   std::uint64_t version);
[[nodiscard]] Result<void> delete_tag(FileSystem& files, const std::filesystem::path& table, std::string_view name);

}  // namespace kinora::maintenance
