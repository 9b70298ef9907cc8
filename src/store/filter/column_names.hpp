#pragma once

#include "kinora/store/column.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kinora::filter {

/// The column that a name means: the one that is spelled so; else, if the name is not quoted, the first that differs in the case
/// of ASCII letters alone, as in LanceDB.
[[nodiscard]] std::optional<std::size_t> find_column(const Schema& schema, std::string_view name, bool quoted);

/// The columns' names for a message, those spelled most alike first: "year, years, title".
[[nodiscard]] std::string names_like(const Schema& schema, std::string_view name);

/// What a column holds, for a message: "integers (int32)".
[[nodiscard]] std::string contents_of(DataType type);

}  // namespace kinora::filter
