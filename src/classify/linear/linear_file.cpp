#include "classify/linear/linear_file.hpp"

#include "base/try.hpp"
#include "classify/classifier_json.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

namespace kinora {
namespace {

using LinearJson = nlohmann::ordered_json;

constexpr const char* kLinearFormat = "kinora.classifier";
constexpr const char* kLinearVersion = "2";
constexpr std::size_t kLinearTensors = 6;
constexpr std::size_t kLinearOptionKeys = 6;

tl::unexpected<Error> corrupt_linear(const std::string& file, std::string what) {
  return fail({.code = ErrorCode::kBundleCorrupt,
               .what = std::move(what),
               .where = file,
               .expected = {},
               .found = {},
               .next_step = "Build the bundle again"});
}

std::string linear_options_to_json(const FittedLinear& model) {
  return LinearJson{{"cost", model.options.cost},
                    {"folds", model.options.folds},
                    {"min_documents", model.options.min_documents},
                    {"threshold_rows", model.options.threshold_rows},
                    {"seed", model.options.seed},
                    {"fitted_cost", model.cost}}
      .dump();
}

bool linear_options_from_json(std::string_view text, FittedLinear& model) {
  const LinearJson json = LinearJson::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || json.size() != kLinearOptionKeys) return false;
  const auto count = [&json](const char* key, auto& target) {
    const auto found = json.find(key);
    if (found == json.end() || !found->is_number_unsigned()) return false;
    target = found->template get<std::remove_reference_t<decltype(target)>>();
    return true;
  };
  const auto number = [&json](const char* key, double& target) {
    const auto found = json.find(key);
    if (found == json.end() || !found->is_number()) return false;
    target = found->get<double>();
    return true;
  };
  LinearOptions& options = model.options;
  return number("cost", options.cost) && count("folds", options.folds) && count("min_documents", options.min_documents) &&
         count("threshold_rows", options.threshold_rows) && count("seed", options.seed) && number("fitted_cost", model.cost) &&
         model.cost > 0 && options.validate().has_value();
}

Result<void> check_linear_format(const SafetensorsFile& file, const std::string& name) {
  const auto value = [&](const char* key) {
    const auto found = file.metadata().find(key);
    return found == file.metadata().end() ? std::string() : found->second;
  };
  if (value("format") == kLinearFormat && value("format_version") == kLinearVersion && value("model") == "linear") return {};
  return fail({.code = ErrorCode::kBundleForeign,
               .what = "not a linear classifier of this version of Kinora",
               .where = name,
               .expected = std::string(kLinearFormat) + " " + kLinearVersion + " linear",
               .found = value("format") + " " + value("format_version") + " " + value("model")});
}

/// Distinct strings that lie one after the other in `bytes`, each ending before its end.
Result<std::vector<std::string>> read_terms(const SafetensorsFile& file, const std::string& name) {
  KINORA_TRY(const auto bytes, file.array<std::uint8_t>("terms"));
  KINORA_TRY(const auto ends, file.array<std::uint64_t>("term_ends"));
  std::vector<std::string> terms;
  std::uint64_t begin = 0;
  for (const std::uint64_t end : ends) {
    if (end < begin || end > bytes.size()) return corrupt_linear(name, "the ends of the terms do not ascend within their bytes");
    const auto term = bytes.subspan(begin, end - begin);
    terms.emplace_back(term.begin(), term.end());
    begin = end;
  }
  if (begin != bytes.size()) return corrupt_linear(name, "there are bytes behind the last term");
  std::vector<std::string_view> sorted(terms.begin(), terms.end());
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) != sorted.end()) return corrupt_linear(name, "a term is there twice");
  return terms;
}

