#include "kinora/ingest/ingest.hpp"

#include "base/try.hpp"
#include "ingest/catalogue_builder.hpp"
#include "ingest/formats.hpp"
#include "ingest/input_hasher.hpp"
#include "ingest/join.hpp"
#include "ingest/list_separators.hpp"
#include "ingest/rejection_log.hpp"
#include "textio/excerpt.hpp"
#include "textio/input_text.hpp"
#include "textio/read_progress.hpp"

#include <iterator>
#include <map>

namespace kinora {
namespace {

using namespace ingest;

Result<std::vector<textio::InputText>> open_inputs(const CatalogueFiles& files, const Execution& execution) {
  std::vector<textio::InputText> inputs;
  for (const std::optional<std::filesystem::path>& path : {std::optional(files.catalogue), files.keywords, files.credits}) {
    if (!path) continue;
    KINORA_TRY(textio::InputText input, textio::InputText::open(*path, execution));
    inputs.push_back(std::move(input));
  }
  return inputs;
}

std::uint64_t total_bytes(const std::vector<textio::InputText>& inputs) {
  std::uint64_t total = 0;
  for (const textio::InputText& input : inputs) total += input.text().size();
  return total;
}

Result<void> refuse_foreign_ids(const Format& format, const CatalogueFiles& files) {
  if (format.may_have_tmdb_ids || (!files.keywords && !files.credits)) return {};
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = "keywords and credits are joined by TMDB's ids, and this catalogue has others",
               .where = files.catalogue.string(),
               .expected = "a catalogue with TMDB's ids (Kaggle's, TMDB 5000's or one of your own)",
               .found = "the form " + format.name,
               .next_step = "Leave them out, or pass the catalogue that they belong to"});
}

tl::unexpected<Error> no_usable_row(const CatalogueFiles& files, const IngestReport& report) {
  std::string found = std::to_string(report.rows_read) + " rows";
  for (const auto& [reason, count] : report.rejected_by_reason) found += ", " + std::to_string(count) + " rejected for " + reason;
  if (!report.rejections.empty()) {
    const Rejection& first = report.rejections.front();
    found += "; on line " + std::to_string(first.line) + ": " + first.detail + " in " + textio::excerpt(first.raw);
  }
  return fail({.code = ErrorCode::kNoUsableRow,
               .what = "no row of this catalogue can be used",
               .where = files.catalogue.string(),
               .expected = "at least one row with an id and a title",
               .found = std::move(found),
               .next_step = report.rows_read == 0
                                ? "Check that this is the right file"
                                : "Map the columns in a recipe ([catalogue.columns]); without an id column rows "
                                  "are numbered"});
}

/// Moves what is in a file's log to the end of the report.
void report_rejections(RejectionLog& log, IngestReport& report) {
  report.cells_passed_over += log.cells();
  std::vector<Rejection> rejections = log.take();
  report.rejections.insert(report.rejections.end(), std::make_move_iterator(rejections.begin()),
                           std::make_move_iterator(rejections.end()));
}

/// One line for each field some of whose cells could not be read.
void warn_of_cells(const IngestReport& report, const Execution& execution) {
  std::map<std::string_view, std::pair<std::uint64_t, const Rejection*>> by_reason;
  for (const Rejection& rejection : report.rejections) {
    if (!rejection.is_cell) continue;
    auto& [count, first] = by_reason[rejection.reason];
    if (count++ == 0) first = &rejection;
  }
  for (const auto& [reason, cells] : by_reason) {
    const auto& [count, first] = cells;
    const std::string_view field = reason.substr(0, reason.rfind(' '));
    std::string column;
    for (const ColumnUse& use : report.columns)
      if (use.field == field) column += (column.empty() ? " (column " : ", ") + textio::excerpt(use.column);
    execution.warning(first->file + ": " + std::to_string(count) + (count == 1 ? " cell of " : " cells of ") +
                      std::string(field) + column + (column.empty() ? "" : ")") + " could not be read, for example on line " +
                      std::to_string(first->line) + ": " + first->detail);
  }
}

void warn_of_unsplit_lists(const Catalogue& catalogue, const std::string& path, const Execution& execution) {
  const std::pair<std::string_view, const LabelColumn*> columns[] = {{"genres", &catalogue.genres},
                                                                     {"keywords", &catalogue.keywords},
                                                                     {"directors", &catalogue.directors},
                                                                     {"cast", &catalogue.cast}};
  for (const auto& [name, column] : columns)
    if (const std::string_view separator = separator_left_in(*column); !separator.empty())
      execution.warning(path + ": most " + std::string(name) + " still hold a '" + std::string(separator) +
                        "': if it separates names, say so with --set catalogue.columns.list_separator='" +
                        std::string(separator) + "'");
}

using Join = Result<JoinedFile> (*)(const textio::InputText&, const IngestOptions&, CatalogueBuilder&, RejectionLog&,
                                    textio::ReadProgress&);

Result<void> run_join(Join join, const textio::InputText& input, const IngestOptions& options, CatalogueBuilder& builder,
                      textio::ReadProgress& progress, IngestReport& report, const Execution& execution) {
  RejectionLog log(input);
  KINORA_TRY(JoinedFile joined, join(input, options, builder, log, progress));
  progress.file_done(input.text().size());
  if (joined.films_joined == 0) execution.warning(joined.path + ": no film of the catalogue has " + joined.holds + " here");
  report.joined.push_back(std::move(joined));
  report_rejections(log, report);
  return {};
}

}  // namespace

Result<IngestedCatalogue> read_catalogue(const CatalogueFiles& files, const IngestOptions& options, const Execution& execution) {
  KINORA_TRY_VOID(options.validate());
  KINORA_TRY(const std::vector<textio::InputText> inputs, open_inputs(files, execution));
  KINORA_TRY(const Format format, recognise(inputs.front(), options.columns));
  KINORA_TRY_VOID(refuse_foreign_ids(format, files));
  InputHasher hasher(inputs, execution.threads);
  textio::ReadProgress progress(execution, total_bytes(inputs));

  RejectionLog log(inputs.front());
  CatalogueBuilder builder(options, log);
  IngestReport report{.format = format.name};
  KINORA_TRY(report.rows_read, format.read({inputs.front(), options, builder, log, progress, report.columns}));
  progress.file_done(inputs.front().text().size());
  report.rows_kept = builder.catalogue().size();
  report.rows_are_numbered = builder.rows_are_numbered();
  report.rejected_by_reason = log.by_reason();
  report_rejections(log, report);
  if (builder.catalogue().empty()) {
    if (files.quarantine) KINORA_TRY_VOID(write_quarantine(report, *files.quarantine));
    return no_usable_row(files, report);
  }
  warn_of_cells(report, execution);
  warn_of_unsplit_lists(builder.catalogue(), inputs.front().path(), execution);

  std::size_t next_input = 1;
  if (files.keywords)
    KINORA_TRY_VOID(run_join(join_keywords, inputs[next_input++], options, builder, progress, report, execution));
  if (files.credits) KINORA_TRY_VOID(run_join(join_credits, inputs[next_input++], options, builder, progress, report, execution));
  report.inputs = hasher.finish();
  if (files.quarantine) KINORA_TRY_VOID(write_quarantine(report, *files.quarantine));
  return IngestedCatalogue{.catalogue = std::move(builder.catalogue()), .report = std::move(report)};
}

}  // namespace kinora
