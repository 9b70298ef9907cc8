#include "../json.hpp"
#include "../terminal.hpp"
#include "kinora/store/tags.hpp"
#include "open_table.hpp"
#include "table_app.hpp"
#include "text_table.hpp"
#include "time_text.hpp"

#include <fmt/format.h>
#include <memory>
#include <string>
#include <vector>

namespace kinora::cli {
namespace {

struct TagOptions : TableOptions {
  std::string name;
  std::string version;
  bool move = false;
};

Json tag_to_json(const Tag& tag) { return {{"tag", tag.name}, {"version", tag.version}}; }

Result<void> run_tags(const TableOptions& options) {
  const Result<TablePlace> place = find_table(options.path);
  if (!place) return fail(place.error());
  const Result<std::vector<Tag>> tags = list_tags(place->directory);
  if (!tags) return fail(tags.error());
  if (options.json) {
    Json list = Json::array();
    for (const Tag& tag : *tags) list.push_back(tag_to_json(tag));
    print_json({{"tags", std::move(list)}});
    return {};
  }
  TextTable lines({{.name = "tag"}, {.name = "version", .align = Align::kRight}, {.name = "since (UTC)"}});
  for (const Tag& tag : *tags)
    lines.add_row({{.text = printable(tag.name)},
                   {.text = std::to_string(tag.version)},
                   {.text = tag.modified_ns == 0 ? "" : time_text(tag.modified_ns)}});
  fmt::print("{}", tags->empty() ? "No version has a tag.\n" : lines.text(terminal_width()));
  return {};
}

/// Where a version is asked for, digits are its number.
bool reads_as_a_number(const std::string& name) {
  return !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
}

Result<void> run_tag(const TagOptions& options) {
  if (reads_as_a_number(options.name))
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "a tag of digits could not be told from the number of a version",
                 .where = "NAME",
                 .expected = "a name with a letter in it",
                 .found = options.name});
  const Result<TablePlace> place = find_table(options.path);
  if (!place) return fail(place.error());
  std::uint64_t version = 0;
  if (options.version.empty()) {
    const Result<Table> table = Table::open(place->directory, place->version);
    if (!table) return fail(table.error());
    version = table->version();
  } else {
    const Result<std::uint64_t> number = parse_version(place->directory, options.version, "VERSION");
    if (!number) return fail(number.error());
    version = *number;
  }
  Result<Tag> tag =
      options.move ? move_tag(place->directory, options.name, version) : create_tag(place->directory, options.name, version);
  if (!tag) {
    if (tag.error().code == ErrorCode::kAlreadyExists)
      tag.error().next_step = "--move moves it to this version; or choose another name";
    return fail(tag.error());
  }
  if (options.json)
    print_json(tag_to_json(*tag));
  else
    fmt::print("Version {} has the tag {}.\n", tag->version, printable(tag->name));
  return {};
}

Result<void> run_untag(const TagOptions& options) {
  const Result<TablePlace> place = find_table(options.path);
  if (!place) return fail(place.error());
  const Result<Tag> tag = find_tag(place->directory, options.name);
  if (!tag) return fail(tag.error());
  if (Result<void> deleted = delete_tag(place->directory, options.name); !deleted) return deleted;
  if (options.json)
    print_json(tag_to_json(*tag));
  else
    fmt::print("Version {} has no longer the tag {}.\n", tag->version, printable(tag->name));
  return {};
}

void add_tag(const TableApp& table) {
  auto options = std::make_shared<TagOptions>();
  Command command =
      table.add("tag", "Name a version; cleanup never takes what a tagged version needs", "movies.lance tag before-update 3");
  command.option("NAME", options->name, "ASCII letters, digits, '.', '-' and '_', not digits alone").required();
  command.option("VERSION", options->version, "A number or another tag (default: the newest, or a bundle's)");
  command.flag("--move", options->move, "Give a tag that there is to this version");
  table.finish(command, options, run_tag);
}

}  // namespace

void add_tag_commands(const TableApp& table) {
  auto list_options = std::make_shared<TableOptions>();
  table.finish(table.add("tags", "The names of versions", "movies.lance tags"), list_options, run_tags);
  add_tag(table);
  auto options = std::make_shared<TagOptions>();
  Command untag = table.add("untag", "Take a name from its version; the version stays", "movies.lance untag before-update");
  untag.option("NAME", options->name, "The tag").required();
  table.finish(untag, options, run_untag);
}

}  // namespace kinora::cli
