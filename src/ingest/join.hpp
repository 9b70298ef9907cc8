#pragma once

#include "ingest/catalogue_builder.hpp"
#include "ingest/rejection_log.hpp"
#include "kinora/base/result.hpp"
#include "kinora/ingest/ingest.hpp"
#include "textio/input_text.hpp"
#include "textio/read_progress.hpp"

namespace kinora::ingest {

/// Fills in keywords, or cast and directors, from a file that names films by their id. A film whose row is not there keeps what
/// it has; of several rows for a film the first one counts. Columns: `id`, `movie_id` or `tmdb_id`, and `keywords`, or `cast` and
/// `crew`. Errors: kFormatUnknown, kFileTruncated, kCancelled.
[[nodiscard]] Result<JoinedFile> join_keywords(const textio::InputText& input, const IngestOptions& options,
                                               CatalogueBuilder& builder, RejectionLog& log, textio::ReadProgress& progress);
[[nodiscard]] Result<JoinedFile> join_credits(const textio::InputText& input, const IngestOptions& options,
                                              CatalogueBuilder& builder, RejectionLog& log, textio::ReadProgress& progress);

}  // namespace kinora::ingest
