#pragma once

#include "search/exact_search.hpp"
#include "search/vector_codes.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kinora {

/// How a search went.
struct SearchWork {
  std::size_t coded = 0;  ///< rows compared by their codes
  std::size_t exact = 0;  ///< rows compared by their vectors
};

/// Keeps the rows that can be among the k nearest by what their codes say: a row is left out only if its distance, at the least
/// that the codes allow, is above what k others have at the most.
class CodedCandidates {
 public:
  explicit CodedCandidates(std::size_t k) : k_(k) {}

  /// A row whose value lies within `bound` of `value`; NaN, it is kept.
  void offer(std::uint32_t row, float value, float bound) {
    if (!(value - bound > worst_)) keep(row, value - bound, value + bound);
  }
  /// No row of a greater value can enter any more.
  [[nodiscard]] float worst() const { return worst_; }
  /// The rows kept, ascending.
  [[nodiscard]] std::vector<std::size_t> take();

 private:
  struct Candidate {
    std::uint32_t row;
    float least;
  };
  void keep(std::uint32_t row, float least, float most);

  std::size_t k_;
  float worst_ = std::numeric_limits<float>::infinity();
  std::vector<float> most_;  ///< a heap of the k least upper bounds
  std::vector<Candidate> candidates_;
};

/// Shows `search` the rows of `codes` that can be among its k nearest: it then finds what search_exact finds among them. Row i of
/// the codes is row i of the vectors. An empty selection chooses all. `search` must not be one that finds nothing.
void search_codes(const VectorCodes& codes, std::span<const float> query, std::size_t k, const RowSelection& selection,
                  ExactSearch& search, SearchWork& work);

}  // namespace kinora
