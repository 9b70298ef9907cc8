#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <string>

namespace kinora::cli {

/// Help whose lines fit the terminal: what stands in the column on the right is broken between words.
class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter();

  [[nodiscard]] std::string make_subcommand(const CLI::App* sub) const override;
  [[nodiscard]] std::string make_option_desc(const CLI::Option* option) const override;
  [[nodiscard]] std::string make_description(const CLI::App* app) const override;
};

}  // namespace kinora::cli
