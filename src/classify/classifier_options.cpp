#include "kinora/classify/genre_classifier.hpp"

#include <cmath>
#include <string>

namespace kinora {
namespace {

constexpr std::size_t kMaxHiddenLayers = 16;
constexpr std::size_t kMaxWidth = 16'384;
constexpr std::size_t kMaxEpochs = 100'000;
constexpr std::size_t kMaxBatch = 65'536;

template <class T>
tl::unexpected<Error> out_of_range(const char* key, const char* expected, T found, const char* next_step) {
  return fail({.code = ErrorCode::kRecipeValue,
               .what = "the value is out of its range",
               .where = std::string("classifier.") + key,
               .expected = expected,
               .found = std::to_string(found),
               .next_step = next_step});
}

}  // namespace

Result<void> ClassifierOptions::validate() const {
  const auto inside = [](double value, double low, double high) { return value >= low && value < high; };
  if (hidden.size() > kMaxHiddenLayers)
    return out_of_range("hidden", "at most 16 widths", hidden.size(), "Name fewer hidden layers");
  for (const std::size_t width : hidden)
    if (width < 1 || width > kMaxWidth)
      return out_of_range("hidden", "widths of 1 to 16384", width, "512, 256, 128 are the default");
  if (!inside(dropout, 0, 1)) return out_of_range("dropout", "at least 0 and less than 1", dropout, "0.2 is the default");
  if (!(learning_rate > 0 && learning_rate <= 1))
    return out_of_range("learning_rate", "more than 0 and at most 1", learning_rate, "0.001 is the default");
  if (epochs < 1 || epochs > kMaxEpochs) return out_of_range("epochs", "1 to 100000", epochs, "20 is the default");
  if (batch < 2 || batch > kMaxBatch) return out_of_range("batch", "2 to 65536", batch, "64 is the default");
  if (!std::isfinite(logit_threshold))
    return out_of_range("logit_threshold", "a finite number", logit_threshold, "0.1 is the default");
  if (!std::isfinite(query_logit_threshold))
    return out_of_range("query_logit_threshold", "a finite number", query_logit_threshold, "0.001 is the default");
  if (!inside(validation_fraction, 0, 1))
    return out_of_range("validation_fraction", "at least 0 and less than 1", validation_fraction, "0.1 is the default");
  return {};
}

}  // namespace kinora
