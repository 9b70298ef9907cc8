#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace kinora {

/// Records are read in steps of so many bytes: their length is a multiple of it.
inline constexpr std::size_t kCodeStep = 32;

/// out[i] = Σ query[j] · records[which[i] · query.size() + j], exact in 32 bits: same input, same numbers on every processor.
/// query.size() is the length of a record, a multiple of kCodeStep; values of the query within -127..127. The next records are
/// fetched ahead. Thread-safe, like all kernels.
void code_dots(std::span<const std::int16_t> query, const std::int8_t* records, std::span<const std::uint32_t> which,
               std::span<std::int32_t> out);
/// The same of records that are in the cache, or have been fetched ahead.
void code_dots_at_hand(std::span<const std::int16_t> query, const std::int8_t* records, std::span<const std::uint32_t> which,
                       std::span<std::int32_t> out);
/// The same of out.size() records that lie one after the other. Those behind them are fetched ahead, whether they are there or
/// not.
void code_dots_of_range(std::span<const std::int16_t> query, const std::int8_t* records, std::span<std::int32_t> out);

}  // namespace kinora
