#include "kinora/embedding/doc2vec_options.hpp"

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

namespace kinora {
namespace {

constexpr std::size_t kMaxDimension = 4096;
constexpr std::size_t kMaxWindow = 100;
constexpr std::size_t kMaxNegative = 100;
constexpr std::size_t kMaxEpochs = 10'000;
constexpr double kMaxAlpha = 10;
constexpr double kMaxNoiseExponent = 10;

std::string number_text(double value) {
  std::string text = std::to_string(value);
  while (text.find('.') != std::string::npos && (text.back() == '0' || text.back() == '.')) {
    const bool whole = text.back() == '.';
    text.pop_back();
    if (whole) break;
  }
  return text;
}

Result<void> reject(std::string_view key, std::string expected, std::string found, std::string next_step = {}) {
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = std::string(key) + " is out of its range",
               .expected = std::move(expected),
               .found = std::move(found),
               .next_step = std::move(next_step)});
}

Result<void> check_count(std::string_view key, std::uint64_t value, std::uint64_t low, std::uint64_t high) {
  if (value >= low && value <= high) return {};
  return reject(key, std::to_string(low) + " to " + std::to_string(high), std::to_string(value));
}

Result<void> check_number(std::string_view key, double value, double low, double high) {
  if (std::isfinite(value) && value >= low && value <= high) return {};
  return reject(key, number_text(low) + " to " + number_text(high), std::to_string(value));
}

Result<void> check_rates(std::string_view section, double alpha, double min_alpha) {
  const std::string prefix(section);
  if (!std::isfinite(alpha) || alpha <= 0 || alpha > kMaxAlpha)
    return reject(prefix + ".alpha", "more than 0, at most " + number_text(kMaxAlpha), std::to_string(alpha));
  if (!std::isfinite(min_alpha) || min_alpha < 0 || min_alpha > alpha)
    return reject(prefix + ".min_alpha", "0 to " + prefix + ".alpha, which is " + number_text(alpha), std::to_string(min_alpha));
  return {};
}

}  // namespace

Result<void> Doc2VecOptions::validate() const {
  for (const auto& checked :
       {check_count("doc2vec.dimension", dimension, 1, kMaxDimension), check_count("doc2vec.window", window, 1, kMaxWindow),
        check_count("doc2vec.negative", negative, 0, kMaxNegative),
        check_number("doc2vec.noise_exponent", noise_exponent, -kMaxNoiseExponent, kMaxNoiseExponent),
        check_count("doc2vec.epochs", epochs, 1, kMaxEpochs), check_count("doc2vec.restarts", restarts, 1, kMaxEpochs)})
    if (!checked) return checked;
  if (negative == 0 && !hierarchical_softmax)
    return reject("doc2vec.negative", "1 or more", "0", "Or set doc2vec.hierarchical_softmax = true");
  if (!std::isfinite(sample) || sample < 0)
    return reject("doc2vec.sample", "0 (keep every token) or more", std::to_string(sample));
  if (auto checked = check_rates("doc2vec", alpha, min_alpha); !checked) return checked;
  if (schedule == AlphaSchedule::kSingle && restarts != 1)
    return reject("doc2vec.restarts", "1 with doc2vec.schedule = \"single\"", std::to_string(restarts),
                  "Or set doc2vec.schedule = \"restarted\"");
  if (epochs * restarts > kMaxEpochs)
    return reject("doc2vec.epochs", "at most " + std::to_string(kMaxEpochs) + " in all restarts together",
                  std::to_string(epochs) + " × " + std::to_string(restarts));
  return {};
}

Result<void> InferOptions::validate() const {
  if (auto checked = check_count("infer.epochs", epochs, 1, kMaxEpochs); !checked) return checked;
  return check_rates("infer", alpha, min_alpha);
}

}  // namespace kinora
