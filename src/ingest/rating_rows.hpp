#pragma once

#include "ingest/input_text.hpp"
#include "ingest/read_progress.hpp"
#include "ingest/rejection_log.hpp"
#include "kinora/base/result.hpp"
#include "kinora/ingest/ratings.hpp"

#include <cstdint>
#include <vector>

namespace kinora::importer {

/// Appends the ratings of a file of any known form; returns how many rows it has.
[[nodiscard]] Result<std::uint64_t> read_rating_rows(const InputText& input, RejectionLog& log, ReadProgress& progress,
                                                     std::vector<Rating>& ratings);

/// Appends the rows of links.csv in their order, repeated films included; returns how many rows it has.
[[nodiscard]] Result<std::uint64_t> read_link_rows(const InputText& input, RejectionLog& log, ReadProgress& progress,
                                                   std::vector<MovieLink>& links);

}  // namespace kinora::importer
