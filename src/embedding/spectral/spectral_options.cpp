#include "kinora/embedding/spectral_options.hpp"

#include <string>

namespace kinora {
namespace {

constexpr std::size_t kMaxSpectralDimension = 1024;
constexpr std::size_t kMaxTerms = 1'000'000;
constexpr std::size_t kMaxPowerIterations = 20;

Result<void> reject_spectral(const char* key, std::string expected, std::string found) {
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = std::string("spectral.") + key + " is out of its range",
               .expected = std::move(expected),
               .found = std::move(found)});
}

}  // namespace

Result<void> SpectralOptions::validate() const {
  if (dimension < 1 || dimension > kMaxSpectralDimension)
    return reject_spectral("dimension", "1 to 1024", std::to_string(dimension));
  if (min_count < 1) return reject_spectral("min_count", "1 or more", std::to_string(min_count));
  if (max_terms < 1 || max_terms > kMaxTerms) return reject_spectral("max_terms", "1 to 1000000", std::to_string(max_terms));
  if (!(word_weight >= 0 && word_weight <= 1)) return reject_spectral("word_weight", "0 to 1", std::to_string(word_weight));
  if (!(max_word_share > 0 && max_word_share <= 1))
    return reject_spectral("max_word_share", "more than 0, at most 1", std::to_string(max_word_share));
  if (!(smoothing > 0 && smoothing <= 1))
    return reject_spectral("smoothing", "more than 0, at most 1", std::to_string(smoothing));
  if (power_iterations > kMaxPowerIterations)
    return reject_spectral("power_iterations", "0 to 20", std::to_string(power_iterations));
  return {};
}

}  // namespace kinora
