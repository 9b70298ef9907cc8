#pragma once

#include "kinora/base/result.hpp"

#include <CLI/App.hpp>
#include <functional>

namespace kinora::cli {

/// What the command line chose to do; set by the callback of the chosen subcommand.
using Action = std::function<Result<void>()>;

// Each adds one subcommand. Options live as long as the app.
void add_build(CLI::App& app, Action& action);
void add_add(CLI::App& app, Action& action);
void add_remove(CLI::App& app, Action& action);
void add_similar(CLI::App& app, Action& action);
void add_genres(CLI::App& app, Action& action);
void add_search(CLI::App& app, Action& action);
void add_info(CLI::App& app, Action& action);
void add_table(CLI::App& app, Action& action);
void add_export(CLI::App& app, Action& action);
void add_evaluate(CLI::App& app, Action& action);

}  // namespace kinora::cli
