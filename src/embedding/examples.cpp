#include "embedding/examples.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace kinora {

/// Where sample_document() writes.
struct ExampleSampler::Cursor {
  Examples& examples;
  Example* example = nullptr;
  Target* targets = nullptr;
  Example next{};
};

void Examples::clear() {
  kept.clear();
  list.clear();
  targets.clear();
  batch_ends.clear();
  shares_noise = false;
}

ExampleSampler::ExampleSampler(const Doc2VecOptions& options, std::span<const std::uint64_t> counts)
    : average_context_(options.model == Doc2VecModel::kDistributedMemory && options.join != ContextJoin::kConcat),
      concatenate_(options.model == Doc2VecModel::kDistributedMemory && options.join == ContextJoin::kConcat),
      train_words_(options.model == Doc2VecModel::kDbow && options.train_words),
      shrink_window_(options.shrink_window),
      window_(static_cast<std::uint32_t>(options.window)),
      negative_(static_cast<std::uint32_t>(options.negative)),
      keep_(keep_thresholds(counts, options.sample)),
      path_begins_(counts.size() + 1) {
  if (negative_ > 0) noise_ = NoiseTable(counts, options.noise_exponent);
  if (options.hierarchical_softmax) {
    const auto first_node = static_cast<std::uint32_t>(negative_ > 0 ? counts.size() : 0);
    const HuffmanTree tree(counts);
    for (std::size_t word = 0; word < counts.size(); ++word) {
      for (const HuffmanStep step : tree.path(word)) paths_.push_back((first_node + step.node) | (step.right ? 0 : kPositive));
      path_begins_[word + 1] = paths_.size();
      longest_path_ = std::max(longest_path_, tree.path(word).size());
    }
  }
  measure_shares(counts);
}

void ExampleSampler::measure_shares(std::span<const std::uint64_t> counts) {
  std::vector<double> kept(counts.size());
  double total = 0;
  for (std::size_t word = 0; word < counts.size(); ++word)
    total += kept[word] = keep_probability(keep_[word]) * static_cast<double>(counts[word]);
  expected_examples_ = train_words_ ? total * (1 + static_cast<double>(window_)) : total;
  if (longest_path_ > 0) busiest_row_share_ = 1;  // the root
  if (noise_.empty()) return;
  for (std::size_t word = 0; word < counts.size(); ++word)
    busiest_row_share_ =
        std::max(busiest_row_share_, kept[word] / total + noise_.probability(static_cast<WordId>(word)) * negative_);
}

std::size_t ExampleSampler::padded_targets() const {
  const std::size_t most = longest_path_ + (negative_ > 0 ? 1 + negative_ : 0);
  return (most + kTargetBlock - 1) / kTargetBlock * kTargetBlock;
}

void ExampleSampler::sample(std::span<const WordId> document, std::uint32_t row, Rng& rng, Examples& examples) const {
  sample_document(document, row, {.train_words = train_words_}, rng, examples);
}

void ExampleSampler::sample_untargeted(std::span<const WordId> document, std::uint32_t row, Rng& rng, Examples& examples) const {
  sample_document(document, row, {.train_words = train_words_, .targets = false}, rng, examples);
}

void ExampleSampler::sample_for_inference(std::span<const WordId> document, Rng& rng, Examples& examples) const {
  sample_document(document, 0, {}, rng, examples);
}

std::uint32_t ExampleSampler::draw_reach(Rng& rng) const {
  if (!shrink_window_) return window_;
  return 1 + static_cast<std::uint32_t>(((rng.next() >> 32U) * window_) >> 32U);
}

