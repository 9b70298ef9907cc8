#include "../json.hpp"
#include "../terminal.hpp"
#include "kinora/store/tags.hpp"
#include "open_table.hpp"
#include "table_app.hpp"
#include "text_table.hpp"
#include "time_text.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace kinora::cli {
namespace {

struct VersionOptions : TableOptions {
  std::string version;
};

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

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + printable(name);
  return text;
}

/// One version, its neighbours in time and its names.
struct OpenedVersion {
  VersionInfo info;
  std::uint64_t newest = 0;
  std::vector<std::string> columns;
  std::vector<std::string> tags;
};

Result<OpenedVersion> look_at(const Table& table, const std::filesystem::path& directory) {
  OpenedVersion opened{.info = {.version = table.version(), .operation = "unknown", .rows = table.row_count()}};
  const Result<std::vector<VersionInfo>> versions = table.versions();
  if (!versions) return fail(versions.error());
  for (const VersionInfo& version : *versions) {
    opened.newest = std::max(opened.newest, version.version);
    if (version.version == table.version()) opened.info = version;
  }
  for (const Field& field : table.schema().fields) opened.columns.push_back(field.name);
  const Result<std::vector<Tag>> tags = list_tags(directory);
  if (!tags) return fail(tags.error());
  for (const Tag& tag : *tags)
    if (tag.version == table.version() && tag.branch.empty()) opened.tags.push_back(tag.name);
  return opened;
}

Json version_to_json(const OpenedVersion& opened) {
  return {{"version", opened.info.version},
          {"newest", opened.newest},
          {"time", time_for_json(opened.info.timestamp_ns)},
          {"operation", opened.info.operation},
          {"rows", opened.info.rows},
          {"columns", opened.columns},
          {"tags", opened.tags}};
}

void print_version(const OpenedVersion& opened) {
  const std::size_t width = std::max<std::size_t>(terminal_width(), 40) - 11;
  const auto line = [width](const char* name, const std::string& text) {
    if (!text.empty()) fmt::print("{:<11}{}\n", name, clip(text, width));
  };
  line("version", fmt::format("{} (newest: {})", opened.info.version, opened.newest));
  line("time", time_text(opened.info.timestamp_ns) + " UTC");
  line("operation", printable(opened.info.operation));
  line("rows", grouped(opened.info.rows));
  line("columns", joined(opened.columns));
  line("tags", joined(opened.tags));
  const std::uint64_t number = opened.info.version;
  fmt::print("{}\n", dim(fmt::format("--version {} reads it, with any subcommand that reads", number)));
  if (number != opened.newest) fmt::print("{}\n", dim(fmt::format("restore {} makes it the newest", number)));
}

Result<void> run_checkout(const VersionOptions& options) {
  const Result<TablePlace> place = find_table(options.path);
  if (!place) return fail(place.error());
  const Result<std::uint64_t> number = parse_version(place->directory, options.version, "VERSION");
  if (!number) return fail(number.error());
  const Result<Table> table = Table::open(place->directory, *number);
  if (!table) return fail(table.error());
  const Result<OpenedVersion> opened = look_at(*table, place->directory);
  if (!opened) return fail(opened.error());
  if (options.json)
    print_json(version_to_json(*opened));
  else
    print_version(*opened);
  return {};
}

Result<void> run_restore(const VersionOptions& options) {
  const Result<std::filesystem::path> directory = find_own_table(options.path);
  if (!directory) return fail(directory.error());
  const Result<std::uint64_t> number = parse_version(*directory, options.version, "VERSION");
  if (!number) return fail(number.error());
  // The version itself is opened, for it is needed where the newest cannot be read any more.
  Result<Table> table = Table::open(*directory, *number);
  if (!table) return fail(table.error());
  const Result<Commit> commit = table->restore(*number);
  if (!commit) return fail(commit.error());
  if (options.json)
    print_json({{"version", commit->version}, {"restored", *number}, {"rows", table->row_count()}});
  else
    fmt::print("Version {} is what version {} was: {}\n{}\n", commit->version, *number, counted(table->row_count(), "row"),
               dim(fmt::format("The versions between stay; restore {} takes it back", commit->version - 1)));
  return {};
}

}  // namespace

void add_version_commands(const TableApp& table) {
  auto read = std::make_shared<ReadOptions>();
  Command versions =
      table.add("versions", "All versions, oldest first; * is the one that is read by default", "movies.lance versions");
  table.finish(versions, read, run_versions);

  auto former = std::make_shared<VersionOptions>();
  Command checkout = table.add("checkout", "Open a former version and say what it holds", "movies.lance checkout 3");
  checkout.option("VERSION", former->version, "A number or a tag").required();
  table.finish(checkout, former, run_checkout);

  auto restored = std::make_shared<VersionOptions>();
  Command restore = table.add("restore", "Make the newest version what a former one was; all versions stay",
                              "movies.lance restore before-update");
  restore.option("VERSION", restored->version, "A number or a tag").required();
  table.finish(restore, restored, run_restore);
}

}  // namespace kinora::cli
