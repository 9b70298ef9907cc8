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
      first_moments_(1, model.parameters.cols()),
      second_moments_(1, model.parameters.cols()),
      masks_(workers_, largest_batch),
      targets_(workers_, largest_batch),
      label_losses_(model.outputs()) {
  KINORA_CHECK(features.cols == model.inputs() && labels.labels == model.outputs() && features.rows == labels.rows, features.cols,
               labels.labels, features.rows, labels.rows);
  for (Activations& batch : batches_)
    batch = {Matrix(model.inputs(), largest_batch), Matrix(largest_batch, odd_line_stride(model.inputs()))};
  for (const LayerLayout& layer : model.layers) {
    if (layer.normalised)
      hidden_.push_back({Matrix(layer.outputs, largest_batch), Matrix(largest_batch, odd_line_stride(layer.outputs))});
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
  const std::uint64_t steps_before = model_.batches;
  pool_.for_each_shard(workers_, [&](std::size_t worker) {
    const FlushDenormals flush;
    for (std::size_t i = first; i < last; ++i) run_step(worker, batches.batch(i), steps_before + (i - first));
  });
  model_.batches += last - first;
}

double MlpTrainer::take_loss() { return std::exchange(loss_, 0.0); }

void MlpTrainer::run_step(std::size_t worker, std::span<const std::size_t> rows, std::uint64_t step) {
  const std::size_t output = model_.layers.size() - 1;
  gather(worker, rows, step);
  barrier_.arrive_and_wait();
  for (std::size_t layer = 0; layer < output; ++layer) {
    forward_hidden(worker, layer, rows.size(), step);
    barrier_.arrive_and_wait();
  }
  forward_output(worker, rows, step);
  barrier_.arrive_and_wait();
  if (worker == 0)
    for (const double loss : label_losses_) loss_ += loss / static_cast<double>(label_losses_.size());
  for (std::size_t layer = output; layer > 0; --layer) {
    backward(worker, layer, rows.size(), step);
    barrier_.arrive_and_wait();
  }
  // Nobody needs a barrier behind this: the next step reads another's weights only after it has met all others in gather().
  update(worker, rows.size(), step);
}

MlpTrainer::Range MlpTrainer::share(std::size_t units, std::size_t worker) const {
  constexpr std::size_t kGrain = 4;  // the blocks of a transposition
  const auto cut = [&](std::size_t part) { return part == workers_ ? units : units * part / workers_ / kGrain * kGrain; };
  return {cut(worker), cut(worker + 1)};
}

MlpTrainer::Activations& MlpTrainer::input(std::size_t layer, std::uint64_t step) {
  return layer == 0 ? batches_[step % 2] : hidden_[layer - 1];
}

AdamTarget MlpTrainer::target(std::size_t offset) {
  return AdamTarget{model_.parameters.data(), first_moments_.data(), second_moments_.data()}.from(offset);
}

void MlpTrainer::gather(std::size_t worker, std::span<const std::size_t> rows, std::uint64_t step) {
  const auto [begin, end] = share(model_.inputs(), worker);
  Activations& batch = input(0, step);
  for (std::size_t r = 0; r < rows.size(); ++r)
    std::copy_n(features_.data + rows[r] * features_.stride + begin, end - begin, batch.rows.row(r).data() + begin);
  transpose(batch.rows.data() + begin, batch.rows.stride(), batch.units.data() + begin * batch.units.stride(),
            batch.units.stride(), rows.size(), end - begin);
  for (std::size_t unit = begin; unit < end; ++unit)
    std::fill(batch.units.row(unit).data() + rows.size(), batch.units.row(unit).data() + line_stride(rows.size()), 0.0F);
}

void MlpTrainer::forward_hidden(std::size_t worker, std::size_t layer, std::size_t rows, std::uint64_t step) {
  const LayerLayout& layout = model_.layers[layer];
  const Activations& in = input(layer, step);
  Activations& out = hidden_[layer];
  LayerBuffers& kept = layers_[layer];
  const std::span<const float> gamma = model_.vector(layout, layout.gamma);
  const std::span<const float> beta = model_.vector(layout, layout.beta);
  const std::span<float> mask = masks_.row(worker).first(rows);
  const auto [begin, end] = share(layout.outputs, worker);
  for (std::size_t block = begin; block < end; block += kRowBlock) {
    const std::size_t count = std::min(kRowBlock, end - block);
    multiply({model_.weights(layout).row(block).data(), layout.stride, 1}, in.units.data(), in.units.stride(),
             kept.output.row(block).data(), kept.output.stride(), count, line_stride(rows), layout.inputs);
    for (std::size_t unit = block; unit < block + count; ++unit) {
      dropout_.fill(step, layer, unit, mask);
      const UnitMoments moments =
          normalise_forward(kept.output.row(unit).data(), mask.data(), gamma[unit], beta[unit], rows, out.units.row(unit).data());
      kept.variances.row(0)[unit] = moments.variance;
      track_statistics(layout, unit, moments.mean, moments.variance, rows);
    }
    transpose(out.units.row(block).data(), out.units.stride(), out.rows.data() + block, out.rows.stride(), count, rows);
  }
}

void MlpTrainer::track_statistics(const LayerLayout& layer, std::size_t unit, float mean, float variance, std::size_t rows) {
  const auto count = static_cast<float>(rows);
  const auto blend = [](float& running, float value) {
    running = (1.0F - kBatchNormMomentum) * running + kBatchNormMomentum * value;
  };
  // The products leave out the bias of a normalised layer, which the batch mean would take away again.
  blend(model_.running_mean.row(0)[layer.statistics + unit], mean + model_.vector(layer, layer.bias)[unit]);
  blend(model_.running_variance.row(0)[layer.statistics + unit], variance * (count / (count - 1.0F)));
}

void MlpTrainer::forward_output(std::size_t worker, std::span<const std::size_t> rows, std::uint64_t step) {
  const LayerLayout& layout = model_.layers.back();
  const Activations& in = input(model_.layers.size() - 1, step);
  LayerBuffers& kept = layers_.back();
  const auto [begin, end] = share(layout.outputs, worker);
  if (begin == end) return;
  multiply({model_.weights(layout).row(begin).data(), layout.stride, 1}, in.units.data(), in.units.stride(),
           kept.gradient.row(begin).data(), kept.gradient.stride(), end - begin, line_stride(rows.size()), layout.inputs);
  const std::span<float> target = targets_.row(worker);
  const float scale = 1.0F / static_cast<float>(rows.size() * layout.outputs);
  for (std::size_t label = begin; label < end; ++label) {
    for (std::size_t r = 0; r < rows.size(); ++r) target[r] = labels_.cells[rows[r] * labels_.labels + label];
    float* logits = kept.gradient.row(label).data();
    label_losses_[label] = cross_entropy(logits, model_.vector(layout, layout.bias)[label], target.data(), scale, rows.size());
    kept.bias_gradient.row(0)[label] = sum_row(logits, rows.size());
  }
}

void MlpTrainer::backward(std::size_t worker, std::size_t layer, std::size_t rows, std::uint64_t step) {
  const LayerLayout& layout = model_.layers[layer];
  const LayerLayout& below = model_.layers[layer - 1];
  const LayerBuffers& above = layers_[layer];
  LayerBuffers& kept = layers_[layer - 1];
  const Activations& passed = input(layer, step);
  const std::span<const float> gamma = model_.vector(below, below.gamma);
  const auto [begin, end] = share(layout.inputs, worker);
  for (std::size_t block = begin; block < end; block += kRowBlock) {
    const std::size_t count = std::min(kRowBlock, end - block);
    multiply({model_.weights(layout).data + block, 1, layout.stride}, above.gradient.data(), above.gradient.stride(),
             kept.gradient.row(block).data(), kept.gradient.stride(), count, line_stride(rows), layout.outputs);
    for (std::size_t unit = block; unit < block + count; ++unit) {
      const UnitGradients gradients =
          normalise_backward(kept.gradient.row(unit).data(), kept.output.row(unit).data(), passed.units.row(unit).data(),
                             dropout_.scale(), gamma[unit], kept.variances.row(0)[unit], rows);
      kept.gamma_gradient.row(0)[unit] = gradients.gamma;
      kept.beta_gradient.row(0)[unit] = gradients.beta;
    }
  }
}

void MlpTrainer::update(std::size_t worker, std::size_t rows, std::uint64_t step) {
  const AdamStep adam(learning_rate_, step + 1);
  for (std::size_t l = 0; l < model_.layers.size(); ++l) {
    const LayerLayout& layout = model_.layers[l];
    const Activations& in = input(l, step);
    const LayerBuffers& kept = layers_[l];
    const auto [begin, end] = share(layout.outputs, worker);
    const std::size_t offset = layout.weight + begin * layout.stride;
    if (begin < end)
      adam_update_product(adam, target(offset), layout.stride, {kept.gradient.row(begin).data(), kept.gradient.stride(), 1},
                          in.rows.data(), in.rows.stride(), end - begin, line_stride(layout.inputs), rows,
                          recorded_.empty() ? nullptr : recorded_.data() + offset);
    if (worker != l % workers_) continue;
    if (layout.normalised) {
      // The bias of a normalised layer has no gradient: the batch mean takes it away (docs/decisions/0502).
      update_vector(adam, layout.gamma, kept.gamma_gradient);
      update_vector(adam, layout.beta, kept.beta_gradient);
    } else {
      update_vector(adam, layout.bias, kept.bias_gradient);
    }
  }
}

void MlpTrainer::update_vector(const AdamStep& step, std::size_t offset, const Matrix& gradient) {
  adam_update(step, target(offset), gradient.data(), gradient.cols());
  if (!recorded_.empty()) std::ranges::copy(gradient.row(0), recorded_.begin() + static_cast<std::ptrdiff_t>(offset));
}

}  // namespace kinora
