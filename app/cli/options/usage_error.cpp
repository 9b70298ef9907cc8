#include "options/usage_error.hpp"

#include "exit_codes.hpp"
#include "options/help_formatter.hpp"
#include "terminal.hpp"

#include <fmt/format.h>
#include <string>
#include <vector>

namespace kinora::cli {
namespace {

/// The command that was chosen, down to the last subcommand.
const CLI::App& chosen_command(const CLI::App& app) {
  const CLI::App* command = &app;
  while (!command->get_subcommands().empty()) command = command->get_subcommands().back();
  return *command;
}

/// Whoever stops before the subcommand, or types one that there is not, is shown which there are.
bool print_subcommands(const CLI::App& app) {
  const CLI::App& command = chosen_command(app);
  if (command.get_subcommands([](const CLI::App*) { return true; }).empty()) return false;
  const std::vector<std::string> rest = command.remaining();
  fmt::print(stderr, "{}\n", app.help());
  if (rest.empty())
    fmt::print(stderr, "kinora: a subcommand is missing\n");
  else
    fmt::print(stderr, "kinora: \"{}\" is no subcommand of {}\n", printable(rest.front()), command.get_name());
  return true;
}

/// As it is typed: "kinora table PATH head".
std::string command_text(const CLI::App& app) {
  std::string text = app.get_name();
  for (const CLI::App* command = &app; !command->get_subcommands().empty();) {
    command = command->get_subcommands().back();
    text += ' ' + command->get_name();
    if (!command->get_subcommands({}).empty()) text += positionals_text(*command);
  }
  return text;
}

std::string options_text(const CLI::App& command) {
  std::string names;
  for (const CLI::Option* option : command.get_options())
    if (!option->get_positional()) names += (names.empty() ? "" : ", ") + option->get_name(false, true);
  return names;
}

bool is(const CLI::ParseError& error, CLI::ExitCodes code) { return error.get_exit_code() == static_cast<int>(code); }

std::string what_is_wrong(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<std::string> extra = app.remaining(true);
  if (!is(error, CLI::ExitCodes::ExtrasError) || extra.empty()) return error.what();
  if (extra.front().starts_with('-')) return fmt::format("there is no option {} here", extra.front());
  return fmt::format("\"{}\" is one argument too many", extra.front());
}

}  // namespace

int print_usage_error(const CLI::App& app, const CLI::ParseError& error) {
  if (is(error, CLI::ExitCodes::RequiredError) && print_subcommands(app)) return kExitUsage;
  fmt::print(stderr, "kinora: {}\n", printable(what_is_wrong(app, error)));
  if (is(error, CLI::ExitCodes::ExtrasError)) fmt::print(stderr, "  expected: {}\n", options_text(chosen_command(app)));
  fmt::print(stderr, "  next:     {} --help\n", command_text(app));
  return kExitUsage;
}

}  // namespace kinora::cli
