#include "store/maintenance/tag_store.hpp"

#include "base/try.hpp"
#include "store/lance/errors.hpp"
#include "store/lance/manifest_store.hpp"
#include "store/lance/new_file.hpp"
#include "store/lance/uuid.hpp"
#include "store/maintenance/rfc3339.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

namespace kinora::maintenance {
namespace {

using Path = std::filesystem::path;
using Json = nlohmann::ordered_json;
using lance::corrupt;

constexpr std::string_view kSuffix = ".json";
/// With its suffix and a temporary prefix it fits into the 255 bytes of a file name.
constexpr std::size_t kLongestName = 240;

Result<void> check_name(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  };
  if (!name.empty() && name.size() <= kLongestName && name.front() != '.' && name.back() != '.' &&
      name.find("..") == std::string_view::npos && !name.ends_with(".lock") && std::all_of(name.begin(), name.end(), allowed))
    return {};
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = "a tag cannot have this name",
               .expected = "1 to 240 letters A-Z and a-z, digits, '-', '_' and single dots within, not ending in .lock",
               .found = "'" + std::string(name) + "'",
               .next_step = "Choose another name"});
}

/// Tags that others made may have names that ours cannot have.
bool can_be_a_file(std::string_view name) {
  return !name.empty() && name.front() != '.' && name.find_first_of(std::string_view("/\0", 2)) == std::string_view::npos;
}

Path tag_path(const Path& table, std::string_view name) { return table / kTagsDirectory / std::string(name).append(kSuffix); }

tl::unexpected<Error> no_such_tag(const Path& table, std::string_view name) {
  return fail({.code = ErrorCode::kFileNotFound,
               .what = "the table has no tag '" + std::string(name) + "'",
               .where = table.string(),
               .next_step = "List the table's tags"});
}

std::int64_t time_in(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_string()) return 0;
  return from_rfc3339(found->get_ref<const std::string&>()).value_or(0);
}

Result<Json> parse_json(std::string_view text, const std::string& where) {
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded() || !json.is_object()) return corrupt(where, "the tag's file is no JSON object");
  const auto version = json.find("version");
  if (version == json.end() || !version->is_number_unsigned() || version->get<std::uint64_t>() == 0)
    return corrupt(where, "the tag has no version", "a key 'version' with a number from 1");
  return json;
}

Result<Json> read_json(FileSystem& files, const Path& path) {
  KINORA_TRY(const auto mapped, files.map(path));
  return parse_json(mapped->text(), path.string());
}

Tag tag_of(const Json& json, std::string name) {
  Tag tag;
  tag.name = std::move(name);
  tag.version = json.at("version").get<std::uint64_t>();
  if (const auto branch = json.find("branch"); branch != json.end() && branch->is_string())
    tag.branch = branch->get<std::string>();
  tag.created_ns = time_in(json, "createdAt");
  tag.modified_ns = time_in(json, "updatedAt");
  return tag;
}

/// A version that can be opened, and the size of its manifest.
Result<std::uint64_t> manifest_size(FileSystem& files, const Path& table, std::uint64_t version) {
  KINORA_TRY(const std::vector<lance::VersionName> names, lance::list_manifests(files, table));
  const auto found = std::find_if(names.begin(), names.end(), [&](auto each) { return each.version == version; });
  if (found == names.end())
    return fail({.code = ErrorCode::kFileNotFound,
                 .what = "the table has no version " + std::to_string(version),
                 .where = table.string(),
                 .next_step = "List the table's versions"});
  KINORA_TRY_VOID(lance::read_manifest(files, table, *found));
  return files.size(table / lance::kVersionsDirectory / lance::manifest_name(*found));
}

std::int64_t now_ns() { return std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch()).count(); }

/// A tag in LanceDB's words. Of the one it replaces, if any, the time of its making and its metadata stay.
Json make_json(std::uint64_t version, std::uint64_t size, const Json& replaced) {
  const std::string time = to_rfc3339(now_ns());
  const auto created = replaced.find("createdAt");
  Json metadata = Json::object();
  if (const auto found = replaced.find("metadata"); found != replaced.end() && found->is_object())
    for (const auto& [key, value] : found->items())
      if (value.is_string()) metadata[key] = value;
  return {{"branch", nullptr},
          {"version", version},
          {"createdAt", created != replaced.end() && created->is_string() ? *created : Json(time)},
          {"updatedAt", time},
          {"manifestSize", size},
          {"metadata", metadata}};
}

Path temporary_path(const Path& table) { return table / kTagsDirectory / (".tmp" + lance::make_uuid()); }

Result<void> replace_tag_file(FileSystem& files, const Path& table, std::string_view name, const std::string& text) {
  const Path temporary = temporary_path(table);
  KINORA_TRY_VOID(lance::write_new_file(files, temporary, text));
  if (auto renamed = files.rename(temporary, tag_path(table, name)); !renamed) {
    static_cast<void>(files.remove(temporary));
    return renamed;
  }
  return files.sync_directory(table / kTagsDirectory);
}

Result<void> create_directories(FileSystem& files, const Path& table) {
  KINORA_TRY_VOID(files.create_directories(table / kTagsDirectory));
  KINORA_TRY_VOID(files.sync_directory(table));
  return files.sync_directory(table / kRefsDirectory);
}