/// A tensor of `size` floats that `valid` accepts.
template <class Valid>
Result<std::vector<float>> read_floats(const SafetensorsFile& file, const std::string& name, const std::string& tensor,
                                       std::size_t size, const Valid& valid) {
  KINORA_TRY(const auto values, file.array<float>(tensor));
  if (values.size() != size)
    return corrupt_linear(
        name, "tensor " + tensor + " has " + std::to_string(values.size()) + " values and not " + std::to_string(size));
  if (!std::ranges::all_of(values, [&](float value) { return std::isfinite(value) && valid(value); }))
    return corrupt_linear(name, "tensor " + tensor + " has a value that cannot be");
  return std::vector<float>(values.begin(), values.end());
}

Result<void> read_tensors(const SafetensorsFile& file, const std::string& name, FittedLinear& model) {
  if (file.tensors().size() != kLinearTensors) return corrupt_linear(name, "the file has another number of tensors than 6");
  KINORA_TRY(model.terms, read_terms(file, name));
  const std::size_t labels = model.names.size();
  const auto any = [](float) { return true; };
  KINORA_TRY(model.inverse_frequencies,
             read_floats(file, name, "idf", model.terms.size(), [](float value) { return value > 0; }));
  KINORA_TRY(model.bias, read_floats(file, name, "bias", labels, any));
  KINORA_TRY(model.base_rates, read_floats(file, name, "base_rates", labels, [](float value) { return value > 0 && value < 1; }));
  KINORA_TRY(const MatrixView weights, file.matrix("weight"));
  if (weights.rows != model.terms.size() || weights.cols != labels)
    return corrupt_linear(name, "tensor weight is of the wrong shape");
  for (std::size_t row = 0; row < weights.rows; ++row)
    if (!std::ranges::all_of(weights.row(row), [](float value) { return std::isfinite(value); }))
      return corrupt_linear(name, "tensor weight has a value that is not a finite number");
  KINORA_TRY(model.weights, file.copy_matrix("weight"));
  return {};
}

}  // namespace

Result<void> write_linear(FileSystem& files, const std::filesystem::path& path, const FittedLinear& classifier) {
  std::vector<std::uint8_t> bytes;
  std::vector<std::uint64_t> ends;
  for (const std::string& term : classifier.terms) {
    bytes.insert(bytes.end(), term.begin(), term.end());
    ends.push_back(bytes.size());
  }
  SafetensorsWriter writer;
  writer.add("weight", classifier.weights.view());
  writer.add("bias", std::span<const float>(classifier.bias));
  writer.add("idf", std::span<const float>(classifier.inverse_frequencies));
  writer.add("base_rates", std::span<const float>(classifier.base_rates));
  writer.add("terms", std::span<const std::uint8_t>(bytes));
  writer.add("term_ends", std::span<const std::uint64_t>(ends));
  writer.set_metadata("format", kLinearFormat);
  writer.set_metadata("format_version", kLinearVersion);
  writer.set_metadata("model", "linear");
  writer.set_metadata("labels", labels_to_json(classifier.names));
  writer.set_metadata("thresholds", thresholds_to_json(classifier.thresholds));
  writer.set_metadata("options", linear_options_to_json(classifier));
  return writer.write(files, path);
}

Result<FittedLinear> read_linear(const SafetensorsFile& file, const std::string& name) {
  KINORA_TRY_VOID(check_linear_format(file, name));
  KINORA_TRY(const std::string labels, file.require_metadata("labels"));
  KINORA_TRY(const std::string thresholds, file.require_metadata("thresholds"));
  KINORA_TRY(const std::string options, file.require_metadata("options"));
  FittedLinear model;
  if (!labels_from_json(labels, model.names)) return corrupt_linear(name, "the labels are not a list of distinct names");
  if (!thresholds_from_json(thresholds, model.thresholds) || model.thresholds.size() != model.names.size())
    return corrupt_linear(name, "the thresholds are not one number a label");
  if (!linear_options_from_json(options, model)) return corrupt_linear(name, "the options are not those of a linear classifier");
  KINORA_TRY_VOID(read_tensors(file, name, model));
  return model;
}

}  // namespace kinora
