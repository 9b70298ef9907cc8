#include "kinora/store/tags.hpp"

#include "store/maintenance/tag_store.hpp"

namespace kinora {

Result<std::vector<Tag>> list_tags(const std::filesystem::path& table) {
  return maintenance::list_tags(local_file_system(), table);
}

Result<Tag> find_tag(const std::filesystem::path& table, std::string_view name) {
  return maintenance::find_tag(local_file_system(), table, name);
}

Result<Tag> create_tag(const std::filesystem::path& table, std::string_view name, std::uint64_t version) {
  return maintenance::create_tag(local_file_system(), table, name, version);
}

Result<Tag> move_tag(const std::filesystem::path& table, std::string_view name, std::uint64_t version) {
  return maintenance::move_tag(local_file_system(), table, name, version);
}

Result<void> delete_tag(const std::filesystem::path& table, std::string_view name) {
  return maintenance::delete_tag(local_file_system(), table, name);
}

}  // namespace kinora
