#include "engine/version_pin.hpp"

#include "base/try.hpp"
#include "store/maintenance/tag_store.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

namespace kinora {
namespace {

constexpr std::string_view kPrefix = "kinora-generation-";

std::string tag_name(std::uint64_t generation) { return std::string(kPrefix) + std::to_string(generation); }

std::optional<std::uint64_t> generation_of(std::string_view tag) {
  if (!tag.starts_with(kPrefix)) return std::nullopt;
  tag.remove_prefix(kPrefix.size());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(tag.data(), tag.data() + tag.size(), number);
  if (error != std::errc() || end != tag.data() + tag.size()) return std::nullopt;
  return number;
}

}  // namespace

Result<void> pin_version(FileSystem& files, const BundleLayout& bundle, const BundleInfo& info) {
  const std::filesystem::path table = bundle.table(info.table_name);
  const std::string name = tag_name(info.generation);
  Result<Tag> tag = maintenance::create_tag(files, table, name, info.table_version);
  // A tag that a bundle removed from here left behind: the number of a generation that is being made is its own.
  if (!tag && tag.error().code == ErrorCode::kAlreadyExists) tag = maintenance::move_tag(files, table, name, info.table_version);
  if (!tag) return fail(tag.error());
  return {};
}

void unpin_version(FileSystem& files, const BundleLayout& bundle, const BundleInfo& info) {
  static_cast<void>(maintenance::delete_tag(files, bundle.table(info.table_name), tag_name(info.generation)));
}

void unpin_versions_but(FileSystem& files, const BundleLayout& bundle, const BundleInfo& info,
                        const std::vector<std::uint64_t>& left) {
  const auto entries = files.list(bundle.root());
  if (!entries) return;
  for (const std::string& entry : *entries) {
    if (!entry.ends_with(".lance")) continue;
    const std::filesystem::path table = bundle.root() / entry;
    const auto tags = maintenance::list_tags(files, table);
    if (!tags) continue;
    for (const Tag& tag : *tags) {
      const auto generation = generation_of(tag.name);
      if (!generation || *generation >= info.generation || std::binary_search(left.begin(), left.end(), *generation)) continue;
      static_cast<void>(maintenance::delete_tag(files, table, tag.name));
    }
  }
}

}  // namespace kinora
