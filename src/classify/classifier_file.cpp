#include "classify/classifier_file.hpp"

#include "base/try.hpp"
#include "classify/classifier_json.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>

namespace kinora {
namespace {

constexpr const char* kFormatKey = "format";
constexpr const char* kFormatName = "kinora.classifier";
constexpr const char* kVersionKey = "format_version";
constexpr const char* kVersion = "1";
constexpr const char* kLabelsKey = "labels";
constexpr const char* kThresholdsKey = "thresholds";
constexpr const char* kOptionsKey = "options";

/// The place of a layer's parts in PyTorch's nn.Sequential: Linear, BatchNorm1d, ReLU, Dropout, Linear, …
constexpr std::size_t kModulesPerHiddenLayer = 4;

std::string part(std::size_t layer, std::size_t module, const char* name) {
  return std::to_string(layer * kModulesPerHiddenLayer + module) + "." + name;
}

tl::unexpected<Error> corrupt(const std::string& file, std::string what, std::string expected = {}, std::string found = {}) {
  return fail({.code = ErrorCode::kBundleCorrupt,
               .what = std::move(what),
               .where = file,
               .expected = std::move(expected),
               .found = std::move(found),
               .next_step = "Build the bundle again"});
}

class Reader {
 public:
  Reader(const SafetensorsFile& file, const std::string& name) : file_(file), name_(name) {}

  Result<void> copy_vector(const std::string& tensor, std::span<float> target) const {
    KINORA_TRY(const std::span<const float> values, file_.array<float>(tensor));
    if (values.size() != target.size())
      return corrupt(name_, "tensor " + tensor + " is of the wrong length", std::to_string(target.size()),
                     std::to_string(values.size()));
    return copy_finite(tensor, values, target);
  }

  Result<void> copy_matrix(const std::string& tensor, const MutableMatrixView& target) const {
    KINORA_TRY(const MatrixView values, file_.matrix(tensor));
    if (values.rows != target.rows || values.cols != target.cols)
      return corrupt(name_, "tensor " + tensor + " is of the wrong shape",
                     std::to_string(target.rows) + " x " + std::to_string(target.cols),
                     std::to_string(values.rows) + " x " + std::to_string(values.cols));
    for (std::size_t r = 0; r < values.rows; ++r) KINORA_TRY_VOID(copy_finite(tensor, values.row(r), target.row(r)));
    return {};
  }

  Result<void> copy_layer(MlpModel& model, std::size_t l) const {
    const LayerLayout& layer = model.layers[l];
    KINORA_TRY_VOID(copy_matrix(part(l, 0, "weight"), model.weights(layer)));
    KINORA_TRY_VOID(copy_vector(part(l, 0, "bias"), model.vector(layer, layer.bias)));
    if (!layer.normalised) return {};
    KINORA_TRY_VOID(copy_vector(part(l, 1, "weight"), model.vector(layer, layer.gamma)));
    KINORA_TRY_VOID(copy_vector(part(l, 1, "bias"), model.vector(layer, layer.beta)));
    const auto statistics = [&](Matrix& all) { return all.row(0).subspan(layer.statistics, layer.outputs); };
    KINORA_TRY_VOID(copy_vector(part(l, 1, "running_mean"), statistics(model.running_mean)));
    KINORA_TRY_VOID(copy_vector(part(l, 1, "running_var"), statistics(model.running_variance)));
    if (std::ranges::any_of(statistics(model.running_variance), [](float value) { return value < 0; }))
      return corrupt(name_, "tensor " + part(l, 1, "running_var") + " has a negative variance");
    KINORA_TRY(const std::span<const std::int64_t> batches, file_.array<std::int64_t>(part(l, 1, "num_batches_tracked")));
    if (batches.size() != 1 || batches[0] < 0)
      return corrupt(name_, "tensor " + part(l, 1, "num_batches_tracked") + " is not one count");
    model.batches = static_cast<std::uint64_t>(batches[0]);
    return {};
  }

 private:
  Result<void> copy_finite(const std::string& tensor, std::span<const float> values, std::span<float> target) const {
    if (!std::ranges::all_of(values, [](float value) { return std::isfinite(value); }))
      return corrupt(name_, "tensor " + tensor + " has a value that is not a finite number");
    std::ranges::copy(values, target.begin());
    return {};
  }

