#include "commands.hpp"
#include "exit_codes.hpp"
#include "options/command_line.hpp"
#include "terminal.hpp"

#include <fmt/format.h>
#include <clocale>
#include <exception>

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
  CommandLine line("kinora", "Movie recommendations from a catalogue file, with reasons.", KINORA_VERSION);
  const Command program = line.root();
  program.set_footer(
      "First steps:\n"
      "  kinora build movies_metadata.csv -o movies.kinora\n"
      "  kinora similar movies.kinora \"Toy Story\" --explain\n"
      "The options of a command: kinora help COMMAND\n"
      "Exit statuses: docs/exit-codes.md");
  add_build(program);
  add_add(program);
  add_remove(program);
  add_similar(program);
  add_genres(program);
  add_search(program);
  add_info(program);
  add_table(program);
  add_export(program);
  add_evaluate(program);
  const tl::expected<Action, int> action = line.parse(argc, argv);
  if (!action) return action.error();
  const Result<void> done = (*action)();
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
    fmt::print(stderr,
               "kinora: internal error (a bug in Kinora): {}\n  next:     Please report it with the command that you ran\n",
               error.what());
  }
  return kinora::cli::kExitInternal;
}
