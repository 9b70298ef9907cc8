#pragma once

#include <CLI/CLI.hpp>

namespace kinora::cli {

/// Says on standard error what is wrong with the command line, and what could stand there. Returns the exit status.
[[nodiscard]] int print_usage_error(const CLI::App& app, const CLI::ParseError& error);

}  // namespace kinora::cli
