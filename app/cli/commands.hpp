#pragma once

#include "options/command.hpp"

namespace kinora::cli {

// Each adds one command to the program.
void add_build(const Command& app);
void add_add(const Command& app);
void add_remove(const Command& app);
void add_similar(const Command& app);
void add_genres(const Command& app);
void add_search(const Command& app);
void add_info(const Command& app);
void add_table(const Command& app);
void add_export(const Command& app);
void add_evaluate(const Command& app);

}  // namespace kinora::cli
