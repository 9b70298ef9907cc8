#pragma once

#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

/// A name for one version of a table, as LanceDB keeps them. cleanup() never removes what a tagged version needs.
struct KINORA_EXPORT Tag {
  std::string name;
  std::uint64_t version = 0;
  std::string branch;            ///< LanceDB's branch that the version is of; empty = the table itself
  std::int64_t created_ns = 0;   ///< since 1970-01-01 UTC; 0 = the tag does not say
  std::int64_t modified_ns = 0;  ///< when it was last made or moved; the same
};

/// `table` is the directory of a Lance table (NAME.lance) in all of these. Each tag is one small file, replaced as a whole:
/// readers see it before or after a change, and what has returned survives a power cut. Tags are no part of a version: no commit
/// is made.

/// All tags, by name. Errors: kFileNotFound (no such table), kTableCorrupt (a tag's file holds no tag), kFileUnreadable.
[[nodiscard]] KINORA_EXPORT Result<std::vector<Tag>> list_tags(const std::filesystem::path& table);

/// Errors: kFileNotFound (no such table or tag), kTableCorrupt, kFileUnreadable.
[[nodiscard]] KINORA_EXPORT Result<Tag> find_tag(const std::filesystem::path& table, std::string_view name);

/// Names a version. A name is ASCII letters, digits, '.', '-' and '_', at most 240 of them; it neither begins nor ends with a
/// dot, has no two dots in a row and does not end with ".lock". (LanceDB takes other letters too, and cannot list the table's
/// tags any more.) Errors: kInvalidArgument (the name), kAlreadyExists (there is such a tag), kFileNotFound (no such table or
/// version), kTableCorrupt (the version's manifest is torn), kOutputUnwritable, kDiskFull.
[[nodiscard]] KINORA_EXPORT Result<Tag> create_tag(const std::filesystem::path& table, std::string_view name,
                                                   std::uint64_t version);

/// Gives an existing tag to another version, which may be older. Errors: as create_tag; kFileNotFound also if there is no such
/// tag.
[[nodiscard]] KINORA_EXPORT Result<Tag> move_tag(const std::filesystem::path& table, std::string_view name,
                                                 std::uint64_t version);

/// The version stays; a later cleanup may take it. Errors: kFileNotFound (no such table or tag), kOutputUnwritable.
[[nodiscard]] KINORA_EXPORT Result<void> delete_tag(const std::filesystem::path& table, std::string_view name);

}  // namespace kinora
