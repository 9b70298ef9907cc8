#include "kinora/catalogue/columns.hpp"

#include "base/hash.hpp"
#include "catalogue/hash_slots.hpp"

#include <algorithm>

namespace kinora {

void StringColumn::append(std::string_view text) {
  bytes_.append(text);
  ends_.push_back(bytes_.size());
}

std::optional<LabelColumn::Label> LabelColumn::find(std::string_view name) const {
  return find_slot(slots_, xxh3_64(name), [&](Label label) { return names_[label] == name; });
}

std::vector<std::string> LabelColumn::names(std::size_t row) const {
  std::vector<std::string> result;
  for (const Label label : (*this)[row]) result.emplace_back(name(label));
  return result;
}

LabelColumn::Label LabelColumn::intern(std::string_view name) {
  const std::uint64_t hash = xxh3_64(name);
  const auto is_name = [&](Label label) { return names_[label] == name; };
  if (const auto known = find_slot(slots_, hash, is_name)) return *known;
  const auto label = static_cast<Label>(names_.size());
  add_slot(slots_, names_.size(), hash, label);
  names_.append(name);
  return label;
}

void LabelColumn::append(std::span<const std::string> names) {
  const std::size_t row_begin = labels_.size();
  for (const std::string& name : names)
    if (!name.empty()) add_to_row(intern(name), row_begin);
  ends_.push_back(labels_.size());
}

void LabelColumn::append(std::span<const std::string_view> names) {
  const std::size_t row_begin = labels_.size();
  for (const std::string_view name : names)
    if (!name.empty()) add_to_row(intern(name), row_begin);
  ends_.push_back(labels_.size());
}

void LabelColumn::append_labels(std::span<const Label> labels) {
  const std::size_t row_begin = labels_.size();
  for (const Label label : labels) add_to_row(label, row_begin);
  ends_.push_back(labels_.size());
}

void LabelColumn::add_to_row(Label label, std::size_t row_begin) {
  const auto begin = labels_.begin() + static_cast<std::ptrdiff_t>(row_begin);
  if (std::find(begin, labels_.end(), label) == labels_.end()) labels_.push_back(label);
}

}  // namespace kinora
