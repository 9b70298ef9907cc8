#include "classify/mini_batches.hpp"

#include "base/check.hpp"
#include "base/random.hpp"
#include "classify/random_streams.hpp"

#include <algorithm>

namespace kinora {

MiniBatches::MiniBatches(std::vector<std::size_t> rows, std::size_t batch, std::uint64_t seed)
    : rows_(std::move(rows)), order_(rows_), batch_(batch), seed_(seed) {
  KINORA_CHECK(rows_.size() >= 2 && batch_ >= 2, rows_.size(), batch_);
  const std::size_t whole = rows_.size() / batch_;
  count_ = std::max<std::size_t>(1, whole + (rows_.size() % batch_ >= 2 ? 1 : 0));
}

void MiniBatches::shuffle(std::uint64_t epoch) {
  order_ = rows_;
  Rng(seed_, kShuffleStream + epoch).shuffle(std::span(order_));
}

std::size_t MiniBatches::largest() const { return std::max(batch(0).size(), batch(count_ - 1).size()); }

std::span<const std::size_t> MiniBatches::batch(std::size_t index) const {
  KINORA_DCHECK(index < count_, index, count_);
  const std::size_t begin = index * batch_;
  const std::size_t end = index + 1 == count_ ? order_.size() : begin + batch_;
  return std::span(order_).subspan(begin, end - begin);
}

}  // namespace kinora
