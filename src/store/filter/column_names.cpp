#include "store/filter/column_names.hpp"

#include "store/filter/ascii.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace kinora::filter {
namespace {

constexpr std::size_t kShownNames = 20;
constexpr std::size_t kLongestCompared = 64;  // bytes: bounds the distance's cost for absurd names

std::string lower_ascii(std::string_view text) {
  std::string lower(text.substr(0, kLongestCompared));
  std::transform(lower.begin(), lower.end(), lower.begin(), ascii_lower);
  return lower;
}

/// How many letters must be added, left out, replaced or exchanged with their neighbour (optimal string alignment).
std::size_t spelling_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({replaced, last[j] + 1, current[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        current[j] = std::min(current[j], before_last[j - 2] + 1);
    }
    std::swap(before_last, last);
    std::swap(last, current);
  }
  return last[b.size()];
}

}  // namespace

std::optional<std::size_t> find_column(const Schema& schema, std::string_view name, bool quoted) {
  if (const auto exact = schema.find(name); exact || quoted) return exact;
  for (std::size_t i = 0; i < schema.fields.size(); ++i)
    if (equal_ignoring_case(schema.fields[i].name, name)) return i;
  return std::nullopt;
}

std::string names_like(const Schema& schema, std::string_view name) {
  const std::string wanted = lower_ascii(name);
  std::vector<std::pair<std::size_t, std::size_t>> order;  // distance, place in the schema
  for (std::size_t i = 0; i < schema.fields.size(); ++i)
    order.emplace_back(spelling_distance(wanted, lower_ascii(schema.fields[i].name)), i);
  std::sort(order.begin(), order.end());

  std::string names;
  for (std::size_t i = 0; i < std::min(order.size(), kShownNames); ++i)
    names += (i == 0 ? "" : ", ") + schema.fields[order[i].second].name;
  if (order.size() > kShownNames) names += " and " + std::to_string(order.size() - kShownNames) + " more";
  return names;
}

std::string contents_of(DataType type) {
  switch (type) {
    case DataType::kBool:
      return "true or false";
    case DataType::kInt32:
      return "integers (int32)";
    case DataType::kInt64:
      return "integers (int64)";
    case DataType::kFloat32:
      return "numbers (float)";
    case DataType::kFloat64:
      return "numbers (double)";
    case DataType::kString:
      return "strings";
    case DataType::kStringList:
      return "lists of strings";
    case DataType::kVector:
      return "vectors";
    case DataType::kForeign:
      return "values of a type that filters do not know";
  }
  return "values";
}

}  // namespace kinora::filter
