#pragma once

#include "ingest/field.hpp"
#include "ingest/name_lists.hpp"
#include "kinora/catalogue/columns.hpp"

#include <span>
#include <string>
#include <string_view>

namespace kinora::ingest {

/// How the lists of a column are written, by the evidence of its cells: the separator among bar, semicolon, comma, slash and
/// middle dot that most of them hold. Of genres, also a separator inside of names whose parts are mostly names by themselves
/// ("comedy/drama" beside "comedy, drama"). A comma separates no people where it only stands before "Jr.".
[[nodiscard]] ListStyle find_list_style(std::span<const std::string_view> cells, Field field);

/// The separator that more than half of the distinct names hold, although lists were split; empty if there is none.
[[nodiscard]] std::string_view separator_left_in(const LabelColumn& names);

}  // namespace kinora::ingest
