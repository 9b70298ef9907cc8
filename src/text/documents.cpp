#include "text/documents.hpp"

#include "base/check.hpp"
#include "base/thread_pool.hpp"
#include "text/film_tokens.hpp"
#include "text/token_interner.hpp"

#include <algorithm>

namespace kinora {
namespace {

/// Never the number of threads: the result is the same whoever runs a shard, and few shards keep the merge small.
constexpr std::size_t kShards = 16;
constexpr std::string_view kStage = "tokens";

/// Consecutive rows with numbers of their own, which the merge translates.
struct Shard {
  TokenInterner tokens;
  std::vector<std::uint32_t> numbers;
  std::vector<std::uint64_t> ends;
};

void tokenize_rows(const Catalogue& catalogue, const LabelTokens& labels, const TextOptions& options, std::size_t begin,
                   std::size_t end, Shard& shard) {
  FilmTokens film(catalogue, labels, options);
  for (std::size_t row = begin; row < end; ++row) {
    film.append(row, shard.numbers, [&shard](std::string_view token) { return shard.tokens.intern(token); });
    shard.ends.push_back(shard.numbers.size());
  }
}

/// Shard after shard, each one's tokens in the order of their first appearance in it: so the order over all rows.
TokenizedDocuments merge(const std::vector<Shard>& shards) {
  TokenizedDocuments merged;
  TokenInterner tokens;
  std::vector<std::uint32_t> merged_number;
  for (const Shard& shard : shards) {
    merged_number.clear();
    for (std::size_t number = 0; number < shard.tokens.size(); ++number)
      merged_number.push_back(tokens.intern(shard.tokens.tokens()[number]));
    merged.counts.resize(tokens.size());
    const std::size_t base = merged.documents.words.size();
    for (const std::uint32_t number : shard.numbers) {
      merged.documents.words.push_back(merged_number[number]);
      ++merged.counts[merged_number[number]];
    }
    for (const std::uint64_t end : shard.ends) merged.documents.ends.push_back(base + end);
  }
  merged.tokens = std::move(tokens).take_tokens();
  return merged;
}

}  // namespace

Result<TokenizedDocuments> tokenize_catalogue(const Catalogue& catalogue, const TextOptions& options,
                                              const Execution& execution) {
  execution.stage_begin(kStage, catalogue.size(), "films");
  const LabelTokens labels(catalogue, options);
  std::vector<Shard> shards(kShards);
  ThreadPool pool(std::max(1U, execution.threads));
  pool.for_each_shard(kShards, [&](std::size_t shard) {
    if (execution.cancelled()) return;
    const std::size_t begin = catalogue.size() * shard / kShards;
    const std::size_t end = catalogue.size() * (shard + 1) / kShards;
    tokenize_rows(catalogue, labels, options, begin, end, shards[shard]);
  });
  if (execution.cancelled()) return fail(cancelled_error(kStage));
  TokenizedDocuments documents = merge(shards);
  execution.stage_progress(catalogue.size());
  execution.stage_end();
  return documents;
}

}  // namespace kinora
