#include "recommend/best_by_bound.hpp"

#include <algorithm>
#include <array>

namespace kinora {
namespace {

constexpr std::size_t kShards = 16;
constexpr std::size_t kTightenedAtOnce = 256;

/// Those that are scored first: more of them make for a higher threshold of all others.
std::size_t first_rows(std::size_t k, std::size_t rows) {
  return std::min(rows, std::max<std::size_t>(4 * std::min(k, rows), 64));
}

class BoundedSearch {
 public:
  BoundedSearch(const BoundedScores& scores, std::span<const std::int64_t> ids, std::size_t k)
      : scores_(scores), bounds_(scores.bounds), ids_(ids), best_(k) {}

  std::vector<ScoredRow> run(std::size_t k, ThreadPool& pool) {
    const std::vector<std::size_t> first = rows_of_highest_bounds(first_rows(k, bounds_.size()));
    for (const std::size_t row : first) best_.offer(scored(row));
    const std::vector<std::size_t> others = rows_to_score(first);
    std::vector<TopK> best_of_shards(kShards, best_);
    pool.for_each_shard(kShards, [&](std::size_t shard) {
      const std::size_t begin = others.size() * shard / kShards;
      const std::size_t end = others.size() * (shard + 1) / kShards;
      search(std::span(others).subspan(begin, end - begin), best_of_shards[shard]);
    });
    return merged(k, best_of_shards);
  }

 private:
  [[nodiscard]] ScoredRow scored(std::size_t row) const { return {.score = scores_.exact(row), .id = ids_[row], .row = row}; }

  void search(std::span<const std::size_t> rows, TopK& best) const {
    std::array<float, kTightenedAtOnce> bounds{};
    while (!rows.empty()) {
      const auto block = rows.first(std::min(rows.size(), kTightenedAtOnce));
      rows = rows.subspan(block.size());
      const auto tightened = std::span(bounds).first(block.size());
      for (std::size_t i = 0; i < block.size(); ++i) tightened[i] = bounds_[block[i]];
      scores_.tighten(block, tightened);
      for (std::size_t i = 0; i < block.size(); ++i)
        if (!(tightened[i] < best.threshold())) best.offer(scored(block[i]));
    }
  }

  [[nodiscard]] std::vector<std::size_t> rows_of_highest_bounds(std::size_t count) const {
    TopK highest(count);
    for (std::size_t row = 0; row < bounds_.size(); ++row)
      if (bounds_[row] >= highest.threshold() && bounds_[row] != kNeverAnswered)
        highest.offer({.score = bounds_[row], .id = ids_[row], .row = row});
    std::vector<std::size_t> rows;
    for (const ScoredRow& each : highest.take_sorted()) rows.push_back(each.row);
    std::sort(rows.begin(), rows.end());
    return rows;
  }

  /// All that can be among the best, but for `first`, which are scored already.
  [[nodiscard]] std::vector<std::size_t> rows_to_score(const std::vector<std::size_t>& first) const {
    std::vector<std::size_t> rows;
    auto next_first = first.begin();
    for (std::size_t row = 0; row < bounds_.size(); ++row) {
      if (bounds_[row] < best_.threshold() || bounds_[row] == kNeverAnswered) continue;
      next_first = std::lower_bound(next_first, first.end(), row);
      if (next_first == first.end() || *next_first != row) rows.push_back(row);
    }
    return rows;
  }

  /// Every shard began with the first rows, which are therefore met several times.
  static std::vector<ScoredRow> merged(std::size_t k, std::vector<TopK>& best_of_shards) {
    std::vector<ScoredRow> all;
    for (TopK& best : best_of_shards)
      for (const ScoredRow& row : best.take_sorted()) all.push_back(row);
    std::sort(all.begin(), all.end(), ranks_before);
    const auto same = [](const ScoredRow& a, const ScoredRow& b) { return a.row == b.row; };
    all.erase(std::unique(all.begin(), all.end(), same), all.end());
    if (all.size() > k) all.resize(k);
    return all;
  }

  const BoundedScores& scores_;
  std::span<const float> bounds_;
  std::span<const std::int64_t> ids_;
  TopK best_;
};

}  // namespace

std::vector<ScoredRow> best_by_bound(const BoundedScores& scores, std::span<const std::int64_t> ids, std::size_t k,
                                     ThreadPool& pool) {
  return BoundedSearch(scores, ids, k).run(k, pool);
}

}  // namespace kinora
