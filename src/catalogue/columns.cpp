#include "kinora/catalogue/columns.hpp"

#include <algorithm>

namespace kinora {

void StringColumn::append(std::string_view text) {
  bytes_.append(text);
  ends_.push_back(bytes_.size());
}

std::optional<LabelColumn::Label> LabelColumn::find(std::string_view name) const {
  const auto found = label_of_.find(name);
  if (found == label_of_.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string> LabelColumn::names(std::size_t row) const {
  std::vector<std::string> result;
  for (const Label label : (*this)[row]) result.emplace_back(name(label));
  return result;
}

LabelColumn::Label LabelColumn::intern(std::string_view name) {
  if (const auto known = find(name)) return *known;
  const auto label = static_cast<Label>(names_.size());
  names_.append(name);
  label_of_.emplace(std::string(name), label);
  return label;
}

void LabelColumn::append(std::span<const std::string> names) {
  std::vector<Label> labels;
  labels.reserve(names.size());
  for (const std::string& name : names)
    if (!name.empty()) labels.push_back(intern(name));
  append_labels(labels);
}

void LabelColumn::append_labels(std::span<const Label> labels) {
  const auto row_begin = static_cast<std::ptrdiff_t>(labels_.size());
  for (const Label label : labels)
    if (std::find(labels_.begin() + row_begin, labels_.end(), label) == labels_.end()) labels_.push_back(label);
  ends_.push_back(labels_.size());
}

}  // namespace kinora
