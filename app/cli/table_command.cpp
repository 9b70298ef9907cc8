#include "commands.hpp"
#include "json_output.hpp"
#include "kinora/engine/engine.hpp"
#include "kinora/store/cell_json.hpp"
#include "kinora/store/table.hpp"
#include "terminal.hpp"

#include <fmt/format.h>
#include <ctime>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace kinora::cli {
namespace {

struct TableOptions {
  std::string path;
  std::string what;
  std::size_t rows = 5;
  std::optional<std::uint64_t> version;
  bool json = false;
};

constexpr std::size_t kShownVectorElements = 3;

/// A bundle's table at its generation's version (or the version asked for), or any Lance directory.
Result<Table> open_table(const TableOptions& options) {
  const std::filesystem::path path(options.path);
  if (path.extension() == ".lance" || std::filesystem::exists(path / "_versions")) return Table::open(path, options.version);
  const Result<Engine> engine = Engine::open(path);
  if (!engine) return fail(engine.error());
  return Table::open(path / (engine->info().table_name + ".lance"), options.version.value_or(engine->info().table_version));
}

std::string type_name(const Field& field) {
  switch (field.type) {
    case DataType::kBool:
      return "bool";
    case DataType::kInt32:
      return "int32";
    case DataType::kInt64:
      return "int64";
    case DataType::kFloat32:
      return "float";
    case DataType::kFloat64:
      return "double";
    case DataType::kString:
      return "string";
    case DataType::kStringList:
      return "list<string>";
    case DataType::kVector:
      return fmt::format("fixed_size_list<float, {}>", field.dimension);
    case DataType::kForeign:
      return field.foreign_type;
  }
  return "";
}

std::string cell_text(const Column& column, std::size_t row) {
  if (column.is_null(row)) return "null";
  if (column.field.type == DataType::kVector) {
    std::string text;
    for (const float value : column.vectors().row(row).first(std::min(kShownVectorElements, column.field.dimension)))
      text += fmt::format("{:.4f}, ", value);
    return "[" + text + "...]";
  }
  if (column.field.type == DataType::kString) return printable(column.text_at(row));
  return printable(cell_to_json(column, row));
}

Result<void> print_head(const Table& table, const TableOptions& options) {
  std::vector<Column> columns;
  for (const Field& field : table.schema().fields) {
    Result<Column> column = table.column(field.name);
    if (!column) return fail(column.error());
    columns.push_back(*std::move(column));
  }
  const std::size_t rows = std::min(options.rows, table.row_count());
  for (std::size_t row = 0; row < rows; ++row) {
    if (options.json) {
      Json object = Json::object();
      for (const Column& column : columns) object[column.field.name] = Json::parse(cell_to_json(column, row));
      print_json(object);
      continue;
    }
    fmt::print("{}\n", bold(fmt::format("row {}", row)));
    for (const Column& column : columns)
      fmt::print("  {} {}\n", fit(column.field.name, 16), clip(cell_text(column, row), terminal_width() - 20));
  }
  return {};
}

void print_schema(const Table& table, bool json) {
  if (json) {
    Json fields = Json::array();
    for (const Field& field : table.schema().fields)
      fields.push_back({{"name", field.name}, {"type", type_name(field)}, {"nullable", field.nullable}});
    print_json({{"version", table.version()}, {"rows", table.row_count()}, {"fields", std::move(fields)}});
    return;
  }
  fmt::print("version {}, {} rows\n", table.version(), grouped(table.row_count()));
  for (const Field& field : table.schema().fields)
    fmt::print("  {} {}{}\n", fit(field.name, 16), type_name(field), field.nullable ? "" : "  not null");
}

std::string time_text(std::int64_t nanoseconds) {
  const std::time_t seconds = nanoseconds / 1'000'000'000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &utc);
  return text;
}

Result<void> print_versions(const Table& table, bool json) {
  const auto versions = table.versions();
  if (!versions) return fail(versions.error());
  Json list = Json::array();
  for (const VersionInfo& version : *versions) {
    if (json) {
      list.push_back({{"version", version.version},
                      {"time", time_text(version.timestamp_ns)},
                      {"operation", version.operation},
                      {"rows", version.rows}});
    } else {
      fmt::print("{} {:>6}  {}  {} {:>12} rows\n", version.version == table.version() ? "*" : " ", version.version,
                 time_text(version.timestamp_ns), fit(version.operation, 12), grouped(version.rows));
    }
  }
  if (json) print_json({{"opened", table.version()}, {"versions", std::move(list)}});
  return {};
}

Result<void> run_table(const TableOptions& options) {
  const Result<Table> table = open_table(options);
  if (!table) return fail(table.error());
  for (const std::string& note : table->notes()) fmt::print(stderr, "note: {}\n", note);
  if (options.what == "head") return print_head(*table, options);
  if (options.what == "versions") return print_versions(*table, options.json);
  print_schema(*table, options.json);
  return {};
}

}  // namespace

void add_table(CLI::App& app, Action& action) {
  auto options = std::make_shared<TableOptions>();
  CLI::App* command = app.add_subcommand("table", "Look into a bundle's table, or into any Lance directory");
  command->add_option("PATH", options->path, "A bundle or a NAME.lance directory")->required();
  command->add_option("WHAT", options->what, "head, schema or versions")
      ->required()
      ->check(CLI::IsMember({"head", "schema", "versions"}));
  command->add_option("-n,--rows", options->rows, "Rows that head shows")->capture_default_str();
  command->add_option("--version", options->version, "The version to open (default: the bundle's, or the newest)");
  command->add_flag("--json", options->json, "Print JSON; head prints one object a line");
  command->callback([options, &action] { action = [options] { return run_table(*options); }; });
}

}  // namespace kinora::cli
