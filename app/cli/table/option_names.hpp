#pragma once

#include "kinora/base/result.hpp"

#include <initializer_list>
#include <string_view>
#include <utility>

namespace kinora::cli {

/// An error of the library whose `where` is a field of its options: with the option of the command line in its place.
[[nodiscard]] Error naming_options(Error error, std::initializer_list<std::pair<std::string_view, std::string_view>> options);

}  // namespace kinora::cli
