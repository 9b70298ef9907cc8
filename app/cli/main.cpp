#include "commands.hpp"
#include "exit_codes.hpp"
#include "help_formatter.hpp"
#include "terminal.hpp"
#include "usage_error.hpp"

#include <fmt/format.h>
#include <clocale>
#include <exception>
#include <memory>

#ifndef KINORA_VERSION
#error "the build gives the version"
#endif

namespace kinora::cli {
namespace {

/// A file's name may hold anything: what a terminal would obey is not passed on.
void print_error(const Error& error) {
  fmt::print(stderr, "kinora: {}\n", printable(error.what));
  const auto part = [](const char* name, const std::string& text) {
    if (!text.empty()) fmt::print(stderr, "  {:<9} {}\n", name, text);
  };
  part("where:", printable(error.where));
  part("expected:", printable(error.expected));
  part("found:", printable(error.found));
  part("next:", printable_lines(error.next_step));
}

int run(int argc, char** argv) {
  CLI::App app{"Movie recommendations from a catalogue file, with reasons.", "kinora"};
  app.formatter(std::make_shared<HelpFormatter>());
  app.set_version_flag("--version", KINORA_VERSION);
  app.require_subcommand(1);
  app.footer(
      "First steps:\n"
      "  kinora build movies_metadata.csv -o movies.kinora\n"
      "  kinora similar movies.kinora \"Toy Story\" --explain\n"
      "Exit statuses: docs/exit-codes.md");
  Action action;
  add_build(app, action);
  add_add(app, action);
  add_remove(app, action);
  add_similar(app, action);
  add_genres(app, action);
  add_search(app, action);
  add_info(app, action);
  add_table(app, action);
  add_export(app, action);
  add_evaluate(app, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    return print_usage_error(app, error);
  }
  const Result<void> done = action();
  if (done) return 0;
  print_error(done.error());
  return exit_status(done.error().code);
}

}  // namespace
}  // namespace kinora::cli

int main(int argc, char** argv) {
  std::setlocale(LC_CTYPE, "C.UTF-8");
  try {
    return kinora::cli::run(argc, argv);
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "kinora: out of memory\n  next:     Give the process more memory, or a smaller catalogue\n");
  } catch (const std::exception& error) {
    fmt::print(stderr, "kinora: an error of our own: {}\n  next:     Please report it with the command that you ran\n",
               error.what());
  }
  return kinora::cli::kExitInternal;
}
