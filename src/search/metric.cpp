#include "kinora/search/metric.hpp"

#include <array>
#include <string>

namespace kinora {
namespace {

struct NamedMetric {
  std::string_view name;
  Metric metric;
};
constexpr std::array kMetrics = {NamedMetric{"cosine", Metric::kCosine}, NamedMetric{"l2", Metric::kL2},
                                 NamedMetric{"dot", Metric::kDot}};

}  // namespace

Result<Metric> parse_metric(std::string_view name) {
  for (const NamedMetric& known : kMetrics)
    if (known.name == name) return known.metric;
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = "there is no metric " + std::string(name),
               .expected = "cosine, l2 or dot",
               .next_step = "Choose one of them; cosine is the usual one"});
}

std::string_view metric_name(Metric metric) {
  for (const NamedMetric& known : kMetrics)
    if (known.metric == metric) return known.name;
  return {};
}

float similarity_of_distance(Metric metric, float distance) {
  return metric == Metric::kL2 ? 1.0F / (1.0F + distance) : 1.0F - distance;
}

}  // namespace kinora