void ExampleSampler::sample_document(std::span<const WordId> document, std::uint32_t row, DrawOptions draw, Rng& rng,
                                     Examples& examples) const {
  const auto begin = static_cast<std::uint32_t>(examples.kept.size());
  WordId* end_of_kept = examples.kept.make_room(document.size());
  for (const WordId word : document) {
    *end_of_kept = word;
    end_of_kept += static_cast<std::uint32_t>(rng.next() >> 32U) <= keep_[word] ? 1 : 0;
  }
  examples.kept.set_end(end_of_kept);
  const auto end = static_cast<std::uint32_t>(examples.kept.size());
  const std::size_t most_examples = (end - begin) * (draw.train_words ? 1 + 2 * std::size_t{window_} : 1);
  const std::size_t most_targets = draw.targets ? most_examples * padded_targets() : 0;
  Cursor cursor{examples, examples.list.make_room(most_examples), examples.targets.make_room(most_targets)};
  const auto add = [&](WordId word) {
    if (draw.targets)
      add_example(word, rng, cursor);
    else
      *cursor.example++ = cursor.next;
  };
  for (std::uint32_t centre = begin; centre < end; ++centre) {
    const WordId word = examples.kept[centre];
    const bool needs_reach = average_context_ || draw.train_words;
    const std::uint32_t reach = needs_reach ? draw_reach(rng) : window_;
    const std::uint32_t first = centre - std::min(reach, centre - begin);
    const std::uint32_t last = centre + 1 + std::min(reach, end - centre - 1);
    if (draw.train_words) {
      for (std::uint32_t other = first; other < last; ++other) {
        if (other == centre) continue;
        cursor.next = {
            .input = examples.kept[other] | kWordInput, .centre = centre, .context_begin = centre, .context_end = centre};
        add(word);
      }
    }
    const bool has_context = average_context_ || concatenate_;
    cursor.next = {.input = row,
                   .centre = centre,
                   .context_begin = has_context ? first : centre,
                   .context_end = has_context ? last : centre};
    add(word);
  }
  examples.list.set_end(cursor.example);
  examples.targets.set_end(cursor.targets);
}

/// Writes the example `cursor.next` with the targets of `word`. An example without a target (a vocabulary of one word under
/// hierarchical softmax) is none.
void ExampleSampler::add_example(WordId word, Rng& rng, Cursor& cursor) const {
  Target* const first = cursor.targets;
  Target* target = first;
  if (longest_path_ > 0) target = std::copy(paths_.data() + path_begins_[word], paths_.data() + path_begins_[word + 1], target);
  if (negative_ > 0) {
    *target++ = word | kPositive;
    for (std::uint32_t i = 0; i < negative_; ++i) {
      const WordId noise = noise_.draw(rng.next());
      *target = noise;
      target += noise == word ? 0 : 1;
    }
  }
  const auto count = static_cast<std::size_t>(target - first);
  if (count == 0) return;
  cursor.next.target_begin = static_cast<std::uint32_t>(first - cursor.examples.targets.data());
  cursor.next.target_count = static_cast<std::uint32_t>(count);
  *cursor.example++ = cursor.next;
  const std::size_t blocks = (count + kTargetBlock - 1) / kTargetBlock;
  cursor.targets = std::fill_n(target, blocks * kTargetBlock - count, Target{0});
}

void ExampleSampler::share_noise(Rng& rng, Examples& examples) const {
  const std::size_t block = padded_targets();
  std::array<WordId, kMostSharedTargets> noise{};
  Target* targets = examples.targets.make_room(examples.list.size() * block);
  std::size_t begin = 0;
  for (std::size_t batch = 0; batch < examples.batch_ends.size(); begin = examples.batch_ends[batch++]) {
    for (std::size_t i = begin; i < examples.batch_ends[batch]; ++i, targets += block) {
      if ((i - begin) % kNoiseGroup == 0)
        for (WordId& word : std::span(noise).first(negative_)) word = noise_.draw(rng.next());
      Example& example = examples.list.data()[i];
      example.target_begin = static_cast<std::uint32_t>(i * block);
      example.target_count = 1 + negative_;
      const WordId own = examples.kept[example.centre];
      targets[0] = own | kPositive;
      for (std::size_t k = 0; k < negative_; ++k) targets[1 + k] = noise[k] | (noise[k] == own ? kIgnored : 0);
      std::fill(targets + 1 + negative_, targets + block, kIgnored);
    }
  }
  examples.targets.set_end(targets);
  examples.shares_noise = true;
}

}  // namespace kinora
