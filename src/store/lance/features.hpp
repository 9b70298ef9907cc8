#pragma once

#include "kinora/base/result.hpp"
#include "store/lance/wire.pb.h"

#include <string_view>

namespace kinora::lance {

/// The version of the data files that are written, as a manifest names it.
inline constexpr std::string_view kDataVersion = "2.0";

/// Whether this table can be read without being misread: feature flags, data format, what its fragments carry.
/// Error: kTableUnsupported, which names the feature.
[[nodiscard]] Result<void> check_readable(const wire::Manifest& manifest, std::string_view where);

/// Whether a version may be committed upon this one. The data format is no matter: an overwrite replaces all files.
[[nodiscard]] Result<void> check_writable(const wire::Manifest& manifest, std::string_view where);

}  // namespace kinora::lance