  const SafetensorsFile& file_;
  const std::string& name_;
};

Result<void> check_format(const SafetensorsFile& file, const std::string& name) {
  const auto value = [&](const char* key) {
    const auto found = file.metadata().find(key);
    return found == file.metadata().end() ? std::string() : found->second;
  };
  if (value(kFormatKey) == kFormatName && value(kVersionKey) == kVersion) return {};
  return fail({.code = ErrorCode::kBundleForeign,
               .what = "not a classifier of this version of Kinora",
               .where = name,
               .expected = std::string(kFormatName) + " " + kVersion,
               .found = value(kFormatKey) + " " + value(kVersionKey)});
}

/// Every width of the file's options is checked against the tensor that has it before memory is taken.
Result<std::size_t> check_shapes(const SafetensorsFile& file, const std::string& name, const ClassifierOptions& options,
                                 std::size_t labels) {
  std::size_t inputs = 0;
  for (std::size_t l = 0; l <= options.hidden.size(); ++l) {
    KINORA_TRY(const MatrixView weights, file.matrix(part(l, 0, "weight")));
    const std::size_t outputs = l == options.hidden.size() ? labels : options.hidden[l];
    const std::size_t expected_inputs = l == 0 ? weights.cols : options.hidden[l - 1];
    if (weights.cols == 0 || weights.rows != outputs || weights.cols != expected_inputs)
      return corrupt(name, "tensor " + part(l, 0, "weight") + " is of the wrong shape",
                     std::to_string(outputs) + " x " + (l == 0 ? "inputs" : std::to_string(expected_inputs)),
                     std::to_string(weights.rows) + " x " + std::to_string(weights.cols));
    if (l == 0) inputs = weights.cols;
  }
  const std::size_t tensors = options.hidden.size() * 7 + 2;
  if (file.tensors().size() != tensors)
    return corrupt(name, "the file has another number of tensors than its layers need", std::to_string(tensors),
                   std::to_string(file.tensors().size()));
  return inputs;
}

}  // namespace

Result<void> write_classifier(FileSystem& files, const std::filesystem::path& path, const FittedClassifier& classifier) {
  const MlpModel& model = classifier.model;
  const std::array<std::int64_t, 1> batches{static_cast<std::int64_t>(model.batches)};
  SafetensorsWriter writer;
  for (std::size_t l = 0; l < model.layers.size(); ++l) {
    const LayerLayout& layer = model.layers[l];
    writer.add(part(l, 0, "weight"), model.weights(layer));
    writer.add(part(l, 0, "bias"), model.vector(layer, layer.bias));
    if (!layer.normalised) continue;
    writer.add(part(l, 1, "weight"), model.vector(layer, layer.gamma));
    writer.add(part(l, 1, "bias"), model.vector(layer, layer.beta));
    writer.add(part(l, 1, "running_mean"), model.running_mean.row(0).subspan(layer.statistics, layer.outputs));
    writer.add(part(l, 1, "running_var"), model.running_variance.row(0).subspan(layer.statistics, layer.outputs));
    writer.add(part(l, 1, "num_batches_tracked"), std::span<const std::int64_t>(batches));
  }
  writer.set_metadata(kFormatKey, kFormatName);
  writer.set_metadata(kVersionKey, kVersion);
  writer.set_metadata(kLabelsKey, labels_to_json(classifier.names));
  writer.set_metadata(kThresholdsKey, thresholds_to_json(classifier.thresholds));
  writer.set_metadata(kOptionsKey, options_to_json(classifier.options));
  return writer.write(files, path);
}

Result<FittedClassifier> read_classifier(const SafetensorsFile& file, const std::string& name) {
  KINORA_TRY_VOID(check_format(file, name));
  KINORA_TRY(const std::string labels, file.require_metadata(kLabelsKey));
  KINORA_TRY(const std::string thresholds, file.require_metadata(kThresholdsKey));
  KINORA_TRY(const std::string options, file.require_metadata(kOptionsKey));
  FittedClassifier fitted;
  if (!labels_from_json(labels, fitted.names)) return corrupt(name, "the labels are not a list of distinct names");
  if (!thresholds_from_json(thresholds, fitted.thresholds) || fitted.thresholds.size() != fitted.names.size())
    return corrupt(name, "the thresholds are not one number a label");
  if (!options_from_json(options, fitted.options)) return corrupt(name, "the options are not those of a classifier");
  if (const Result<void> valid = fitted.options.validate(); !valid) return corrupt(name, valid.error().message());
  KINORA_TRY(const std::size_t inputs, check_shapes(file, name, fitted.options, fitted.names.size()));
  fitted.model = MlpModel(inputs, fitted.options.hidden, fitted.names.size());
  const Reader reader(file, name);
  for (std::size_t l = 0; l < fitted.model.layers.size(); ++l) KINORA_TRY_VOID(reader.copy_layer(fitted.model, l));
  return fitted;
}

}  // namespace kinora
