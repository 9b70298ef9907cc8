#include "recommend/movie_index.hpp"

#include "recommend/similar.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

/// Opens the bytes as a movie index, shows films and ranks them. The seeds have no checksum, so that damage gets as far as that.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMostRows = 10'000;
  constexpr std::size_t kAnswers = 3;
  const auto index = kinora::MovieIndex::parse(std::as_bytes(std::span(data, size)), "fuzz");
  if (!index || index->size() > kMostRows) return 0;
  const std::size_t rows = index->size();
  for (const std::int64_t id : {std::int64_t{0}, index->ids().front(), index->ids().back()})
    if (const auto row = index->find_id(id); row && *row >= rows) std::abort();
  if (index->best_known() >= rows) std::abort();

  const kinora::Matrix vectors(rows, 4);
  const kinora::SimilarRanker ranker(*index, vectors.view(), {});
  for (const kinora::SimilarQuestion& question :
       {kinora::SimilarQuestion{.liked = {0}, .k = kAnswers},
        kinora::SimilarQuestion{.liked = {rows - 1, rows / 2}, .disliked = {0}, .k = kAnswers}}) {
    const auto answers = ranker.rank(question);
    if (answers.size() > kAnswers) std::abort();
    for (const kinora::Recommendation& answer : answers)
      if (answer.row >= rows) std::abort();
  }
  return 0;
}
