#include "change_output.hpp"

#include "../terminal.hpp"

#include <fmt/format.h>
#include <cstdint>

namespace kinora::cli {

Json commit_to_json(const Commit& commit, const Table& table) {
  return {{"version", commit.version},
          {"rows_inserted", commit.rows_inserted},
          {"rows_updated", commit.rows_updated},
          {"rows_deleted", commit.rows_deleted},
          {"rows", table.row_count()}};
}

void print_commit(const Commit& commit, const Table& table, bool json) {
  if (json)
    print_json(commit_to_json(commit, table));
  else
    fmt::print("{}", commit_text(commit, table));
}

std::string commit_text(const Commit& commit, const Table& table) {
  std::string done;
  const auto part = [&done](std::uint64_t rows, const char* what) {
    if (rows == 0) return;
    done += done.empty() ? counted(rows, "row") : ", " + grouped(rows);
    done += what;
  };
  part(commit.rows_inserted, " added");
  part(commit.rows_updated, " updated");
  part(commit.rows_deleted, " deleted");
  const std::string state = fmt::format("version {}, {}", commit.version, counted(table.row_count(), "row"));
  if (done.empty()) return fmt::format("No row changed: {}\n", state);
  return fmt::format("{}: {}\n{}\n", done, state, dim(fmt::format("restore {} takes it back", commit.version - 1)));
}

}  // namespace kinora::cli
