#pragma once

#include "../options/command.hpp"
#include "kinora/base/result.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace kinora::cli {

/// What every subcommand of `kinora table PATH` is given.
struct TableOptions {
  std::string path;  ///< a bundle or a Lance directory
  bool json = false;
};

/// What those are given that only read.
struct ReadOptions : TableOptions {
  std::string version;  ///< a number or a tag; empty = the bundle's, or the newest
};

/// `kinora table PATH`, to which the subcommands are added. Copies are of one command.
class TableApp {
 public:
  explicit TableApp(Command table);

  /// The same command; what is added stands below this heading in its help.
  [[nodiscard]] TableApp in_group(const std::string& group) const;

  /// A subcommand; `example` is what stands behind "kinora table " in its help.
  [[nodiscard]] Command add(const std::string& name, const std::string& help, const std::string& example) const;

  /// Ends the list of a subcommand's options and says what it does with them.
  template <class Options>
  void finish(const Command& command, std::shared_ptr<Options> options, Result<void> (*run)(const Options&),
              const std::string& json_help = "Print JSON") const {
    command.flag("--json", options->json, json_help);
    command.runs([path = path_, options = std::move(options), run] {
      options->path = *path;
      return run(*options);
    });
  }

 private:
  Command table_;
  std::shared_ptr<std::string> path_;
  std::string group_ = "Subcommands";
};

/// Adds --version.
void add_version_option(const Command& command, ReadOptions& options);

/// Adds --columns.
void add_columns_option(const Command& command, std::vector<std::string>& columns);

void add_row_commands(const TableApp& table);          // head, sql-filter, count
void add_search_command(const TableApp& table);        // search
void add_schema_command(const TableApp& table);        // schema
void add_version_commands(const TableApp& table);      // versions, checkout, restore
void add_tag_commands(const TableApp& table);          // tags, tag, untag
void add_diff_command(const TableApp& table);          // diff
void add_create_command(const TableApp& table);        // create
void add_append_command(const TableApp& table);        // append
void add_update_command(const TableApp& table);        // update
void add_merge_command(const TableApp& table);         // merge
void add_column_commands(const TableApp& table);       // add-column, drop-column
void add_delete_command(const TableApp& table);        // delete
void add_export_command(const TableApp& table);        // export
void add_import_forms_command(const TableApp& table);  // import-forms
void add_index_command(const TableApp& table);         // index
void add_verify_command(const TableApp& table);        // verify
void add_upkeep_commands(const TableApp& table);       // compact, cleanup

}  // namespace kinora::cli
