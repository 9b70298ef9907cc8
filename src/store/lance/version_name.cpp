#include "store/lance/version_name.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace kinora::lance {
namespace {

constexpr std::string_view kSuffix = ".manifest";
constexpr std::size_t kV2Digits = 20;
constexpr std::uint64_t kV2Base = std::numeric_limits<std::uint64_t>::max();

}  // namespace

std::string manifest_name(VersionName name) {
  if (name.scheme == NamingScheme::kV1) return std::to_string(name.version).append(kSuffix);
  const std::string digits = std::to_string(kV2Base - name.version);
  return std::string(kV2Digits - digits.size(), '0').append(digits).append(kSuffix);
}

std::optional<VersionName> parse_manifest_name(std::string_view name) {
  if (!name.ends_with(kSuffix)) return std::nullopt;
  const std::string_view digits = name.substr(0, name.size() - kSuffix.size());
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  if (digits.size() == kV2Digits) return VersionName{kV2Base - number, NamingScheme::kV2};
  return VersionName{number, NamingScheme::kV1};
}

std::vector<VersionName> versions_among(std::span<const std::string> names) {
  std::vector<VersionName> versions;
  for (const std::string& name : names)
    if (const auto version = parse_manifest_name(name)) versions.push_back(*version);
  std::sort(versions.begin(), versions.end(), [](VersionName a, VersionName b) { return a.version < b.version; });
  return versions;
}

}  // namespace kinora::lance
