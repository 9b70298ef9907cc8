#include "options/command_line.hpp"

#include "options/help_formatter.hpp"
#include "options/usage_error.hpp"

#include <CLI/CLI.hpp>
#include <string_view>

namespace kinora::cli {

CommandLine::CommandLine(const std::string& name, const std::string& description, const std::string& version)
    : app_(std::make_unique<CLI::App>(description, name)) {
  app_->formatter(std::make_shared<HelpFormatter>());  // subcommands get it from here
  app_->set_version_flag("--version", version);
  app_->require_subcommand(1);
}

CommandLine::~CommandLine() = default;

Command CommandLine::root() { return {app_.get(), &chosen_}; }

tl::expected<Action, int> CommandLine::parse(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "help") return tl::unexpected(print_help_of(*app_, {argv + 2, argv + argc}));
  try {
    app_->parse(argc, argv);
  } catch (const CLI::Success& asked) {
    return tl::unexpected(app_->exit(asked));
  } catch (const CLI::ParseError& error) {
    return tl::unexpected(print_usage_error(*app_, error));
  }
  return chosen_;
}

}  // namespace kinora::cli
