#pragma once

#include "options/command.hpp"

#include <memory>
#include <string>
#include <tl/expected.hpp>

namespace kinora::cli {

/// The command line of the program: the commands that are added to `root` and what they may be given.
class CommandLine {
 public:
  CommandLine(const std::string& name, const std::string& description, const std::string& version);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  [[nodiscard]] Command root();

  /// The action of the command that was chosen; it may be run as long as this object lives. Or, where there is nothing to run,
  /// the exit status: help or the version was asked for and is printed, or the command line is wrong, which is said on standard
  /// error.
  [[nodiscard]] tl::expected<Action, int> parse(int argc, char** argv);

 private:
  std::unique_ptr<CLI::App> app_;
  Action chosen_;
};

}  // namespace kinora::cli
