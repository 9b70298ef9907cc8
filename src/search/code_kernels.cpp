#include "search/code_kernels.hpp"

#include "base/check.hpp"

#include <hwy/cache_control.h>
#include <algorithm>
#include <array>

// Highway compiles what follows once for each instruction set and chooses among them at run time. Vectors of a length that is
// known only at run time could be longer than a step.
#ifndef HWY_DISABLED_TARGETS  // a build with sanitizers disables more
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#endif
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "search/code_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace kinora {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

constexpr std::size_t kRowsAtOnce = 4;
constexpr std::size_t kRowsAhead = 8;
constexpr std::size_t kRangeAhead = 64;    // what the caller does between two ranges is time for the memory
constexpr std::size_t kBytesPerLine = 64;  // of the cache

using FourRows = std::array<const std::int8_t*, kRowsAtOnce>;

#if HWY_TARGET == HWY_SCALAR
HWY_INLINE void four_dots(const std::int16_t* query, const FourRows& rows, std::size_t length, std::int32_t* out) {
  for (std::size_t row = 0; row < kRowsAtOnce; ++row) {
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < length; ++i) sum += std::int32_t{query[i]} * rows[row][i];
    out[row] = sum;
  }
}
#else
using Tag16 = hn::CappedTag<std::int16_t, kCodeStep>;
using Tag8 = hn::Rebind<std::int8_t, Tag16>;
using Tag32 = hn::Repartition<std::int32_t, Tag16>;
using Sum = hn::Vec<Tag32>;

/// The sums over the lanes of four vectors: turned round in each block of four lanes, all four are added at once.
HWY_INLINE void sum_lanes(const Sum& a, const Sum& b, const Sum& c, const Sum& d, std::int32_t* out) {
  const Tag32 tag;
  const hn::Repartition<std::int64_t, Tag32> pairs;
  const auto ab = hn::BitCast(pairs, hn::Add(hn::InterleaveLower(tag, a, b), hn::InterleaveUpper(tag, a, b)));
  const auto cd = hn::BitCast(pairs, hn::Add(hn::InterleaveLower(tag, c, d), hn::InterleaveUpper(tag, c, d)));
  const Sum sums =
      hn::Add(hn::BitCast(tag, hn::InterleaveLower(pairs, ab, cd)), hn::BitCast(tag, hn::InterleaveUpper(pairs, ab, cd)));
  HWY_ALIGN std::int32_t lanes[hn::MaxLanes(tag)];
  hn::Store(sums, tag, lanes);
  const hn::CappedTag<std::int32_t, kRowsAtOnce> block;
  auto total = hn::Load(block, lanes);
  for (std::size_t i = kRowsAtOnce; i < hn::Lanes(tag); i += kRowsAtOnce) total = hn::Add(total, hn::Load(block, lanes + i));
  hn::StoreU(total, block, out);
}

HWY_INLINE void four_dots(const std::int16_t* query, const FourRows& rows, std::size_t length, std::int32_t* out) {
  const Tag16 wide;
  const Tag8 narrow;
  const Tag32 tag;
  Sum sum0 = hn::Zero(tag);
  Sum sum1 = sum0;
  Sum sum2 = sum0;
  Sum sum3 = sum0;
  Sum other0 = sum0;  // some processors multiply the upper halves apart
  Sum other1 = sum0;
  Sum other2 = sum0;
  Sum other3 = sum0;
  for (std::size_t i = 0; i < length; i += hn::Lanes(wide)) {
    const auto factors = hn::LoadU(wide, query + i);
    sum0 = hn::ReorderWidenMulAccumulate(tag, factors, hn::PromoteTo(wide, hn::LoadU(narrow, rows[0] + i)), sum0, other0);
    sum1 = hn::ReorderWidenMulAccumulate(tag, factors, hn::PromoteTo(wide, hn::LoadU(narrow, rows[1] + i)), sum1, other1);
    sum2 = hn::ReorderWidenMulAccumulate(tag, factors, hn::PromoteTo(wide, hn::LoadU(narrow, rows[2] + i)), sum2, other2);
    sum3 = hn::ReorderWidenMulAccumulate(tag, factors, hn::PromoteTo(wide, hn::LoadU(narrow, rows[3] + i)), sum3, other3);
  }
  sum_lanes(hn::Add(sum0, other0), hn::Add(sum1, other1), hn::Add(sum2, other2), hn::Add(sum3, other3), out);
}
#endif

