#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinora::lance {

/// How the manifests of a table are named. A table keeps the scheme that it has.
enum class NamingScheme : std::uint8_t {
  kV1,  ///< <version>.manifest
  kV2   ///< <20 digits of 2^64 - 1 - version>.manifest: the newest comes first in a listing
};

struct VersionName {
  std::uint64_t version = 0;
  NamingScheme scheme = NamingScheme::kV2;

  friend bool operator==(const VersionName&, const VersionName&) = default;
};

[[nodiscard]] std::string manifest_name(VersionName name);
/// Nothing for every other name: staging files, hints, detached versions.
[[nodiscard]] std::optional<VersionName> parse_manifest_name(std::string_view name);
/// The versions among the names of a directory, oldest first.
[[nodiscard]] std::vector<VersionName> versions_among(std::span<const std::string> names);

}  // namespace kinora::lance
