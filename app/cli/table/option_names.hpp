#pragma once

#include "kinora/base/result.hpp"
#include "kinora/search/metric.hpp"

#include <initializer_list>
#include <string_view>
#include <utility>

namespace kinora::cli {

/// An error of the library in the words of the command line: where it names a field of its options, as `where` or as a word of
/// its advice, the option that is typed stands in its place.
[[nodiscard]] Error naming_options(Error error, std::initializer_list<std::pair<std::string_view, std::string_view>> options);

/// The metric of this name. Error: kInvalidArgument, of --metric.
[[nodiscard]] Result<Metric> metric_option(std::string_view name);

}  // namespace kinora::cli
