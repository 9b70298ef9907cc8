#include "engine/version_pin.hpp"

#include "base/try.hpp"
#include "kinora/store/tags.hpp"

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

Result<void> pin_version(const BundleLayout& bundle, const BundleInfo& info) {
  const std::filesystem::path table = bundle.table(info.table_name);
  const std::string name = tag_name(info.generation);
  Result<Tag> tag = create_tag(table, name, info.table_version);
  // A tag that a bundle removed from here left behind: the number of a generation that is being made is its own.
  if (!tag && tag.error().code == ErrorCode::kAlreadyExists) tag = move_tag(table, name, info.table_version);
  if (!tag) return fail(tag.error());
  return {};
}

void unpin_version(const BundleLayout& bundle, const BundleInfo& info) {
  static_cast<void>(delete_tag(bundle.table(info.table_name), tag_name(info.generation)));
}

void unpin_older_versions(const BundleLayout& bundle, const BundleInfo& info, std::uint64_t oldest_kept) {
  const std::filesystem::path table = bundle.table(info.table_name);
  const auto tags = list_tags(table);
  if (!tags) return;
  for (const Tag& tag : *tags)
    if (const auto generation = generation_of(tag.name); generation && *generation < oldest_kept)
      static_cast<void>(delete_tag(table, tag.name));
}

}  // namespace kinora
