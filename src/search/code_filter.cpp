#include "search/code_filter.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <cstddef>

// Highway compiles what follows once for each instruction set and chooses among them at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "search/code_filter.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace kinora {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

constexpr std::size_t kMostLanes = 16;

using Tag = hn::CappedTag<float, kMostLanes>;
using Indices = hn::RebindToSigned<Tag>;
using Positions = hn::RebindToUnsigned<Tag>;

/// One member of the tails of several rows, which lie `offsets` floats behind `tails`.
HWY_INLINE hn::Vec<Tag> gather(const float* tails, std::size_t member, hn::Vec<Indices> offsets) {
  return hn::GatherIndex(Tag(), tails + member / sizeof(float), offsets);
}

/// value - bound of as many rows as there are lanes.
HWY_INLINE hn::Vec<Tag> least_values(const CodeQuery& query, const float* tails, hn::Vec<Indices> offsets,
                                     hn::Vec<Indices> dots) {
  const Tag tag;
  const auto half_square = gather(tails, offsetof(CodeTail, half_square), offsets);
  const auto scale = hn::Mul(hn::Set(tag, query.scale), gather(tails, offsetof(CodeTail, scale), offsets));
  const auto lift = hn::Mul(hn::Set(tag, query.lift), gather(tails, offsetof(CodeTail, lift), offsets));
  const auto value =
      hn::Sub(hn::Sub(hn::Mul(hn::Set(tag, query.weight), half_square), hn::Mul(scale, hn::ConvertTo(tag, dots))), lift);
  const auto by_norm = hn::Mul(hn::Set(tag, query.by_norm), gather(tails, offsetof(CodeTail, norm), offsets));
  const auto by_error = hn::Mul(hn::Set(tag, query.by_error), gather(tails, offsetof(CodeTail, error), offsets));
  const auto by_half_square = hn::Mul(hn::Set(tag, query.by_half_square), half_square);
  const auto bound = hn::Add(hn::Add(hn::Add(by_norm, by_error), by_half_square), hn::Set(tag, query.always));
  return hn::Sub(value, bound);
}

std::size_t codes_within_kernel(const CodeQuery& query, const std::int8_t* records, std::size_t record_size,
                                std::size_t tail_offset, const std::uint32_t* rows, const std::int32_t* dots, std::size_t count,
                                float worst, std::uint32_t* out) {
  const Tag tag;
  const Indices indices;
  const Positions positions;
  const std::size_t lanes = hn::Lanes(tag);
  const auto* const tails = reinterpret_cast<const float*>(records + tail_offset);
  const auto floats = hn::Set(indices, static_cast<std::int32_t>(record_size / sizeof(float)));
  const auto first = hn::Set(positions, rows[0]);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count; i += lanes) {
    // At the end the last lanes are seen a second time, and kept once.
    const std::size_t at = count - i >= lanes ? i : count - lanes;
    const auto offsets = hn::Mul(hn::BitCast(indices, hn::Sub(hn::LoadU(positions, rows + at), first)), floats);
    const auto least = least_values(query, tails, offsets, hn::LoadU(indices, dots + at));
    const auto numbers = hn::Iota(indices, static_cast<std::int32_t>(at));
    const auto fresh = hn::Gt(numbers, hn::Set(indices, static_cast<std::int32_t>(i) - 1));
    const auto above = hn::RebindMask(indices, hn::Gt(least, hn::Set(tag, worst)));
    const auto chosen_lanes = hn::RebindMask(positions, hn::AndNot(above, fresh));
    HWY_ALIGN std::uint32_t chosen[hn::MaxLanes(positions)];
    const std::size_t found = hn::CompressStore(hn::BitCast(positions, numbers), chosen_lanes, positions, chosen);
    std::copy_n(chosen, found, out + kept);
    kept += found;
  }
  return kept;
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace kinora
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kinora {
namespace {

HWY_EXPORT(codes_within_kernel);

constexpr std::size_t kFewestRows = 16;  // the kernel's lanes at the most

}  // namespace

std::size_t codes_within(const CodeQuery& query, const VectorCodes& codes, std::span<const std::uint32_t> rows,
                         std::span<const std::int32_t> dots, float worst, std::uint32_t* out) {
  KINORA_DCHECK(rows.size() == dots.size(), rows.size(), dots.size());
  std::size_t kept = 0;
  if (rows.size() < kFewestRows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const CodeTail tail = codes.tail(rows[i]);
      if (!(query.value(tail, dots[i]) - query.bound(tail) > worst)) out[kept++] = static_cast<std::uint32_t>(i);
    }
    return kept;
  }
  return HWY_DYNAMIC_DISPATCH(codes_within_kernel)(query, codes.record(rows[0]), codes.record_size(), codes.space().tail_offset(),
                                                   rows.data(), dots.data(), rows.size(), worst, out);
}

}  // namespace kinora
#endif  // HWY_ONCE
