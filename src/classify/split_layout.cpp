#include "classify/split_layout.hpp"

#include <algorithm>

namespace kinora {
namespace {

/// Calls copy(offset in the model's block, offset in the split one, floats) for a part of everything.
template <class Copy>
void for_each_run(const MlpModel& model, const SplitLayout& split, std::size_t index, std::size_t parts, Copy copy) {
  for (std::size_t l = 0; l < model.layers.size(); ++l) {
    const LayerLayout& joined = model.layers[l];
    const SplitLayout::Layer& layer = split.layer(l);
    const UnitRange rows = part_of(joined.outputs, index, parts, 1);
    for (std::size_t half = 0; half < kHalves; ++half)
      for (std::size_t row = rows.begin; row < rows.end; ++row)
        copy(joined.weight + row * joined.stride + layer.inputs[half].begin, layer.weight[half] + row * layer.stride,
             layer.inputs[half].size());
    copy(joined.bias + rows.begin, layer.bias + rows.begin, rows.size());
    if (!joined.normalised) continue;
    copy(joined.gamma + rows.begin, layer.gamma + rows.begin, rows.size());
    copy(joined.beta + rows.begin, layer.beta + rows.begin, rows.size());
  }
}

}  // namespace

UnitRange part_of(std::size_t units, std::size_t index, std::size_t parts, std::size_t grain) {
  const auto cut = [&](std::size_t i) {
    return i == parts ? units : std::min(units, (units * i / parts + grain / 2) / grain * grain);
  };
  return {cut(index), cut(index + 1)};
}

UnitRange common(const UnitRange& a, const UnitRange& b) { return {std::max(a.begin, b.begin), std::min(a.end, b.end)}; }

UnitRange half_of(std::size_t units, std::size_t index) { return part_of(units, index, kHalves, kUnitGrain); }

SplitLayout::SplitLayout(const MlpModel& model) {
  const auto take = [this](std::size_t floats) {
    const std::size_t offset = size_;
    size_ += line_stride(floats);
    return offset;
  };
  for (std::size_t l = 0; l < model.layers.size(); ++l) {
    const LayerLayout& joined = model.layers[l];
    Layer layer{.inputs = {UnitRange{0, joined.inputs}, UnitRange{joined.inputs, joined.inputs}}};
    if (l > 0) layer.inputs = {half_of(joined.inputs, 0), half_of(joined.inputs, 1)};
    if (cut_by_inputs(l)) {
      layer.stride = odd_line_stride(std::max(layer.inputs[0].size(), layer.inputs[1].size()));
      for (std::size_t& weight : layer.weight) weight = take(joined.outputs * layer.stride);
    } else {
      layer.stride = joined.stride;
      layer.weight[0] = take(joined.outputs * layer.stride);
      layer.weight[1] = layer.weight[0] + layer.inputs[1].begin;
    }
    layer.bias = take(joined.outputs);
    if (joined.normalised) {
      layer.gamma = take(joined.outputs);
      layer.beta = take(joined.outputs);
    }
    layers_.push_back(layer);
  }
}

void SplitLayout::split(const MlpModel& model, const float* joined, float* split, std::size_t index, std::size_t parts) const {
  for_each_run(model, *this, index, parts,
               [&](std::size_t from, std::size_t to, std::size_t floats) { std::copy_n(joined + from, floats, split + to); });
}

void SplitLayout::join(const MlpModel& model, const float* split, float* joined, std::size_t index, std::size_t parts) const {
  for_each_run(model, *this, index, parts,
               [&](std::size_t to, std::size_t from, std::size_t floats) { std::copy_n(split + from, floats, joined + to); });
}

}  // namespace kinora
