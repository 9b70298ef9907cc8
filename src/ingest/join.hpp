#pragma once

#include "ingest/catalogue_builder.hpp"
#include "ingest/input_text.hpp"
#include "ingest/read_progress.hpp"
#include "ingest/rejection_log.hpp"
#include "kinora/base/result.hpp"
#include "kinora/ingest/ingest.hpp"

namespace kinora::importer {

/// Fills in keywords, or cast and directors, from a file that names films by their id. A film whose row is not there keeps what
/// it has; of several rows for a film the first one counts. Columns: `id`, `movie_id` or `tmdb_id`, and `keywords`, or `cast` and
/// `crew`. Errors: kFormatUnknown, kFileTruncated, kCancelled.
[[nodiscard]] Result<JoinedFile> join_keywords(const InputText& input, const IngestOptions& options, CatalogueBuilder& builder,
                                               RejectionLog& log, ReadProgress& progress);
[[nodiscard]] Result<JoinedFile> join_credits(const InputText& input, const IngestOptions& options, CatalogueBuilder& builder,
                                              RejectionLog& log, ReadProgress& progress);

}  // namespace kinora::importer
