#include "math/top_k.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace kinora {
namespace {

constexpr float kNothing = -std::numeric_limits<float>::infinity();

}  // namespace

bool ranks_before(const ScoredRow& a, const ScoredRow& b) {
  const bool a_is_nan = std::isnan(a.score);
  const bool b_is_nan = std::isnan(b.score);
  if (a_is_nan != b_is_nan) return b_is_nan;
  if (!a_is_nan && a.score != b.score) return a.score > b.score;
  if (a.id != b.id) return a.id < b.id;
  return a.row < b.row;
}

TopK::TopK(std::size_t k) : k_(k), threshold_(k == 0 ? std::numeric_limits<float>::infinity() : kNothing) {}

void TopK::offer(const ScoredRow& candidate) {
  if (heap_.size() < k_) {
    heap_.push_back(candidate);
    std::push_heap(heap_.begin(), heap_.end(), ranks_before);
  } else {
    if (k_ == 0 || candidate.score < threshold_ || !ranks_before(candidate, heap_.front())) return;
    std::pop_heap(heap_.begin(), heap_.end(), ranks_before);
    heap_.back() = candidate;
    std::push_heap(heap_.begin(), heap_.end(), ranks_before);
  }
  if (heap_.size() == k_) threshold_ = std::isnan(heap_.front().score) ? kNothing : heap_.front().score;
}

std::vector<ScoredRow> TopK::take_sorted() {
  std::sort_heap(heap_.begin(), heap_.end(), ranks_before);
  if (k_ != 0) threshold_ = kNothing;
  return std::exchange(heap_, {});
}

}  // namespace kinora
