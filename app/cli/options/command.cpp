#include "options/command.hpp"

#include "options/whole_number.hpp"

#include <CLI/CLI.hpp>
#include <concepts>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace kinora::cli {
namespace {

/// The type of one value of an option.
template <class Value>
struct SingleValue {
  using Type = Value;
};
template <class Value>
struct SingleValue<std::optional<Value>> : SingleValue<Value> {};
template <class Value>
struct SingleValue<std::vector<Value>> : SingleValue<Value> {};

}  // namespace

Option& Option::required() {
  option_->required();
  return *this;
}

Option& Option::value_name(const std::string& name) {
  option_->type_name(name);
  return *this;
}

Option& Option::show_default() {
  option_->capture_default_str();
  return *this;
}

Option& Option::one_value_each() {
  option_->allow_extra_args(false);
  return *this;
}

Option& Option::separated_by(char separator) {
  option_->delimiter(separator);
  return *this;
}

Option& Option::between(unsigned least, unsigned greatest) {
  option_->check(CLI::Range(least, greatest));
  return *this;
}

Option& Option::excludes(const Option& other) {
  option_->excludes(other.option_);
  return *this;
}

Option& Option::when_given(std::function<void()> note) {
  option_->each([note = std::move(note)](const std::string&) { note(); });
  return *this;
}

Command Command::add_command(const std::string& name, const std::string& help) const {
  return {app_->add_subcommand(name, help), chosen_};
}

template <class Value>
Option Command::option(const std::string& names, Value& value, const std::string& help) const {
  CLI::Option* option = app_->add_option(names, value, help);
  using Single = typename SingleValue<Value>::Type;
  if constexpr (std::integral<Single>) option->transform(whole_number<Single>());
  return Option(option);
}

template Option Command::option(const std::string&, std::string&, const std::string&) const;
template Option Command::option(const std::string&, double&, const std::string&) const;
template Option Command::option(const std::string&, unsigned&, const std::string&) const;
template Option Command::option(const std::string&, std::uint64_t&, const std::string&) const;
template Option Command::option(const std::string&, std::optional<std::int32_t>&, const std::string&) const;
template Option Command::option(const std::string&, std::optional<double>&, const std::string&) const;
template Option Command::option(const std::string&, std::optional<std::int64_t>&, const std::string&) const;
template Option Command::option(const std::string&, std::optional<std::uint64_t>&, const std::string&) const;
template Option Command::option(const std::string&, std::vector<std::int64_t>&, const std::string&) const;
template Option Command::option(const std::string&, std::vector<std::string>&, const std::string&) const;

Option Command::duration(const std::string& name, std::int64_t& seconds, const std::string& help,
                         const std::string& shown_default) const {
  const std::map<std::string, std::int64_t> units = {{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86'400}, {"w", 604'800}};
  CLI::Validator number_with_unit = CLI::AsNumberWithUnit(units, CLI::AsNumberWithUnit::CASE_SENSITIVE);
  number_with_unit.description("");
  CLI::Option* option = app_->add_option(name, seconds, help + " (90m, 12h, 7d, 2w, or seconds)");
  option->transform(number_with_unit)->type_name("TIME")->default_str(shown_default);
  return Option(option);
}

Option Command::flag(const std::string& names, bool& value, const std::string& help) const {
  return Option(app_->add_flag(names, value, help));
}

void Command::set_group(const std::string& heading) const { app_->group(heading); }

void Command::set_footer(const std::string& text) const { app_->footer(text); }

void Command::needs_subcommand() const { app_->require_subcommand(1); }

void Command::runs(Action action) const {
  app_->callback([chosen = chosen_, action = std::move(action)] { *chosen = action; });
}

}  // namespace kinora::cli
