#pragma once

#include "ingest/catalogue_builder.hpp"
#include "ingest/draft.hpp"
#include "ingest/rejection_log.hpp"
#include "ingest/table.hpp"
#include "kinora/base/result.hpp"
#include "kinora/ingest/ingest.hpp"
#include "textio/input_text.hpp"
#include "textio/read_progress.hpp"
#include "textio/table_header.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace kinora::ingest {

/// What a source reads from and writes to.
struct SourceContext {
  const textio::InputText& input;
  const IngestOptions& options;
  CatalogueBuilder& builder;
  RejectionLog& log;
  textio::ReadProgress& progress;
  std::vector<ColumnUse>& columns;  ///< as IngestReport::columns; a source may leave it empty
};

/// Every source returns the number of records that it read, kept or not.
using RowCount = std::uint64_t;

[[nodiscard]] Result<RowCount> read_kaggle(const SourceContext& context, const textio::TableHeader& header);
[[nodiscard]] Result<RowCount> read_tmdb5000(const SourceContext& context, const textio::TableHeader& header);
[[nodiscard]] Result<RowCount> read_movielens(const SourceContext& context, const textio::TableHeader& header);
[[nodiscard]] Result<RowCount> read_imdb(const SourceContext& context, const textio::TableHeader& header);

/// Files without a header, known by the shape of their first line.
[[nodiscard]] Result<RowCount> read_movielens_1m(const SourceContext& context);
[[nodiscard]] Result<RowCount> read_movielens_100k(const SourceContext& context);
[[nodiscard]] Result<RowCount> read_kodi_nfo(const SourceContext& context);

struct RecordSource;
/// A file of no known form.
[[nodiscard]] Result<RowCount> read_generic(const SourceContext& context, const RecordSource& source);

/// The plain case: every column is read into its field. Rows get their number from 1 as id if no column holds it.
[[nodiscard]] Result<RowCount> read_columns(const SourceContext& context, const textio::TableHeader& header,
                                            std::span<const Column> columns, const ListStyle& style);

}  // namespace kinora::ingest
