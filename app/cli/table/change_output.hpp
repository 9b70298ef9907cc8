#pragma once

#include "../json.hpp"
#include "kinora/store/changes.hpp"
#include "kinora/store/table.hpp"

#include <string>

namespace kinora::cli {

/// What a change did, and the table as it is since.
[[nodiscard]] Json commit_to_json(const Commit& commit, const Table& table);

/// Prints one of the two.
void print_commit(const Commit& commit, const Table& table, bool json);

/// "3 rows deleted: version 5, 14 rows", and how to take it back; that nothing changed, if nothing did.
[[nodiscard]] std::string commit_text(const Commit& commit, const Table& table);

}  // namespace kinora::cli
