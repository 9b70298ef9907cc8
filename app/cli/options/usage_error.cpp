#include "options/usage_error.hpp"

#include "exit_codes.hpp"
#include "kinora/base/edit_distance.hpp"
#include "options/help_formatter.hpp"
#include "terminal.hpp"

#include <fmt/format.h>
#include <algorithm>
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

std::vector<const CLI::App*> subcommands_of(const CLI::App& command) {
  return command.get_subcommands([](const CLI::App*) { return true; });
}

/// The subcommand that a mistyped name may have meant; null if none is near.
const CLI::App* nearest_subcommand(const CLI::App& command, const std::string& typed) {
  const CLI::App* nearest = nullptr;
  std::size_t least = typed.size() / 2 + 1;
  for (const CLI::App* subcommand : subcommands_of(command)) {
    const std::size_t distance = edit_distance(typed, subcommand->get_name());
    if (distance >= least) continue;
    least = distance;
    nearest = subcommand;
  }
  return nearest;
}

void print_unknown_subcommand(const CLI::App& command, const std::string& typed) {
  const CLI::App* nearest = nearest_subcommand(command, typed);
  const std::string all = command.get_parent() == nullptr ? "kinora help" : "kinora help " + command.get_name();
  fmt::print(stderr, "kinora: \"{}\" is no subcommand of {}\n  next:     {}{} lists all\n", printable(typed), command.get_name(),
             nearest == nullptr ? "" : "Did you mean " + nearest->get_name() + "? ", all);
}

/// Whoever stops before the subcommand is shown which there are; whoever types one that there is not, the nearest.
bool print_subcommands(const CLI::App& app) {
  const CLI::App& command = chosen_command(app);
  if (subcommands_of(command).empty()) return false;
  const std::vector<std::string> rest = command.remaining();
  if (rest.empty())
    fmt::print(stderr, "{}\nkinora: a subcommand is missing\n", app.help());
  else
    print_unknown_subcommand(command, rest.front());
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

int print_help_of(const CLI::App& app, const std::vector<std::string>& names) {
  const CLI::App* command = &app;
  std::string before;
  for (const std::string& name : names) {
    const auto all = subcommands_of(*command);
    const auto found = std::find_if(all.begin(), all.end(), [&](const CLI::App* each) { return each->get_name() == name; });
    if (found == all.end()) {
      print_unknown_subcommand(*command, name);
      return kExitUsage;
    }
    before += (before.empty() ? "" : " ") + command->get_name();
    command = *found;
  }
  fmt::print("{}", command->help(before));
  return 0;
}

}  // namespace kinora::cli
