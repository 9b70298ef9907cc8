#include "kinora/evaluate/split.hpp"

#include <bit>
#include <cmath>
#include <numeric>
#include <random>
#include <string>
#include <utility>

namespace kinora {
namespace {

/// NumPy's legacy random_interval: uniform in [0, most], from as many bits as `most` has, drawn again while they are above it.
std::uint64_t draw_up_to(std::uint64_t most, std::mt19937& twister) {
  if (most == 0) return 0;
  const std::uint64_t mask = ~std::uint64_t{0} >> static_cast<unsigned>(std::countl_zero(most));
  while (true) {
    std::uint64_t value = twister();
    if (most > 0xFFFFFFFFU) value = value << 32U | twister();
    if ((value & mask) <= most) return value & mask;
  }
}

/// numpy.random.RandomState(seed).permutation(rows). The engine of the standard library is MT19937 by definition, seeded as NumPy
/// seeds it with one number; only the standard's distributions are not portable.
std::vector<std::size_t> numpy_permutation(std::size_t rows, std::uint32_t seed) {
  std::mt19937 twister(seed);
  std::vector<std::size_t> order(rows);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = rows - 1; i > 0; --i) std::swap(order[i], order[draw_up_to(i, twister)]);
  return order;
}

}  // namespace

Result<TrainTestSplit> train_test_split(std::size_t rows, double test_fraction, std::uint32_t seed) {
  if (!(test_fraction > 0 && test_fraction < 1))
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "the fraction of the test part is out of range",
                 .expected = "more than 0 and less than 1",
                 .found = std::to_string(test_fraction),
                 .next_step = "Choose a fraction such as 0.2"});
  const auto test_rows = static_cast<std::size_t>(std::ceil(test_fraction * static_cast<double>(rows)));
  if (test_rows == 0 || test_rows >= rows)
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "there are too few rows to train and to test",
                 .expected = "at least one row in each part",
                 .found = std::to_string(rows) + (rows == 1 ? " row, of which " : " rows, of which ") +
                          std::to_string(test_rows) + " to test",
                 .next_step = "Choose a smaller fraction or a larger catalogue"});
  const std::vector<std::size_t> order = numpy_permutation(rows, seed);
  const auto train_begin = order.begin() + static_cast<std::ptrdiff_t>(test_rows);
  return TrainTestSplit{.train = {train_begin, order.end()}, .test = {order.begin(), train_begin}};
}

}  // namespace kinora
