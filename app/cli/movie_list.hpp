#pragma once

#include "kinora/base/result.hpp"
#include "kinora/engine/engine.hpp"

#include <string>
#include <vector>

namespace kinora::cli {

/// A file of films, one a line: an id, or a title with or without "(year)" behind it. A line of digits is an id, and a title
/// where there is no such id ("1917"). Empty lines and lines that begin with # are passed over. Errors: kFileNotFound,
/// kFileUnreadable.
[[nodiscard]] Result<std::vector<MovieReference>> read_movie_list(const std::string& path);

/// One line of such a file.
[[nodiscard]] MovieReference parse_movie_reference(std::string line);

}  // namespace kinora::cli
