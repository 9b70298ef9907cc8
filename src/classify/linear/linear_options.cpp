#include "kinora/classify/linear_options.hpp"

#include <string>

namespace kinora {
namespace {

template <class T>
tl::unexpected<Error> linear_out_of_range(const char* key, const char* expected, T found) {
  return fail({.code = ErrorCode::kRecipeValue,
               .what = "the value is out of its range",
               .where = std::string("classifier.") + key,
               .expected = expected,
               .found = std::to_string(found)});
}

}  // namespace

Result<void> LinearOptions::validate() const {
  if (cost != 0 && !(cost >= 1e-4 && cost <= 1e4))
    return linear_out_of_range("cost", "0 (chosen out of fold), or 0.0001 to 10000", cost);
  if (folds < 2 || folds > 20) return linear_out_of_range("folds", "2 to 20", folds);
  if (min_documents < 1 || min_documents > 1'000'000) return linear_out_of_range("min_documents", "1 to 1000000", min_documents);
  if (threshold_rows < 100 || threshold_rows > 50'000)
    return linear_out_of_range("threshold_rows", "100 to 50000", threshold_rows);
  return {};
}

}  // namespace kinora
