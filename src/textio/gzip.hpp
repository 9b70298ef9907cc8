#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"

#include <string>
#include <string_view>

namespace kinora::textio {

/// True if the bytes start like a gzip stream (RFC 1952).
[[nodiscard]] bool is_gzip(std::string_view bytes);

/// The content of all members of a gzip stream; zero bytes after the last one are padding. `path` is named in errors:
/// kFileTruncated (the stream is cut), kFileUnreadable (damaged, or larger than 8 GiB), kCancelled.
[[nodiscard]] Result<std::string> gunzip(std::string_view bytes, const std::string& path, const Execution& execution);

}  // namespace kinora::textio
