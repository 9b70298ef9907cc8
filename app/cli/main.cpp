#include "commands.hpp"
#include "exit_codes.hpp"
#include "options/command_line.hpp"
#include "terminal.hpp"

#include <fmt/format.h>
#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <new>
#include <system_error>

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

void print_internal_error(const std::exception& error) {
  fmt::print(stderr, "kinora: internal error (a bug in Kinora): {}\n  next:     Please report it with the command that you ran\n",
             error.what());
}

/// What is said of standard output that cannot be written. Whoever closed a pipe has read enough, and is told nothing.
int output_failed(int reason) {
  if (reason == EPIPE) return exit_status(ErrorCode::kOutputUnwritable);
  const bool is_full = reason == ENOSPC || reason == EDQUOT;
  const Error error{.code = is_full ? ErrorCode::kDiskFull : ErrorCode::kOutputUnwritable,
                    .what = "standard output cannot be written",
                    .found = std::strerror(reason),
                    .next_step = is_full ? "Free some space, or write to another disk" : "Check where it leads"};
  print_error(error);
  return exit_status(error.code);
}

/// The status of a command whose output may still be in the buffer.
int flush_output(int status) { return std::fflush(stdout) == 0 ? status : output_failed(errno); }

}  // namespace
}  // namespace kinora::cli

int main(int argc, char** argv) {
  std::setlocale(LC_CTYPE, "C.UTF-8");
  // A closed pipe is an error of writing, with a status of its own, and not the end of the process in the middle of it.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return kinora::cli::flush_output(kinora::cli::run(argc, argv));
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "kinora: out of memory\n  next:     Give the process more memory, or a smaller catalogue\n");
  } catch (const std::system_error& error) {
    // What {fmt} throws when standard output fails; other system errors leave the stream as it was.
    if (std::ferror(stdout) != 0) return kinora::cli::output_failed(error.code().value());
    kinora::cli::print_internal_error(error);
  } catch (const std::exception& error) {
    kinora::cli::print_internal_error(error);
  }
  return kinora::cli::kExitInternal;
}
