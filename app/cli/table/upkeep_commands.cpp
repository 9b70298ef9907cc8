#include "../interrupt.hpp"
#include "../json.hpp"
#include "../progress.hpp"
#include "../terminal.hpp"
#include "kinora/store/cleanup.hpp"
#include "kinora/store/compact.hpp"
#include "kinora/store/index.hpp"
#include "open_table.hpp"
#include "option_names.hpp"
#include "size_text.hpp"
#include "table_app.hpp"

#include <fmt/format.h>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace kinora::cli {
namespace {

struct CompactCommandOptions : TableOptions {
  CompactOptions compact;
};

struct CleanupCommandOptions : TableOptions {
  std::int64_t older_than = std::int64_t{7} * 86'400;  ///< seconds
  std::int64_t grace = std::int64_t{7} * 86'400;       ///< seconds
  CleanupOptions cleanup;
};

Json report_to_json(const CompactReport& report, bool dry_run) {
  return {{"version", report.version ? Json(*report.version) : Json(nullptr)},
          {"dry_run", dry_run},
          {"fragments_before", report.fragments_before},
          {"fragments_after", report.fragments_after},
          {"fragments_rewritten", report.fragments_rewritten},
          {"rows", report.rows},
          {"rows_rewritten", report.rows_rewritten},
          {"dead_rows_removed", report.dead_rows_removed},
          {"bytes_before", report.bytes_before},
          {"bytes_after", dry_run ? Json(nullptr) : Json(report.bytes_after)},
          {"indices_dropped", report.indices_dropped}};
}

std::string report_text(const CompactReport& report, bool dry_run) {
  if (report.fragments_rewritten == 0) return "There is nothing to compact.\n";
  std::string text = fmt::format("{} {} of {}, {}; {} left out.\n", dry_run ? "Would rewrite" : "Rewrote",
                                 grouped(report.fragments_rewritten), counted(report.fragments_before, "fragment"),
                                 counted(report.rows_rewritten, "row"), counted(report.dead_rows_removed, "dead row"));
  if (report.version)
    text +=
        fmt::format("Version {}: {} in {}, before {}.\nThe disk gets the space back by cleanup.\n", *report.version,
                    size_text(report.bytes_after), counted(report.fragments_after, "fragment"), size_text(report.bytes_before));
  if (report.indices_dropped != 0)
    text += fmt::format("LanceDB's indices that must be built again: {}\n", report.indices_dropped);
  return text;
}

/// What the compaction means for Kinora's own indexes, whose rows lie elsewhere now.
std::string indexes_text(const std::filesystem::path& table) {
  const Result<std::vector<IndexInfo>> indexes = list_indexes(table);
  if (!indexes) return {};  // of no matter to what was done; verify tells
  std::string text;
  for (const IndexInfo& index : *indexes)
    if (index.state != IndexState::kCurrent)
      text += fmt::format("The index {} is {} now: kinora table PATH index brings it up to date.\n", printable(index.name),
                          index_state_name(index.state));
  return text;
}

Result<void> run_compact(const CompactCommandOptions& options) {
  const Result<std::filesystem::path> table = find_own_table(options.path);
  if (!table) return fail(table.error());
  const InterruptHandler interrupt;
  ProgressBar progress(false, ProgressBar::Finished::kCleared);
  const Result<CompactReport> report =
      compact(*table, options.compact, {.observer = &progress, .cancellation = &interrupt.token()});
  if (!report) return fail(naming_options(report.error(), {{"target_rows", "--target-rows"}, {"dead_share", "--dead-share"}}));
  if (options.json)
    print_json(report_to_json(*report, options.compact.dry_run));
  else
    fmt::print("{}{}", report_text(*report, options.compact.dry_run), report->version ? indexes_text(*table) : "");
  return {};
}

Json report_to_json(const CleanupReport& report, bool dry_run) {
  return {{"dry_run", dry_run},
          {"versions_removed", report.versions_removed},
          {"versions_tagged", report.versions_tagged},
          {"versions_left", report.versions_left},
          {"files_removed", report.files_removed},
          {"bytes_removed", report.bytes_removed},
          {"files_spared", report.files_spared},
          {"bytes_spared", report.bytes_spared}};
}

std::string report_text(const CleanupReport& report, bool dry_run) {
  std::string text =
      fmt::format("{} {} and {}, {}; {}.\n", dry_run ? "Would remove" : "Removed",
                  counted(report.versions_removed.size(), "version"), counted(report.files_removed, "file"),
                  size_text(report.bytes_removed), counted(report.versions_left, "version stays", "versions stay"));
  if (!report.versions_tagged.empty())
    text += fmt::format("Old ones that stay for their tag: {}\n", report.versions_tagged.size());
  if (report.files_spared != 0)
    text += fmt::format("{} ({}).\n",
                        counted(report.files_spared, "file that no version needs is younger than --grace and stays",
                                "files that no version needs are younger than --grace and stay"),
                        size_text(report.bytes_spared));
  return text;
}

Result<void> run_cleanup(const CleanupCommandOptions& options) {
  const Result<std::filesystem::path> table = find_own_table(options.path);
  if (!table) return fail(table.error());
  CleanupOptions chosen = options.cleanup;
  chosen.older_than = std::chrono::seconds(options.older_than);
  chosen.grace = std::chrono::seconds(options.grace);
  const InterruptHandler interrupt;
  ProgressBar progress(false, ProgressBar::Finished::kCleared);
  const Result<CleanupReport> report = cleanup(*table, chosen, {.observer = &progress, .cancellation = &interrupt.token()});
  if (!report)
    return fail(naming_options(
        report.error(),
        {{"older_than", "--older-than"}, {"grace", "--grace"}, {"keep_versions", "--keep"}, {"remove_torn", "--remove-torn"}}));
  if (options.json)
    print_json(report_to_json(*report, chosen.dry_run));
  else
    fmt::print("{}", report_text(*report, chosen.dry_run));
  return {};
}

void add_compact(const TableApp& table) {
  auto options = std::make_shared<CompactCommandOptions>();
  Command command = table.add("compact", "Join small fragments and leave out dead rows: one new version with the same rows",
                              "movies.lance compact");
  command.option("--target-rows", options->compact.target_rows, "Rows that a fragment is to have").value_name("N").show_default();
  command.option("--dead-share", options->compact.dead_share, "Rewrite fragments with a greater share of dead rows")
      .value_name("0..1")
      .show_default();
  command.flag("--dry-run", options->compact.dry_run, "Only say what would be done");
  table.finish(command, options, run_compact);
}

void add_cleanup(const TableApp& table) {
  auto options = std::make_shared<CleanupCommandOptions>();
  Command command = table.add("cleanup", "Remove old versions and files that no version needs, never a tagged version's",
                              "movies.lance cleanup --older-than 30d");
  command.duration("--older-than", options->older_than, "Versions committed longer ago than this go", "7d");
  command.duration("--grace", options->grace, "Files written no longer ago than this stay; 0 only if nobody writes", "7d");
  command.option("--keep", options->cleanup.keep_versions, "So many of the newest versions stay").value_name("N").show_default();
  command.flag("--remove-torn", options->cleanup.remove_torn, "Also remove torn manifests with what they alone named");
  command.flag("--dry-run", options->cleanup.dry_run, "Only say what would go");
  table.finish(command, options, run_cleanup);
}

}  // namespace

void add_upkeep_commands(const TableApp& table) {
  add_compact(table);
  add_cleanup(table);
}

}  // namespace kinora::cli
