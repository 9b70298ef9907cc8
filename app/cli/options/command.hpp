#pragma once

#include "kinora/base/result.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace kinora::cli {

/// What a command does once the command line has been read.
using Action = std::function<Result<void>()>;

/// An option, a flag or a positional argument of a command. Copies are handles to the same one; it lives as long as its
/// CommandLine. Each member function describes it further and returns it.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}

  Option& required();
  /// What stands for the value in the help, e.g. "FILE".
  Option& value_name(const std::string& name);
  /// The help shows the value that the variable has now.
  Option& show_default();
  /// An option that may be repeated takes one value each time, so that it does not swallow the arguments behind it.
  Option& one_value_each();
  /// A value may hold several, with this character between them.
  Option& separated_by(char separator);
  Option& between(unsigned least, unsigned greatest);
  /// Not to be given together with another option.
  Option& excludes(const Option& other);
  Option& when_given(std::function<void()> note);

 private:
  CLI::Option* option_;
};

/// A command, or a subcommand of one. Copies are handles to the same one; it lives as long as its CommandLine. All other files
/// of the program describe their options by this class; only those of this folder know the library that reads command lines.
class Command {
 public:
  Command(CLI::App* app, Action* chosen) : app_(app), chosen_(chosen) {}

  [[nodiscard]] Command add_command(const std::string& name, const std::string& help) const;

  /// An option ("-o,--output") or, by a name without dashes, a positional argument. Value: std::string, double, bool-free whole
  /// numbers (int64, uint64, unsigned), std::optional and std::vector of some of these; command.cpp has the list. Whole numbers
  /// are decimal, in the range of their type, with nothing beside them.
  template <class Value>
  Option option(const std::string& names, Value& value, const std::string& help) const;

  /// Seconds, given as "90m", "12h", "7d", "2w" or a bare number; `shown_default` is what the help has as the default.
  Option duration(const std::string& name, std::int64_t& seconds, const std::string& help,
                  const std::string& shown_default) const;

  Option flag(const std::string& names, bool& value, const std::string& help) const;

  /// The heading below which the parent's help lists this command.
  void set_group(const std::string& heading) const;
  /// Text at the end of the help.
  void set_footer(const std::string& text) const;
  /// A command line that ends before a subcommand is an error.
  void needs_subcommand() const;

  /// What this command does; the callable keeps alive what the options are read into.
  void runs(Action action) const;

  /// The same, for a function of the options alone.
  template <class Options>
  void runs(std::shared_ptr<Options> options, Result<void> (*run)(const Options&)) const {
    runs([options = std::move(options), run] { return run(*options); });
  }

 private:
  CLI::App* app_;
  Action* chosen_;  ///< of the command line
};

}  // namespace kinora::cli
