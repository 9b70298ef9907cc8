#include "kinora/ingest/ratings.hpp"

#include "base/try.hpp"
#include "ingest/input_hasher.hpp"
#include "ingest/rating_rows.hpp"

#include <algorithm>
#include <utility>

namespace kinora {
namespace {

using namespace ingest;

template <class Row>
using ReadRows = Result<std::uint64_t> (*)(const textio::InputText&, RejectionLog&, textio::ReadProgress&, std::vector<Row>&);

/// Reads all rows of one file; none at all is an error.
template <class Row>
Result<IngestReport> read_rows(const std::filesystem::path& path, ReadRows<Row> read, std::vector<Row>& rows,
                               const Execution& execution) {
  KINORA_TRY(const textio::InputText input, textio::InputText::open(path, execution));
  InputHasher hasher(std::span(&input, 1), execution.threads);
  textio::ReadProgress progress(execution, input.text().size());
  RejectionLog log(input);
  IngestReport report{.format = "movielens"};
  KINORA_TRY(report.rows_read, read(input, log, progress, rows));
  progress.file_done(input.text().size());
  report.rows_kept = rows.size();
  report.rejected_by_reason = log.by_reason();
  report.cells_passed_over = log.cells();
  report.rejections = log.take();
  report.inputs = hasher.finish();
  if (!rows.empty()) return report;
  const std::string first = report.rejections.empty() ? "" : ", the first one for " + report.rejections.front().reason;
  return fail({.code = ErrorCode::kNoUsableRow,
               .what = "no row of this file can be used",
               .where = input.path(),
               .expected = "at least one row",
               .found = std::to_string(report.rows_read) + " rows, all rejected" + first,
               .next_step = "Check that this is the right file"});
}

}  // namespace

Result<ReadRatings> read_ratings(const std::filesystem::path& path, const Execution& execution) {
  std::vector<Rating> rows;
  KINORA_TRY(IngestReport report, read_rows<Rating>(path, read_rating_rows, rows, execution));
  return ReadRatings{.ratings = Ratings(std::move(rows)), .report = std::move(report)};
}

Result<ReadLinks> read_links(const std::filesystem::path& path, const Execution& execution) {
  std::vector<MovieLink> links;
  KINORA_TRY(IngestReport report, read_rows<MovieLink>(path, read_link_rows, links, execution));
  std::sort(links.begin(), links.end(), [](const MovieLink& a, const MovieLink& b) { return a.movie < b.movie; });
  return ReadLinks{.links = std::move(links), .report = std::move(report)};
}

}  // namespace kinora
