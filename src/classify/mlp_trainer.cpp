#include "classify/mlp_trainer.hpp"

#include "base/check.hpp"
#include "classify/flush_denormals.hpp"
#include "classify/layer_kernels.hpp"

#include <algorithm>

namespace kinora {
namespace {

constexpr std::size_t kMaxWorkers = 32;
// Rows of a product that are finished (normalised, transposed) while they are in the first-level cache: whole tiles of six.
constexpr std::size_t kRowBlock = 24;
// The units of a half that several workers share.
constexpr std::size_t kRowGrain = 4;

/// work(first, count) for blocks that cover a range.
template <class Work>
void for_each_block(const UnitRange& range, Work work) {
  for (std::size_t block = range.begin; block < range.end; block += kRowBlock)
    work(block, std::min(kRowBlock, range.end - block));
}

}  // namespace

MlpTrainer::MlpTrainer(MlpModel& model, const MatrixView& features, const LabelMatrix& labels, const Dropout& dropout,
                       double learning_rate, std::size_t largest_batch, ThreadPool& pool)
    : model_(model),
      features_(features),
      labels_(labels),
      dropout_(dropout),
      learning_rate_(learning_rate),
      pool_(pool),
      workers_(std::min<std::size_t>(pool.threads(), kMaxWorkers)),
      barrier_(static_cast<unsigned>(workers_)),
      layout_(model),
      parameters_(1, layout_.size()),
      first_moments_(1, layout_.size()),
      second_moments_(1, layout_.size()),
      masks_(workers_, largest_batch),
      targets_(workers_, largest_batch),
      label_losses_(model.outputs()) {
  KINORA_CHECK(features.cols == model.inputs() && labels.labels == model.outputs() && features.rows == labels.rows, features.cols,
               labels.labels, features.rows, labels.rows);
  layout_.split(model, model.parameters.data(), parameters_.data(), 0, 1);
  const auto activations = [largest_batch](const SplitLayout::Layer& layer) {
    Activations made{.units = Matrix(layer.inputs[1].end, largest_batch), .rows = {}};
    for (std::size_t half = 0; half < kHalves; ++half)
      made.rows[half] = Matrix(largest_batch, odd_line_stride(layer.inputs[half].size()));
    return made;
  };
  for (Activations& batch : batches_) batch = activations(layout_.layer(0));
  std::size_t widest = 0;
  for (const LayerLayout& layer : model.layers) widest = std::max(widest, layer.outputs);
  for (Matrix& half : halves_) half = Matrix(widest, largest_batch);
  for (const LayerLayout& layer : model.layers) {
    if (layer.normalised) hidden_.push_back(activations(layout_.layer(layers_.size() + 1)));
    layers_.push_back({.output = Matrix(layer.outputs, largest_batch),
                       .gradient = Matrix(layer.outputs, largest_batch),
                       .variances = Matrix(1, layer.outputs),
                       .bias_gradient = Matrix(1, layer.outputs),
                       .gamma_gradient = Matrix(1, layer.outputs),
                       .beta_gradient = Matrix(1, layer.outputs)});
  }
}

void MlpTrainer::train(const MiniBatches& batches, std::size_t first, std::size_t last) {
  KINORA_CHECK(batches.largest() <= masks_.cols(), batches.largest(), masks_.cols());
  if (first >= last) return;
  const std::uint64_t steps_before = model_.batches;
  pool_.for_each_shard(workers_, [&](std::size_t worker) {
    const FlushDenormals flush;
    gather(worker, batches.batch(first), steps_before);
    barrier_.arrive_and_wait();
    for (std::size_t i = first; i < last; ++i) {
      const std::uint64_t step = steps_before + (i - first);
      if (i + 1 < last) gather(worker, batches.batch(i + 1), step + 1);
      run_step(worker, batches.batch(i), step);
    }
    barrier_.arrive_and_wait();
    layout_.join(model_, parameters_.data(), model_.parameters.data(), worker, workers_);
  });
  model_.batches += last - first;
  if (!recorded_.empty()) layout_.join(model_, gradients_.data(), recorded_.data(), 0, 1);
}

void MlpTrainer::record_gradients(std::span<float> gradients) {
  recorded_ = gradients;
  gradients_ = Matrix(1, layout_.size());
}

double MlpTrainer::take_loss() { return std::exchange(loss_, 0.0); }

void MlpTrainer::run_step(std::size_t worker, std::span<const std::size_t> rows, std::uint64_t step) {
  forward(worker, rows, step);
  if (worker == 0)
    for (const double loss : label_losses_) loss_ += loss / static_cast<double>(label_losses_.size());
  const AdamStep adam(learning_rate_, step + 1);
  back_and_update(worker, rows.size(), step, adam);
}

void MlpTrainer::forward(std::size_t worker, std::span<const std::size_t> rows, std::uint64_t step) {
  const std::size_t output = model_.layers.size() - 1;
  for (std::size_t layer = 0; layer <= output; ++layer) {
    if (cut_by_inputs(layer)) {
      // One worker has nobody to wait for and multiplies block by block in combine_forward().
      if (workers_ > 1 || layer == output) forward_halves(worker, layer, rows.size(), step);
      barrier_.arrive_and_wait();
      if (layer == output)
        forward_output(worker, rows, step);
      else
        combine_forward(worker, layer, rows.size(), step);
      barrier_.arrive_and_wait();
    } else if (layer == output) {
      forward_output(worker, rows, step);
      barrier_.arrive_and_wait();
    } else {
      forward_hidden(worker, layer, rows.size(), step);
      meet_if_halves_are_shared();
    }
  }
}

void MlpTrainer::back_and_update(std::size_t worker, std::size_t rows, std::uint64_t step, const AdamStep& adam) {
  const std::size_t output = model_.layers.size() - 1;
  for (std::size_t layer = output; layer > 0; --layer) {
    if (cut_by_inputs(layer)) {
      backward(worker, layer, rows, step);
      if (layer > 1) meet_if_halves_are_shared();
    } else {
      if (workers_ > 1) backward_halves(worker, layer, rows);
      const unsigned halves_done = barrier_.arrive();
      if (layer < output) update(worker, layer + 1, rows, step, adam);
      barrier_.wait(halves_done);
      combine_backward(worker, layer, rows, step);
      const unsigned all_done = barrier_.arrive();
      update(worker, layer, rows, step, adam);
      barrier_.wait(all_done);
    }
  }
  if (output > 0) update(worker, 1, rows, step, adam);
  update(worker, 0, rows, step, adam);
  // With more layers the next step has a meeting before anybody needs what another worker has updated.
  if (output == 0) barrier_.arrive_and_wait();
}

void MlpTrainer::meet_if_halves_are_shared() {
  if (workers_ > kHalves) barrier_.arrive_and_wait();
}

UnitRange MlpTrainer::share(std::size_t units, std::size_t worker) const { return part_of(units, worker, workers_, kUnitGrain); }

UnitRange MlpTrainer::output_share(std::size_t layer, std::size_t worker) const {
  const LayerLayout& layout = model_.layers[layer];
  return layout.normalised ? share(layout.outputs, worker) : part_of(layout.outputs, worker, workers_, 1);
}

template <class Work>
void MlpTrainer::share_halves(std::size_t worker, std::size_t units, Work work) const {
  const std::size_t padded = line_stride(units);
  const auto [begin, end] = part_of(kHalves * padded, worker, workers_, kRowGrain);
  for (std::size_t index = 0; index < kHalves; ++index) {
    const std::size_t first = std::clamp(begin, index * padded, index * padded + units) - index * padded;
    const std::size_t last = std::clamp(end, index * padded, index * padded + units) - index * padded;
    for_each_block(UnitRange{first, last}, [&](std::size_t block, std::size_t count) { work(index, block, count); });
  }
}

MlpTrainer::Activations& MlpTrainer::input(std::size_t layer, std::uint64_t step) {
  return layer == 0 ? batches_[step % batches_.size()] : hidden_[layer - 1];
}

AdamTarget MlpTrainer::target(std::size_t offset) {
  return AdamTarget{parameters_.data(), first_moments_.data(), second_moments_.data()}.from(offset);
}

float* MlpTrainer::record(std::size_t offset) { return recorded_.empty() ? nullptr : gradients_.data() + offset; }

std::span<const float> MlpTrainer::values(std::size_t offset, std::size_t count) const {
  return {parameters_.data() + offset, count};
}

const float* MlpTrainer::weights(std::size_t layer, std::size_t half, std::size_t output, std::size_t input) const {
  const SplitLayout::Layer& place = layout_.layer(layer);
  return parameters_.data() + place.weight[half] + output * place.stride + (input - place.inputs[half].begin);
}

void MlpTrainer::gather(std::size_t worker, std::span<const std::size_t> rows, std::uint64_t step) {
  const UnitRange own = part_of(rows.size(), worker, workers_, kUnitGrain);
  if (own.empty()) return;
  Activations& batch = input(0, step);
  Matrix& gathered = batch.rows[0];
  for (std::size_t r = own.begin; r < own.end; ++r)
    std::copy_n(features_.row(rows[r]).data(), features_.cols, gathered.row(r).data());
  transpose(gathered.row(own.begin).data(), gathered.stride(), batch.units.data() + own.begin, batch.units.stride(), own.size(),
            features_.cols);
  if (own.end < rows.size()) return;
  for (std::size_t unit = 0; unit < features_.cols; ++unit)
    std::fill(batch.units.row(unit).data() + rows.size(), batch.units.row(unit).data() + line_stride(rows.size()), 0.0F);
}

void MlpTrainer::forward_hidden(std::size_t worker, std::size_t layer, std::size_t rows, std::uint64_t step) {
  const LayerLayout& layout = model_.layers[layer];
  const Activations& in = input(layer, step);
  Matrix& out = layers_[layer].output;
  for_each_block(share(layout.outputs, worker), [&](std::size_t block, std::size_t count) {
    multiply({weights(layer, 0, block, 0), layout_.layer(layer).stride, 1}, in.units.data(), in.units.stride(),
             out.row(block).data(), out.stride(), count, line_stride(rows), layout.inputs);
    normalise_block(worker, layer, block, count, rows, step);
  });
}

void MlpTrainer::multiply_half_forward(std::size_t layer, std::size_t index, std::size_t block, std::size_t count,
                                       std::size_t rows, std::uint64_t step) {
  const Activations& in = input(layer, step);
  const UnitRange& inputs = layout_.layer(layer).inputs[index];
  multiply({weights(layer, index, block, inputs.begin), layout_.layer(layer).stride, 1}, in.units.row(inputs.begin).data(),
           in.units.stride(), halves_[index].row(block).data(), halves_[index].stride(), count, line_stride(rows), inputs.size());
}

void MlpTrainer::forward_halves(std::size_t worker, std::size_t layer, std::size_t rows, std::uint64_t step) {
  share_halves(worker, model_.layers[layer].outputs, [&](std::size_t index, std::size_t block, std::size_t count) {
    multiply_half_forward(layer, index, block, count, rows, step);
  });
}

void MlpTrainer::combine_forward(std::size_t worker, std::size_t layer, std::size_t rows, std::uint64_t step) {
  for_each_block(share(model_.layers[layer].outputs, worker), [&](std::size_t block, std::size_t count) {
    if (workers_ == 1)  // while the block is in the first-level cache
      for (std::size_t index = 0; index < kHalves; ++index) multiply_half_forward(layer, index, block, count, rows, step);
    add_halves(block, count, rows, layers_[layer].output);
    normalise_block(worker, layer, block, count, rows, step);
  });
}

void MlpTrainer::add_halves(std::size_t first, std::size_t count, std::size_t rows, Matrix& out) const {
  for (std::size_t unit = first; unit < first + count; ++unit)
    add_rows(halves_[0].row(unit).data(), halves_[1].row(unit).data(), rows, out.row(unit).data());
}

void MlpTrainer::normalise_block(std::size_t worker, std::size_t layer, std::size_t block, std::size_t count, std::size_t rows,
                                 std::uint64_t step) {
  const LayerLayout& layout = model_.layers[layer];
  Activations& out = hidden_[layer];
  LayerBuffers& kept = layers_[layer];
  const std::span<const float> gamma = values(layout_.layer(layer).gamma, layout.outputs);
  const std::span<const float> beta = values(layout_.layer(layer).beta, layout.outputs);
  const std::span<float> mask = masks_.row(worker).first(rows);
  for (std::size_t unit = block; unit < block + count; ++unit) {
    dropout_.fill(step, layer, unit, mask);
    const UnitMoments moments =
        normalise_forward(kept.output.row(unit).data(), mask.data(), gamma[unit], beta[unit], rows, out.units.row(unit).data());
    kept.variances.row(0)[unit] = moments.variance;
    track_statistics(layer, unit, moments.mean, moments.variance, rows);
  }
  for (std::size_t half = 0; half < kHalves; ++half) {
    const UnitRange& units = layout_.layer(layer + 1).inputs[half];
    const UnitRange made = common(units, {block, block + count});
    if (!made.empty())
      transpose(out.units.row(made.begin).data(), out.units.stride(), out.rows[half].data() + (made.begin - units.begin),
                out.rows[half].stride(), made.size(), rows);
  }
}

void MlpTrainer::track_statistics(std::size_t layer, std::size_t unit, float mean, float variance, std::size_t rows) {
  const LayerLayout& layout = model_.layers[layer];
  const auto count = static_cast<float>(rows);
  const auto blend = [](float& running, float value) {
    running = (1.0F - kBatchNormMomentum) * running + kBatchNormMomentum * value;
  };
  // The products leave out the bias of a normalised layer, which the batch mean would take away again.
  blend(model_.running_mean.row(0)[layout.statistics + unit], mean + values(layout_.layer(layer).bias, layout.outputs)[unit]);
  blend(model_.running_variance.row(0)[layout.statistics + unit], variance * (count / (count - 1.0F)));
}

void MlpTrainer::forward_output(std::size_t worker, std::span<const std::size_t> rows, std::uint64_t step) {
  const std::size_t layer = model_.layers.size() - 1;
  const LayerLayout& layout = model_.layers[layer];
  const Activations& in = input(layer, step);
  LayerBuffers& kept = layers_[layer];
  const auto [begin, end] = output_share(layer, worker);
  if (begin == end) return;
  if (cut_by_inputs(layer))
    add_halves(begin, end - begin, rows.size(), kept.gradient);
  else
    multiply({weights(layer, 0, begin, 0), layout_.layer(layer).stride, 1}, in.units.data(), in.units.stride(),
             kept.gradient.row(begin).data(), kept.gradient.stride(), end - begin, line_stride(rows.size()), layout.inputs);
  const std::span<float> target = targets_.row(worker);
  const float scale = 1.0F / static_cast<float>(rows.size() * layout.outputs);
  for (std::size_t label = begin; label < end; ++label) {
    for (std::size_t r = 0; r < rows.size(); ++r) target[r] = labels_.cells[rows[r] * labels_.labels + label];
    float* logits = kept.gradient.row(label).data();
    label_losses_[label] =
        cross_entropy(logits, values(layout_.layer(layer).bias, layout.outputs)[label], target.data(), scale, rows.size());
    kept.bias_gradient.row(0)[label] = sum_row(logits, rows.size());
  }
}

void MlpTrainer::backward(std::size_t worker, std::size_t layer, std::size_t rows, std::uint64_t step) {
  const LayerLayout& layout = model_.layers[layer];
  const Matrix& above = layers_[layer].gradient;
  Matrix& gradient = layers_[layer - 1].gradient;
  const SplitLayout::Layer& place = layout_.layer(layer);
  for (std::size_t index = 0; index < kHalves; ++index)
    for_each_block(common(place.inputs[index], share(layout.inputs, worker)), [&](std::size_t block, std::size_t count) {
      multiply({weights(layer, index, 0, block), 1, place.stride}, above.data(), above.stride(), gradient.row(block).data(),
               gradient.stride(), count, line_stride(rows), layout.outputs);
      normalise_block_backward(layer - 1, block, count, rows, step);
    });
}

void MlpTrainer::multiply_half_backward(std::size_t layer, std::size_t index, std::size_t block, std::size_t count,
                                        std::size_t rows) {
  const Matrix& above = layers_[layer].gradient;
  const auto [begin, end] = half_of(model_.layers[layer].outputs, index);
  multiply({weights(layer, 0, begin, block), 1, layout_.layer(layer).stride}, above.row(begin).data(), above.stride(),
           halves_[index].row(block).data(), halves_[index].stride(), count, line_stride(rows), end - begin);
}

void MlpTrainer::backward_halves(std::size_t worker, std::size_t layer, std::size_t rows) {
  share_halves(worker, model_.layers[layer].inputs, [&](std::size_t index, std::size_t block, std::size_t count) {
    multiply_half_backward(layer, index, block, count, rows);
  });
}

void MlpTrainer::combine_backward(std::size_t worker, std::size_t layer, std::size_t rows, std::uint64_t step) {
  for_each_block(share(model_.layers[layer].inputs, worker), [&](std::size_t block, std::size_t count) {
    if (workers_ == 1)
      for (std::size_t index = 0; index < kHalves; ++index) multiply_half_backward(layer, index, block, count, rows);
    add_halves(block, count, rows, layers_[layer - 1].gradient);
    normalise_block_backward(layer - 1, block, count, rows, step);
  });
}

void MlpTrainer::normalise_block_backward(std::size_t layer, std::size_t block, std::size_t count, std::size_t rows,
                                          std::uint64_t step) {
  const LayerLayout& layout = model_.layers[layer];
  const Activations& passed = input(layer + 1, step);
  LayerBuffers& kept = layers_[layer];
  const std::span<const float> gamma = values(layout_.layer(layer).gamma, layout.outputs);
  for (std::size_t unit = block; unit < block + count; ++unit) {
    const UnitGradients gradients =
        normalise_backward(kept.gradient.row(unit).data(), kept.output.row(unit).data(), passed.units.row(unit).data(),
                           dropout_.scale(), gamma[unit], kept.variances.row(0)[unit], rows);
    kept.gamma_gradient.row(0)[unit] = gradients.gamma;
    kept.beta_gradient.row(0)[unit] = gradients.beta;
  }
}

void MlpTrainer::update(std::size_t worker, std::size_t layer, std::size_t rows, std::uint64_t step, const AdamStep& adam) {
  const LayerLayout& layout = model_.layers[layer];
  const Activations& in = input(layer, step);
  const LayerBuffers& kept = layers_[layer];
  const SplitLayout::Layer& place = layout_.layer(layer);
  const UnitRange all_outputs{0, layout.outputs};
  const UnitRange outputs = cut_by_inputs(layer) ? all_outputs : output_share(layer, worker);
  const UnitRange inputs = cut_by_inputs(layer) ? share(layout.inputs, worker) : UnitRange{0, layout.inputs};
  for (std::size_t half = 0; half < kHalves; ++half) {
    const UnitRange columns = common(place.inputs[half], inputs);
    if (columns.empty() || outputs.empty()) continue;
    const std::size_t shift = columns.begin - place.inputs[half].begin;
    const std::size_t offset = place.weight[half] + outputs.begin * place.stride + shift;
    adam_update_product(adam, target(offset), place.stride, {kept.gradient.row(outputs.begin).data(), kept.gradient.stride(), 1},
                        in.rows[half].data() + shift, in.rows[half].stride(), outputs.size(), line_stride(columns.size()), rows,
                        record(offset));
  }
  if (layout.normalised) {
    // The bias of a normalised layer has no gradient: the batch mean takes it away (docs/decisions/0502).
    update_vector(adam, place.gamma, kept.gamma_gradient, share(layout.outputs, worker));
    update_vector(adam, place.beta, kept.beta_gradient, share(layout.outputs, worker));
  } else if (worker == 0) {
    update_vector(adam, place.bias, kept.bias_gradient, all_outputs);
  }
}

void MlpTrainer::update_vector(const AdamStep& step, std::size_t offset, const Matrix& gradient, const UnitRange& range) {
  const float* own = gradient.row(0).data() + range.begin;
  adam_update(step, target(offset + range.begin), own, range.size());
  if (float* recorded = record(offset + range.begin)) std::copy_n(own, range.size(), recorded);
}

}  // namespace kinora
