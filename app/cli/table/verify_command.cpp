#include "../interrupt.hpp"
#include "../json.hpp"
#include "../progress.hpp"
#include "../terminal.hpp"
#include "kinora/store/verify.hpp"
#include "open_table.hpp"
#include "size_text.hpp"
#include "table_app.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <memory>
#include <string>

namespace kinora::cli {
namespace {

struct VerifyCommandOptions : ReadOptions {
  bool all_versions = false;
};

Json report_to_json(const VerifyReport& report) {
  Json findings = Json::array();
  for (const Finding& finding : report.findings)
    findings.push_back({{"kind", finding_kind_name(finding.kind)},
                        {"version", finding.version == 0 ? Json(nullptr) : Json(finding.version)},
                        {"where", finding.where},
                        {"what", finding.what}});
  return {{"sound", report.sound()},
          {"versions", report.versions},
          {"manifests", report.manifests},
          {"data_files", report.data_files},
          {"data_bytes", report.data_bytes},
          {"pages", report.pages},
          {"deletion_files", report.deletion_files},
          {"index_files", report.index_files},
          {"tags", report.tags},
          {"findings", std::move(findings)}};
}

void print_report(const VerifyReport& report) {
  for (const Finding& finding : report.findings) {
    const std::string version = finding.version == 0 ? "" : fmt::format(" (version {})", finding.version);
    fmt::print("{}{}: {}\n  {}\n", finding_kind_name(finding.kind), version, printable(finding.what), printable(finding.where));
  }
  std::string read = fmt::format("{} ({})", counted(report.data_files, "data file"), size_text(report.data_bytes));
  const auto part = [&read](std::uint64_t count, const char* one) {
    if (count != 0) read += ", " + counted(count, one);
  };
  part(report.pages, "page");
  part(report.deletion_files, "deletion file");
  part(report.index_files, "index file");
  part(report.manifests, "manifest");
  part(report.tags, "tag");
  fmt::print("{}: {} read\n", report.sound() ? "Sound" : "Damaged", read);
}

/// What helps depends on whether rows are lost, or only what is made of them.
std::string remedy(const VerifyReport& report) {
  bool own_index = false;
  bool their_index = false;
  bool table = false;
  for (const Finding& finding : report.findings) {
    if (finding.kind != FindingKind::kDamage) continue;
    const bool own = finding.where.find("/_kinora/") != std::string::npos;
    const bool theirs = finding.where.find("/_indices/") != std::string::npos;
    own_index = own_index || own;
    their_index = their_index || theirs;
    table = table || (!own && !theirs);
  }
  std::string text = table ? "Open an older version that is whole, or restore the files named from a copy" : "No row is lost";
  if (own_index)
    text += "\n            kinora table PATH index --replace makes an index of Kinora's anew, with the options of that one";
  if (their_index) text += "\n            LanceDB makes its index anew, by createIndex with replace";
  return text;
}

Result<void> run_verify(const VerifyCommandOptions& options) {
  const Result<TablePlace> place = find_table(options.path);
  if (!place) return fail(place.error());
  VerifyOptions chosen{.version = place->version, .all_versions = options.all_versions};
  if (!options.version.empty()) {
    const Result<std::uint64_t> number = parse_version(place->directory, options.version, "--version");
    if (!number) return fail(number.error());
    chosen.version = *number;
  }
  const InterruptHandler interrupt;
  ProgressBar progress(false, ProgressBar::Finished::kCleared);
  const Result<VerifyReport> report =
      verify(place->directory, chosen, {.observer = &progress, .cancellation = &interrupt.token()});
  if (!report) return fail(report.error());
  if (options.json)
    print_json(report_to_json(*report));
  else
    print_report(*report);
  if (report->sound()) return {};
  const auto damage = std::count_if(report->findings.begin(), report->findings.end(),
                                    [](const Finding& finding) { return finding.kind == FindingKind::kDamage; });
  return fail({.code = ErrorCode::kTableCorrupt,
               .what = fmt::format("the table is damaged in {}", counted(static_cast<std::uint64_t>(damage), "place")),
               .where = place->directory.string(),
               .next_step = remedy(*report)});
}

}  // namespace

void add_verify_command(const TableApp& table) {
  auto options = std::make_shared<VerifyCommandOptions>();
  Command command = table.add("verify", "Read every byte and say all that is wrong", "movies.lance verify --all-versions");
  command.flag("--all-versions", options->all_versions, "Read the rows of every version, not of the newest alone");
  add_version_option(command, *options);
  table.finish(command, options, run_verify);
}

}  // namespace kinora::cli
