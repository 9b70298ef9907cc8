#include "classify/classifier_json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace kinora {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kPerLabel = "per_label";
constexpr const char* kLogit = "logit";
constexpr std::size_t kOptionKeys = 10;

/// Discarded if the text is no JSON.
Json parse(std::string_view text) { return Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false); }

template <class T>
bool read_count(const Json& object, const char* key, T& target) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_unsigned()) return false;
  target = found->get<T>();
  return true;
}

bool read_number(const Json& object, const char* key, double& target) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number()) return false;
  target = found->get<double>();
  return true;
}

bool read_hidden(const Json& object, std::vector<std::size_t>& target) {
  const auto found = object.find("hidden");
  if (found == object.end() || !found->is_array()) return false;
  target.clear();
  for (const Json& width : *found) {
    if (!width.is_number_unsigned()) return false;
    target.push_back(width.get<std::size_t>());
  }
  return true;
}

bool read_policy(const Json& object, ThresholdPolicy& target) {
  const auto found = object.find("thresholds");
  if (found == object.end() || (*found != kPerLabel && *found != kLogit)) return false;
  target = *found == kLogit ? ThresholdPolicy::kLogit : ThresholdPolicy::kPerLabel;
  return true;
}

}  // namespace

std::string labels_to_json(const std::vector<std::string>& labels) {
  return Json(labels).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string thresholds_to_json(std::span<const float> thresholds) {
  Json array = Json::array();
  for (const float threshold : thresholds) array.push_back(threshold);
  return array.dump();
}

std::string options_to_json(const ClassifierOptions& options) {
  return Json{{"hidden", options.hidden},
              {"dropout", options.dropout},
              {"learning_rate", options.learning_rate},
              {"epochs", options.epochs},
              {"batch", options.batch},
              {"thresholds", options.thresholds == ThresholdPolicy::kLogit ? kLogit : kPerLabel},
              {"logit_threshold", options.logit_threshold},
              {"query_logit_threshold", options.query_logit_threshold},
              {"validation_fraction", options.validation_fraction},
              {"seed", options.seed}}
      .dump();
}

bool labels_from_json(std::string_view text, std::vector<std::string>& labels) {
  const Json array = parse(text);
  if (!array.is_array() || array.empty()) return false;
  labels.clear();
  for (const Json& label : array) {
    if (!label.is_string()) return false;
    labels.push_back(label.get<std::string>());
  }
  std::vector<std::string> sorted = labels;
  std::ranges::sort(sorted);
  return std::ranges::adjacent_find(sorted) == sorted.end();
}

bool thresholds_from_json(std::string_view text, std::vector<float>& thresholds) {
  const Json array = parse(text);
  if (!array.is_array()) return false;
  thresholds.clear();
  for (const Json& threshold : array) {
    if (!threshold.is_number()) return false;
    const double value = threshold.get<double>();
    if (!(value >= 0 && value <= 1)) return false;
    thresholds.push_back(static_cast<float>(value));
  }
  return true;
}

bool options_from_json(std::string_view text, ClassifierOptions& options) {
  const Json object = parse(text);
  return object.is_object() && object.size() == kOptionKeys && read_hidden(object, options.hidden) &&
         read_number(object, "dropout", options.dropout) && read_number(object, "learning_rate", options.learning_rate) &&
         read_count(object, "epochs", options.epochs) && read_count(object, "batch", options.batch) &&
         read_policy(object, options.thresholds) && read_number(object, "logit_threshold", options.logit_threshold) &&
         read_number(object, "query_logit_threshold", options.query_logit_threshold) &&
         read_number(object, "validation_fraction", options.validation_fraction) && read_count(object, "seed", options.seed);
}

}  // namespace kinora
