#include "kinora/search/graph_index.hpp"

#include "base/thread_pool.hpp"
#include "base/try.hpp"
#include "search/coded_search.hpp"
#include "search/graph_build.hpp"
#include "search/graph_file.hpp"
#include "search/graph_search.hpp"

#include <limits>
#include <numeric>
#include <string>

namespace kinora {
namespace {

tl::unexpected<Error> out_of_range(std::string what, std::string expected, std::size_t found, std::string where = {}) {
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = std::move(what),
               .where = std::move(where),
               .expected = std::move(expected),
               .found = std::to_string(found),
               .next_step = "Choose a number within these"});
}

Result<void> check_size(const MatrixView& vectors) {
  if (vectors.rows > kMostRows) return out_of_range("an index cannot have so many rows", "at most 2147483646", vectors.rows);
  if (vectors.cols > kMostDimensions)
    return out_of_range("an index cannot have vectors of so many numbers", std::to_string(kMostDimensions), vectors.cols);
  return {};
}

}  // namespace

Result<void> GraphOptions::validate() const {
  if (neighbours < 4 || neighbours > 256)
    return out_of_range("the number of neighbours is out of range", "4 to 256", neighbours, "neighbours");
  if (build_beam < 8 || build_beam > 4096)
    return out_of_range("the beam of the build is out of range", "8 to 4096", build_beam, "build_beam");
  return {};
}

Result<GraphIndex> GraphIndex::build(const MatrixView& vectors, const GraphOptions& options, const Execution& execution) {
  KINORA_TRY_VOID(options.validate());
  KINORA_TRY_VOID(check_size(vectors));
  KINORA_TRY(auto graph, build_graph(vectors, options, execution));
  return GraphIndex(std::move(graph));
}

Result<GraphIndex> GraphIndex::build_codes(const MatrixView& vectors, Metric metric, const Execution& execution) {
  KINORA_TRY_VOID(check_size(vectors));
  return GraphIndex(build_codes_only(vectors, metric, execution));
}

Result<GraphIndex> GraphIndex::open(std::span<const std::byte> bytes, std::shared_ptr<const void> owner, std::string_view where,
                                    GraphCheck check) {
  KINORA_TRY(auto graph, open_graph(bytes, std::move(owner), where, check));
  return GraphIndex(std::move(graph));
}

Result<GraphIndex> GraphIndex::extended(const MatrixView& all, const Execution& execution) const {
  if (all.rows < rows() || all.cols != dimension())
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "the vectors do not begin with those of the index",
                 .expected = std::to_string(rows()) + " rows or more of " + std::to_string(dimension()) + " numbers",
                 .found = std::to_string(all.rows) + " of " + std::to_string(all.cols),
                 .next_step = "Build the index again"});
  MatrixView added = all;
  added.data += rows() * all.stride;
  added.rows -= rows();
  return extended_by(added, execution);
}

Result<GraphIndex> GraphIndex::extended_by(const MatrixView& added, const Execution& execution) const {
  KINORA_TRY_VOID(check_size({.rows = rows() + added.rows, .cols = added.cols}));
  if (added.cols != dimension())
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "the new vectors are not as long as those of the index",
                 .expected = std::to_string(dimension()) + " numbers",
                 .found = std::to_string(added.cols)});
  KINORA_TRY(auto graph, extend_graph(*parts_, added, execution));
  return GraphIndex(std::move(graph));
}

std::vector<std::span<const std::byte>> GraphIndex::bytes() const { return graph_bytes(*parts_); }

std::uint64_t GraphIndex::size_in_bytes() const {
  const auto parts = bytes();
  return std::accumulate(parts.begin(), parts.end(), std::uint64_t{0},
                         [](std::uint64_t sum, std::span<const std::byte> part) { return sum + part.size(); });
}

std::size_t GraphIndex::rows() const { return parts_->rows(); }
std::size_t GraphIndex::dimension() const { return parts_->space.dimension; }
const GraphOptions& GraphIndex::options() const { return parts_->options; }
bool GraphIndex::has_graph() const { return parts_->has_graph; }

Result<std::vector<SearchHit>> GraphIndex::search(const MatrixView& vectors, std::span<const std::int64_t> ids,
                                                  std::span<const float> query, std::size_t k, std::size_t beam,
                                                  const RowSelection& selection) const {
  KINORA_TRY_VOID(check_search(vectors.rows, vectors.cols, ids, query, selection));
  if (vectors.rows != rows() || vectors.cols != dimension())
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "the vectors are not those of the index",
                 .expected = std::to_string(rows()) + " rows of " + std::to_string(dimension()) + " numbers",
                 .found = std::to_string(vectors.rows) + " of " + std::to_string(vectors.cols),
                 .next_step = "Search the vectors that the index was built of"});
  ExactSearch search(vectors, ids, query, options().metric, k);
  SearchWork work;
  if (search.finds_nothing()) return search.take();
  if (has_graph())
    static_cast<void>(search_graph(*parts_, query, k, beam, selection, std::numeric_limits<std::size_t>::max(), search, work));
  else
    search_codes(parts_->codes(), query, k, selection, search, work);
  return search.take();
}

}  // namespace kinora
