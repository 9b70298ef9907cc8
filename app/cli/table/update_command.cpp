#include "../interrupt.hpp"
#include "change_output.hpp"
#include "open_table.hpp"
#include "table_app.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kinora::cli {
namespace {

struct UpdateOptions : TableOptions {
  std::vector<std::string> assignments;
  std::string where;
  bool all = false;
};

Error update_error(const char* what, const std::string& found, const char* next_step) {
  return {.code = ErrorCode::kInvalidArgument, .what = what, .found = found, .next_step = next_step};
}

std::string_view without_blanks(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// "column = value", with the column's name bare or in backquotes, as in a condition.
Result<Assignment> parse_assignment(std::string_view text) {
  const std::string whole(text);
  text = without_blanks(text);
  std::size_t end = text.find('=');
  std::string_view column = text.substr(0, end);
  if (text.starts_with('`')) {
    const std::size_t close = text.find('`', 1);
    end = close == std::string_view::npos ? close : text.find_first_not_of(" \t", close + 1);
    if (end != std::string_view::npos && text[end] != '=') end = std::string_view::npos;
    column = close == std::string_view::npos ? std::string_view() : text.substr(1, close - 1);
  }
  column = without_blanks(column);
  if (end == std::string_view::npos || column.empty())
    return fail(update_error("--set needs a column and a value", whole, "For example: --set \"year = 1995\""));
  return Assignment{.column = std::string(column), .value = std::string(without_blanks(text.substr(end + 1)))};
}

Result<void> run_update(const UpdateOptions& options) {
  if (options.all == !without_blanks(options.where).empty())
    return fail(update_error("it is not said which rows are to be updated", "",
                             "Give a condition by --where, or --all for every row, and not both"));
  std::vector<Assignment> assignments;
  for (const std::string& text : options.assignments) {
    Result<Assignment> assignment = parse_assignment(text);
    if (!assignment) return fail(assignment.error());
    assignments.push_back(*std::move(assignment));
  }
  Result<Table> table = open_own_table(options);
  if (!table) return fail(table.error());
  const InterruptHandler interrupt;
  const Result<Commit> commit =
      table->update(options.all ? "true" : options.where, assignments, {.cancellation = &interrupt.token()});
  if (!commit) return fail(commit.error());
  print_commit(*commit, *table, options.json);
  return {};
}

}  // namespace

void add_update_command(const TableApp& table) {
  auto options = std::make_shared<UpdateOptions>();
  Command command = table.add("update", "Give columns new values in the rows for which a SQL condition is true",
                              "movies.lance update --set \"year = year + 1\" --where \"title LIKE 'The %'\"\n"
                              "A value is a literal, NULL, a [list], a column, or + - * / % of numbers: docs/table.md");
  command.option("--set", options->assignments, "A column and its new value; may be given several times")
      .value_name("COLUMN=VALUE")
      .required()
      .one_value_each();
  command.option("--where", options->where, "The rows for which this SQL condition is true").value_name("SQL");
  command.flag("--all", options->all, "Every row");
  table.finish(command, options, run_update);
}

}  // namespace kinora::cli
