#include "store/indexes/coverage.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

namespace kinora::indexes {
namespace {

/// Nothing: the fragment has no file with the field.
std::optional<CoveredFragment> place_of(const lance::Fragment& fragment, std::int32_t field) {
  for (const lance::FragmentFile& file : fragment.files)
    for (const auto& [id, column] : file.columns)
      if (id == field)
        return CoveredFragment{.id = fragment.id,
                               .rows = fragment.rows,
                               .file = std::filesystem::path(file.data->where()).filename().string(),
                               .column = column};
  return std::nullopt;
}

/// A fragment of the version with its first physical row.
struct Placed {
  CoveredFragment fragment;
  std::size_t row = 0;
};

std::vector<Placed> placed_fragments(const lance::Snapshot& snapshot, std::int32_t field) {
  std::vector<Placed> placed;
  std::size_t row = 0;
  for (const lance::Fragment& fragment : snapshot.fragments) {
    if (auto place = place_of(fragment, field)) placed.push_back({*std::move(place), row});
    row += fragment.rows;
  }
  return placed;
}

}  // namespace

bool Coverage::aligned() const {
  return gone_rows == 0 &&
         std::all_of(covered.begin(), covered.end(), [](const CoveredRows& each) { return each.index_row == each.row; });
}

std::vector<CoveredFragment> fragments_with(const lance::Snapshot& snapshot, std::int32_t field) {
  std::vector<CoveredFragment> fragments;
  for (Placed& each : placed_fragments(snapshot, field)) fragments.push_back(std::move(each.fragment));
  return fragments;
}

Coverage coverage_of(const Description& description, const lance::Snapshot& snapshot) {
  Coverage coverage;
  const std::vector<Placed> placed = placed_fragments(snapshot, description.field);
  std::map<std::uint64_t, std::size_t> by_id;
  for (std::size_t i = 0; i < placed.size(); ++i) by_id.emplace(placed[i].fragment.id, i);
  std::vector<bool> is_known(placed.size());
  for (const CoveredFragment& fragment : description.fragments) {
    const std::size_t index_row = coverage.index_rows;
    const auto rows = static_cast<std::size_t>(fragment.rows);
    coverage.index_rows += rows;
    const auto found = by_id.find(fragment.id);
    if (found != by_id.end() && placed[found->second].fragment == fragment) {
      is_known[found->second] = true;
      if (rows != 0) coverage.covered.push_back({index_row, placed[found->second].row, rows});
      continue;
    }
    coverage.gone_rows += rows;
    if (found != by_id.end()) coverage.changed.push_back(fragment.id);
  }
  for (std::size_t i = 0; i < placed.size(); ++i)
    if (!is_known[i] && placed[i].fragment.rows != 0)
      coverage.uncovered.push_back({placed[i].row, static_cast<std::size_t>(placed[i].fragment.rows)});
  return coverage;
}

}  // namespace kinora::indexes
