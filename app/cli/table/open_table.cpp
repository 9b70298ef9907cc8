#include "open_table.hpp"

#include "../terminal.hpp"
#include "kinora/engine/engine.hpp"
#include "kinora/store/tags.hpp"

#include <fmt/format.h>
#include <charconv>

namespace kinora::cli {
namespace {

namespace fs = std::filesystem;

/// The path without a slash at its end, which would hide its name.
fs::path named(const std::string& text) {
  fs::path path = fs::path(text).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

bool is_bundle(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path / "bundle.json", ignored);
}

void print_notes(const Table& table) {
  for (const std::string& note : table.notes()) fmt::print(stderr, "note: {}\n", printable(note));
}

}  // namespace

Result<TablePlace> find_table(const std::string& path_text) {
  const fs::path path = named(path_text);
  std::error_code ignored;
  if (!fs::exists(path, ignored))
    return fail({.code = ErrorCode::kFileNotFound,
                 .what = "there is no table here",
                 .where = path_text,
                 .expected = "a bundle or a NAME.lance directory",
                 .found = "nothing"});
  if (path.extension() == ".lance" || fs::exists(path / "_versions", ignored))
    return TablePlace{.directory = path, .version = std::nullopt};
  if (!is_bundle(path))
    return fail({.code = ErrorCode::kBundleForeign,
                 .what = "this is no table",
                 .where = path_text,
                 .expected = "a bundle or a NAME.lance directory",
                 .found = fs::is_directory(path, ignored) ? "a directory of neither" : "a file",
                 .next_step = "kinora table NAME.lance create FILE makes a table of the rows of a file"});
  const Result<Engine> engine = Engine::open(path);
  if (!engine) return fail(engine.error());
  return TablePlace{.directory = path / (engine->info().table_name + ".lance"), .version = engine->info().table_version};
}

Result<fs::path> own_place(const std::string& path_text) {
  // A link, "." or ".." must not hide that the table lies in a bundle: a cleanup would take the version that the bundle reads.
  std::error_code error;
  const fs::path path = fs::weakly_canonical(path_text, error);
  if (error)
    return fail({.code = ErrorCode::kFileUnreadable,
                 .what = "it cannot be found out where this table lies",
                 .where = path_text,
                 .found = error.message()});
  if (is_bundle(path) || is_bundle(path.parent_path()))
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "this is the table of a bundle, which reads the one version that its models belong to",
                 .where = path_text,
                 .next_step = "kinora add and kinora remove change a bundle; or copy the table's directory and change the copy"});
  return path;
}

Result<fs::path> find_own_table(const std::string& path_text) {
  const Result<fs::path> path = own_place(path_text);
  if (!path) return fail(path.error());
  const Result<TablePlace> place = find_table(path->string());
  if (!place) return fail(place.error());
  return place->directory;
}

Result<Table> open_own_table(const TableOptions& options) {
  const Result<fs::path> directory = find_own_table(options.path);
  if (!directory) return fail(directory.error());
  Result<Table> table = Table::open(*directory);
  if (table) print_notes(*table);
  return table;
}

Result<std::uint64_t> parse_version(const fs::path& table, const std::string& text, const std::string& option) {
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc{} && stop == end) return number;
  const Result<Tag> tag = find_tag(table, text);
  if (tag) return tag->version;
  if (tag.error().code != ErrorCode::kFileNotFound) return fail(tag.error());
  return fail({.code = ErrorCode::kFileNotFound,
               .what = "the table has no tag of this name",
               .where = option,
               .expected = "the number of a version, or a tag",
               .found = '"' + text + '"',
               .next_step = "kinora table PATH versions, and tags, list them"});
}

Result<Table> open_table(const ReadOptions& options) {
  Result<TablePlace> place = find_table(options.path);
  if (!place) return fail(place.error());
  if (!options.version.empty()) {
    const Result<std::uint64_t> number = parse_version(place->directory, options.version, "--version");
    if (!number) return fail(number.error());
    place->version = *number;
  }
  Result<Table> table = Table::open(place->directory, place->version);
  if (table) print_notes(*table);
  return table;
}

void add_version_option(const Command& command, ReadOptions& options) {
  command.option("--version", options.version, "The version to read (default: the bundle's, or the newest)").value_name("N|TAG");
}

void add_columns_option(const Command& command, std::vector<std::string>& columns) {
  command.option("--columns", columns, "Only these columns, in this order").value_name("A,B").separated_by(',').one_value_each();
}

}  // namespace kinora::cli
