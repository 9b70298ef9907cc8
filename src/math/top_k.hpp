#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kinora {

/// A row with its score and the id that breaks ties.
struct ScoredRow {
  float score = 0;
  std::int64_t id = 0;
  std::size_t row = 0;
};

/// The total order of every ranking: higher score first, then smaller id, then smaller row. NaN scores come last.
[[nodiscard]] bool ranks_before(const ScoredRow& a, const ScoredRow& b);

/// The k best of a stream of rows, in O(n log k) with a threshold that most rows fail at once. Not thread-safe.
class TopK {
 public:
  explicit TopK(std::size_t k);

  void offer(const ScoredRow& candidate);
  /// A score below this cannot enter any more (-infinity until k rows are held).
  [[nodiscard]] float threshold() const { return threshold_; }
  /// The rows held, best first; empties the heap.
  [[nodiscard]] std::vector<ScoredRow> take_sorted();

 private:
  std::size_t k_;
  float threshold_;
  std::vector<ScoredRow> heap_;
};

}  // namespace kinora
