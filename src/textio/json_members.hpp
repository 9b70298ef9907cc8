#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory_resource>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace kinora::textio {

struct JsonMember {
  enum class Kind : std::uint8_t {
    kScalar,     ///< a string (decoded) or a number (as written)
    kContainer,  ///< a list or an object, as written
    kNothing     ///< null, true, false
  };
  std::string_view key;
  std::string_view value;
  Kind kind = Kind::kNothing;
};

struct JsonError {
  std::string detail;  ///< "expected ',' or '}' at byte 12"
};

/// Calls `handle` for every member of the one JSON object that `text` holds, in order. Views into the text or the arena.
[[nodiscard]] tl::expected<void, JsonError> for_each_member(std::string_view text, std::pmr::memory_resource& arena,
                                                            const std::function<void(const JsonMember&)>& handle);

}  // namespace kinora::textio
