#include "search/graph_twins.hpp"

#include "base/hash.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace kinora {
namespace {

constexpr std::size_t kTwinShards = 64;

struct HashedRow {
  std::uint64_t hash;
  std::uint32_t row;
};

std::uint64_t hash_of(const VectorCodes& codes, std::size_t row) {
  const CodeTail tail = codes.tail(row);
  const std::uint64_t factors =
      std::uint64_t{std::bit_cast<std::uint32_t>(tail.scale)} << 32U | std::bit_cast<std::uint32_t>(tail.lift);
  return xxh3_64(std::as_bytes(std::span(codes.record(row), codes.space().tail_offset())), factors);
}

bool are_twins(const VectorCodes& codes, std::size_t a, std::size_t b) {
  const CodeTail tail_a = codes.tail(a);
  const CodeTail tail_b = codes.tail(b);
  return tail_a.scale == tail_b.scale && tail_a.lift == tail_b.lift &&
         std::memcmp(codes.record(a), codes.record(b), codes.space().tail_offset()) == 0;
}

/// Codes in the order of their hashes, then of the rows.
std::vector<HashedRow> hash_points(const VectorCodes& codes, ThreadPool& pool) {
  std::vector<std::vector<HashedRow>> parts(kTwinShards);
  pool.for_each_shard(kTwinShards, [&](std::size_t shard) {
    const std::size_t begin = codes.rows() * shard / kTwinShards;
    const std::size_t end = codes.rows() * (shard + 1) / kTwinShards;
    for (std::size_t row = begin; row < end; ++row)
      if (codes.tail(row).is_point()) parts[shard].push_back({hash_of(codes, row), static_cast<std::uint32_t>(row)});
  });
  std::vector<HashedRow> hashed;
  for (const auto& part : parts) hashed.insert(hashed.end(), part.begin(), part.end());
  std::sort(hashed.begin(), hashed.end(),
            [](const HashedRow& a, const HashedRow& b) { return a.hash != b.hash ? a.hash < b.hash : a.row < b.row; });
  return hashed;
}

}  // namespace

RowRoles assign_roles(const VectorCodes& codes, ThreadPool& pool) {
  const std::vector<HashedRow> hashed = hash_points(codes, pool);
  RowRoles roles;
  std::vector<std::uint32_t> firsts;  // of the hash at hand: more than one only if hashes collide
  for (std::size_t i = 0; i < hashed.size(); ++i) {
    const std::uint32_t row = hashed[i].row;
    if (i == 0 || hashed[i].hash != hashed[i - 1].hash) firsts.clear();
    const auto first =
        std::find_if(firsts.begin(), firsts.end(), [&](std::uint32_t other) { return are_twins(codes, other, row); });
    if (first != firsts.end()) {
      roles.twins.push_back({*first, row});
    } else {
      firsts.push_back(row);
      roles.nodes.push_back(row);
    }
  }
  std::sort(roles.nodes.begin(), roles.nodes.end());
  std::sort(roles.twins.begin(), roles.twins.end(),
            [](const Twin& a, const Twin& b) { return a.row != b.row ? a.row < b.row : a.twin < b.twin; });
  for (std::size_t row = 0; row < codes.rows(); ++row)
    if (std::isnan(codes.tail(row).error)) roles.strays.push_back(static_cast<std::uint32_t>(row));
  return roles;
}

std::span<const Twin> twins_of(std::span<const Twin> twins, std::uint32_t row) {
  const auto begin = std::partition_point(twins.begin(), twins.end(), [row](const Twin& twin) { return twin.row < row; });
  auto end = begin;
  while (end != twins.end() && end->row == row) ++end;
  return {begin, end};
}

}  // namespace kinora
