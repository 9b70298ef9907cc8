#pragma once

#include "../json.hpp"
#include "kinora/store/table.hpp"

#include <string>

namespace kinora::cli {

/// The columns of a version with their types, its number and rows.
[[nodiscard]] Json schema_to_json(const Table& table);
[[nodiscard]] std::string schema_text(const Table& table);

}  // namespace kinora::cli