/// A cleanup that chose the version before it was tagged may have removed it since; a tag of nothing would stop every later one.
Result<void> check_still_there(FileSystem& files, const Path& table, std::uint64_t version) {
  const auto size = manifest_size(files, table, version);
  if (size) return {};
  return fail(size.error());
}

Result<void> remove_tag_file(FileSystem& files, const Path& table, std::string_view name) {
  KINORA_TRY_VOID(files.remove(tag_path(table, name)));
  return files.sync_directory(table / kTagsDirectory);
}

}  // namespace

Result<std::vector<std::string>> list_tag_files(FileSystem& files, const Path& table) {
  auto names = files.list(table / kTagsDirectory);
  if (!names && names.error().code == ErrorCode::kFileNotFound) {
    // A table without tags, or no table.
    KINORA_TRY_VOID(lance::list_manifests(files, table));
    return std::vector<std::string>();
  }
  if (!names) return fail(std::move(names).error());
  std::erase_if(*names, [](const std::string& name) { return name.starts_with('.') || !name.ends_with(kSuffix); });
  return names;
}

Result<Tag> parse_tag(std::string_view text, std::string name, const std::string& where, std::uint64_t* manifest_size) {
  KINORA_TRY(const Json json, parse_json(text, where));
  if (manifest_size != nullptr) {
    const auto size = json.find("manifestSize");
    *manifest_size = size != json.end() && size->is_number_unsigned() ? size->get<std::uint64_t>() : 0;
  }
  return tag_of(json, std::move(name));
}

Result<Tag> read_tag_file(FileSystem& files, const Path& table, const std::string& file_name, std::uint64_t* manifest_size) {
  const Path path = table / kTagsDirectory / file_name;
  KINORA_TRY(const auto mapped, files.map(path));
  return parse_tag(mapped->text(), file_name.substr(0, file_name.size() - kSuffix.size()), path.string(), manifest_size);
}

Result<std::vector<Tag>> list_tags(FileSystem& files, const Path& table) {
  KINORA_TRY(const std::vector<std::string> names, list_tag_files(files, table));
  std::vector<Tag> tags;
  for (const std::string& name : names) {
    auto tag = read_tag_file(files, table, name);
    if (!tag && tag.error().code == ErrorCode::kFileNotFound) continue;  // deleted since
    if (!tag) return fail(std::move(tag).error());
    tags.push_back(*std::move(tag));
  }
  // Files are in the order of their names with the suffix: "a-b.json" before "a.json".
  std::sort(tags.begin(), tags.end(), [](const Tag& a, const Tag& b) { return a.name < b.name; });
  return tags;
}

Result<Tag> find_tag(FileSystem& files, const Path& table, std::string_view name) {
  KINORA_TRY_VOID(lance::list_manifests(files, table));
  if (!can_be_a_file(name)) return no_such_tag(table, name);
  auto tag = read_tag_file(files, table, std::string(name).append(kSuffix));
  if (!tag && tag.error().code == ErrorCode::kFileNotFound) return no_such_tag(table, name);
  return tag;
}

Result<Tag> create_tag(FileSystem& files, const Path& table, std::string_view name, std::uint64_t version) {
  KINORA_TRY_VOID(check_name(name));
  KINORA_TRY(const std::uint64_t size, manifest_size(files, table, version));
  KINORA_TRY_VOID(create_directories(files, table));
  const Json json = make_json(version, size, Json::object());
  KINORA_TRY(const lance::Race race, lance::publish_new_file(files, tag_path(table, name), temporary_path(table), json.dump(2)));
  if (race == lance::Race::kLost)
    return fail({.code = ErrorCode::kAlreadyExists,
                 .what = "the table has a tag '" + std::string(name) + "' already",
                 .where = table.string(),
                 .next_step = "Choose another name, or move or delete that tag"});
  if (const auto there = check_still_there(files, table, version); !there) {
    static_cast<void>(remove_tag_file(files, table, name));
    return fail(there.error());
  }
  return tag_of(json, std::string(name));
}

Result<Tag> move_tag(FileSystem& files, const Path& table, std::string_view name, std::uint64_t version) {
  KINORA_TRY_VOID(find_tag(files, table, name));
  KINORA_TRY(const std::uint64_t size, manifest_size(files, table, version));
  const Path path = tag_path(table, name);
  KINORA_TRY(const auto before, files.map(path));
  KINORA_TRY(const Json replaced, read_json(files, path));
  const Json json = make_json(version, size, replaced);
  KINORA_TRY_VOID(replace_tag_file(files, table, name, json.dump(2)));
  if (const auto there = check_still_there(files, table, version); !there) {
    static_cast<void>(replace_tag_file(files, table, name, std::string(before->text())));
    return fail(there.error());
  }
  return tag_of(json, std::string(name));
}

Result<void> delete_tag(FileSystem& files, const Path& table, std::string_view name) {
  KINORA_TRY_VOID(lance::list_manifests(files, table));
  // A tag whose file is damaged can be deleted as well.
  if (!can_be_a_file(name) || !files.exists(tag_path(table, name))) return no_such_tag(table, name);
  return remove_tag_file(files, table, name);
}

}  // namespace kinora::maintenance