/// `row(i)` gives the address of the record i.
template <class Row>
HWY_INLINE void all_dots(const std::int16_t* query, std::size_t length, const Row& row, std::size_t count, std::int32_t* out) {
  for (std::size_t i = 0; i < count; i += kRowsAtOnce) {
    const std::size_t last = count - 1;
    const FourRows four = {row(i), row(std::min(i + 1, last)), row(std::min(i + 2, last)), row(std::min(i + 3, last))};
    if (i + kRowsAtOnce <= count) {
      four_dots(query, four, length, out + i);
    } else {
      std::array<std::int32_t, kRowsAtOnce> rest{};
      four_dots(query, four, length, rest.data());
      std::copy_n(rest.begin(), count - i, out + i);
    }
  }
}

HWY_INLINE void prefetch(const std::int8_t* record, std::size_t length) {
  for (std::size_t i = 0; i < length; i += kBytesPerLine) hwy::Prefetch(record + i);
}

void code_dots_kernel(const std::int16_t* query, std::size_t length, const std::int8_t* records, const std::uint32_t* which,
                      std::size_t count, std::int32_t* out) {
  const auto row = [&](std::size_t i) { return records + std::size_t{which[i]} * length; };
  for (std::size_t ahead = 0; ahead < std::min(kRowsAhead, count); ++ahead) prefetch(row(ahead), length);
  for (std::size_t i = 0; i < count; i += kRowsAhead) {
    const std::size_t end = std::min(i + kRowsAhead, count);
    for (std::size_t ahead = end; ahead < std::min(end + kRowsAhead, count); ++ahead) prefetch(row(ahead), length);
    all_dots(
        query, length, [&](std::size_t k) { return row(i + k); }, end - i, out + i);
  }
}

void code_dots_at_hand_kernel(const std::int16_t* query, std::size_t length, const std::int8_t* records,
                              const std::uint32_t* which, std::size_t count, std::int32_t* out) {
  all_dots(
      query, length, [&](std::size_t i) { return records + std::size_t{which[i]} * length; }, count, out);
}

void code_dots_of_range_kernel(const std::int16_t* query, std::size_t length, const std::int8_t* records, std::size_t count,
                               std::int32_t* out) {
  const auto row = [&](std::size_t i) {
    prefetch(records + (i + kRangeAhead) * length, length);
    return records + i * length;
  };
  all_dots(query, length, row, count, out);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace kinora
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kinora {
namespace {

HWY_EXPORT(code_dots_kernel);
HWY_EXPORT(code_dots_at_hand_kernel);
HWY_EXPORT(code_dots_of_range_kernel);

}  // namespace

void code_dots(std::span<const std::int16_t> query, const std::int8_t* records, std::span<const std::uint32_t> which,
               std::span<std::int32_t> out) {
  KINORA_DCHECK(query.size() % kCodeStep == 0 && which.size() == out.size(), query.size(), which.size(), out.size());
  HWY_DYNAMIC_DISPATCH(code_dots_kernel)(query.data(), query.size(), records, which.data(), which.size(), out.data());
}

void code_dots_at_hand(std::span<const std::int16_t> query, const std::int8_t* records, std::span<const std::uint32_t> which,
                       std::span<std::int32_t> out) {
  KINORA_DCHECK(query.size() % kCodeStep == 0 && which.size() == out.size(), query.size(), which.size(), out.size());
  HWY_DYNAMIC_DISPATCH(code_dots_at_hand_kernel)(query.data(), query.size(), records, which.data(), which.size(), out.data());
}

void code_dots_of_range(std::span<const std::int16_t> query, const std::int8_t* records, std::span<std::int32_t> out) {
  KINORA_DCHECK(query.size() % kCodeStep == 0, query.size());
  HWY_DYNAMIC_DISPATCH(code_dots_of_range_kernel)(query.data(), query.size(), records, out.size(), out.data());
}

}  // namespace kinora
#endif  // HWY_ONCE
