#include "../json_output.hpp"
#include "../terminal.hpp"
#include "open_table.hpp"
#include "table_app.hpp"
#include "text_table.hpp"
#include "time_text.hpp"

#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>

namespace kinora::cli {
namespace {

Result<void> run_versions(const ReadOptions& options) {
  const Result<Table> table = open_table(options);
  if (!table) return fail(table.error());
  const Result<std::vector<VersionInfo>> versions = table->versions();
  if (!versions) return fail(versions.error());
  Json list = Json::array();
  TextTable lines({{.name = ""},
                   {.name = "version", .align = Align::kRight},
                   {.name = "time (UTC)"},
                   {.name = "operation"},
                   {.name = "rows", .align = Align::kRight}});
  for (const VersionInfo& version : *versions) {
    list.push_back({{"version", version.version},
                    {"time", time_for_json(version.timestamp_ns)},
                    {"operation", version.operation},
                    {"rows", version.rows}});
    lines.add_row({{.text = version.version == table->version() ? "*" : ""},
                   {.text = std::to_string(version.version)},
                   {.text = time_text(version.timestamp_ns)},
                   {.text = printable(version.operation)},
                   {.text = grouped(version.rows)}});
  }
  if (options.json) {
    print_json({{"opened", table->version()}, {"versions", std::move(list)}});
  } else {
    fmt::print("{}", lines.text(terminal_width()));
  }
  return {};
}

}  // namespace

void add_version_commands(const TableApp& table) {
  auto options = std::make_shared<ReadOptions>();
  CLI::App* command =
      table.add("versions", "All versions, oldest first; * is the one that is read by default", "movies.lance versions");
  table.finish(command, options, run_versions);
}

}  // namespace kinora::cli
