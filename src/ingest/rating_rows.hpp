#pragma once

#include "ingest/rejection_log.hpp"
#include "kinora/base/result.hpp"
#include "kinora/ingest/ratings.hpp"
#include "textio/input_text.hpp"
#include "textio/read_progress.hpp"

#include <cstdint>
#include <vector>

namespace kinora::ingest {

/// Appends the ratings of a file of any known form; returns how many rows it has.
[[nodiscard]] Result<std::uint64_t> read_rating_rows(const textio::InputText& input, RejectionLog& log,
                                                     textio::ReadProgress& progress, std::vector<Rating>& ratings);

/// Appends the rows of links.csv in their order, repeated films included; returns how many rows it has.
[[nodiscard]] Result<std::uint64_t> read_link_rows(const textio::InputText& input, RejectionLog& log,
                                                   textio::ReadProgress& progress, std::vector<MovieLink>& links);

}  // namespace kinora::ingest
