#include "options/help_formatter.hpp"

#include "terminal.hpp"

#include <algorithm>
#include <string_view>

namespace kinora::cli {
namespace {

constexpr std::size_t kOptionColumns = 34;
constexpr std::size_t kSubcommandColumns = 16;
constexpr std::size_t kMinDescriptionColumns = 30;

/// Text with line breaks such that no line is wider than `width`; a word that is wider stays whole.
std::string wrapped(std::string_view text, std::size_t width) {
  std::string lines;
  std::size_t used = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
    const std::string_view word = text.substr(0, end);
    const std::size_t columns = display_width(word);
    if (used > 0 && used + 1 + columns > width) {
      lines += '\n';
      used = 0;
    } else if (used > 0) {
      lines += ' ';
      ++used;
    }
    lines += word;
    used += columns;
    if (end < text.size() && text[end] == '\n') {
      lines += '\n';
      used = 0;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::size_t columns_behind(std::size_t names) {
  const std::size_t width = terminal_width();
  return width > names + kMinDescriptionColumns ? width - names : kMinDescriptionColumns;
}

}  // namespace

std::string positionals_text(const CLI::App& command) {
  std::string text;
  for (const CLI::Option* option : command.get_options())
    if (option->get_positional()) text += ' ' + option->get_name(true);
  return text;
}

HelpFormatter::HelpFormatter() { column_width(kOptionColumns); }

std::string HelpFormatter::make_usage(const CLI::App* app, std::string name) const {
  if (const CLI::App* parent = app->get_parent()) {
    const std::size_t last = name.rfind(' ');
    if (last != std::string::npos) name.insert(last, positionals_text(*parent));
  }
  return CLI::Formatter::make_usage(app, std::move(name));
}

std::string HelpFormatter::make_subcommand(const CLI::App* sub) const {
  std::stringstream out;
  CLI::detail::format_help(out, sub->get_display_name(true), wrapped(sub->get_description(), columns_behind(kSubcommandColumns)),
                           kSubcommandColumns);
  return out.str();
}

std::string HelpFormatter::make_option_desc(const CLI::Option* option) const {
  return wrapped(CLI::Formatter::make_option_desc(option), columns_behind(kOptionColumns));
}

std::string HelpFormatter::make_description(const CLI::App* app) const {
  return wrapped(CLI::Formatter::make_description(app), columns_behind(0));
}

}  // namespace kinora::cli
