#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace kinora::cli {

/// " PATH" for `kinora table`: the positional arguments of a command, which stand before its subcommand.
[[nodiscard]] std::string positionals_text(const CLI::App& command);

/// Help whose lines fit the terminal: what stands in the column on the right is broken between words.
class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter();

  [[nodiscard]] std::string make_usage(const CLI::App* app, std::string name) const override;
  [[nodiscard]] std::string make_subcommand(const CLI::App* sub) const override;
  [[nodiscard]] std::string make_option_desc(const CLI::Option* option) const override;
  [[nodiscard]] std::string make_description(const CLI::App* app) const override;
};

}  // namespace kinora::cli
