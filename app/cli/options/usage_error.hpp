#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace kinora::cli {

/// Says on standard error what is wrong with the command line, and what could stand there. Returns the exit status.
[[nodiscard]] int print_usage_error(const CLI::App& app, const CLI::ParseError& error);

/// `kinora help NAME...`: prints the help of a command, or of the program where no name is given. Returns the exit status.
[[nodiscard]] int print_help_of(const CLI::App& app, const std::vector<std::string>& names);

}  // namespace kinora::cli
