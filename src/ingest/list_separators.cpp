#include "ingest/list_separators.hpp"

#include "ingest/cell_forms.hpp"

#include <array>
#include <set>
#include <vector>

namespace kinora::ingest {
namespace {

/// In the order in which they win where as many cells hold them.
constexpr std::array<std::string_view, 6> kSeparators = {"|", ";", ",", "/", "\xC2\xB7", "\xE2\x80\xA2"};

bool is_list_value(std::string_view cell) { return cell.starts_with('[') || cell.starts_with('{'); }

std::vector<std::string_view> split_cell(std::string_view cell, const ListStyle& style) {
  std::pmr::monotonic_buffer_resource arena;
  NameLists lists(arena);
  Names names;
  const bool is_read = lists.read_names(cell, style, names).has_value();
  return is_read ? names : Names();
}

/// How many cells the separator splits in two or more names.
std::size_t count_split(std::span<const std::string_view> cells, const ListStyle& style) {
  std::size_t count = 0;
  for (const std::string_view cell : cells)
    if (!is_list_value(cell) && cell.find(style.separator) != std::string_view::npos && split_cell(cell, style).size() > 1)
      ++count;
  return count;
}

/// Whether names that hold `inner` are mostly made of names that stand alone elsewhere.
bool joins_known_names(std::span<const std::string_view> cells, const ListStyle& style, std::string_view inner) {
  std::set<std::string_view> alone;
  std::vector<std::string_view> joined;
  for (const std::string_view cell : cells) {
    if (is_list_value(cell)) continue;
    for (const std::string_view name : split_cell(cell, style)) {
      if (name.find(inner) == std::string_view::npos) {
        alone.insert(name);
      } else {
        joined.push_back(name);
      }
    }
  }
  std::size_t parts = 0;
  std::size_t known = 0;
  for (const std::string_view name : joined)
    for (const std::string_view part : split_cell(name, {.separator = inner})) {
      ++parts;
      known += alone.contains(part) ? 1U : 0U;
    }
  return parts > 0 && 2 * known >= parts;
}

}  // namespace

ListStyle find_list_style(std::span<const std::string_view> cells, Field field) {
  const bool are_people = field == Field::kDirectors || field == Field::kCast;
  ListStyle best{.json_first = true, .separator = "|", .are_people = are_people};
  std::size_t most = 0;
  for (const std::string_view separator : kSeparators) {
    ListStyle style = best;
    style.separator = separator;
    const std::size_t count = count_split(cells, style);
    if (count > most) {
      most = count;
      best = style;
    }
  }
  if (field == Field::kGenres)
    for (const std::string_view inner : kSeparators)
      if (best.inner.empty() && inner != best.separator && joins_known_names(cells, best, inner)) best.inner = inner;
  return best;
}

std::string_view separator_left_in(const LabelColumn& names) {
  if (names.label_count() == 0) return {};
  for (const std::string_view separator : kSeparators) {
    std::size_t count = 0;
    for (LabelColumn::Label label = 0; label < names.label_count(); ++label)
      count += names.name(label).find(separator) != std::string_view::npos ? 1U : 0U;
    if (2 * count > names.label_count()) return separator;
  }
  return {};
}

}  // namespace kinora::ingest
