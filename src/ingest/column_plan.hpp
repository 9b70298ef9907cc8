#pragma once

#include "ingest/draft.hpp"
#include "ingest/records.hpp"
#include "kinora/base/result.hpp"
#include "kinora/ingest/ingest.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace kinora::ingest {

/// How one column is read.
struct PlannedColumn {
  std::size_t index = 0;
  Field field = Field::kTitle;
  CellStyle style = {};
};

/// What a file of no known form holds, found in its names and in its cells: a column is taken for a field if the recipe says so,
/// or if it has one of the field's names (field_aliases.hpp) and at least nine of ten of its cells that are not blank read as it.
struct ColumnPlan {
  std::vector<PlannedColumn> columns;     ///< of a field that several columns feed, the best one first
  std::optional<std::size_t> title_kind;  ///< the column that tells films from series
  std::vector<ColumnUse> uses;            ///< for the report, in the order of the file
};

/// Errors: kFormatUnknown (the recipe maps a column that is not there, or no column holds titles).
[[nodiscard]] Result<ColumnPlan> plan_columns(const textio::InputText& input, const RecordSource& source,
                                              const IngestOptions& options);

/// Whether a title of this kind ("Movie", "TV Show", "tvSeries", ...) is a film.
[[nodiscard]] bool is_film_kind(std::string_view kind);

}  // namespace kinora::ingest
