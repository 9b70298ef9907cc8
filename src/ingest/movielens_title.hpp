#pragma once

#include <cstdint>
#include <memory_resource>
#include <string_view>

namespace kinora::ingest {

struct MovieLensTitle {
  std::string_view title;
  std::int32_t year;  ///< kUnknownYear if the title does not end with one
};

/// "American President, The (1995)" is The American President of 1995. An article at the end goes to the front, also from before
/// other titles in parentheses: "Hunt, The (Jagten) (2012)" is "The Hunt (Jagten)"; those stay as they are written. A range of
/// years counts as its first one. Views into `text` or the arena.
[[nodiscard]] MovieLensTitle parse_movielens_title(std::string_view text, std::pmr::memory_resource& arena);

}  // namespace kinora::ingest
