#include "store/maintenance/compact_plan.hpp"

#include <algorithm>
#include <cstdint>
#include <set>

namespace kinora::maintenance {
namespace {

std::uint64_t live_rows(const lance::Fragment& fragment) { return fragment.rows - fragment.dead.size(); }

/// A column that was dropped still lies in the files.
bool has_dropped_columns(const lance::wire::Fragment& fragment, const std::set<std::int32_t>& field_ids) {
  return std::any_of(fragment.files().begin(), fragment.files().end(), [&](const lance::wire::DataFile& file) {
    return std::any_of(file.fields().begin(), file.fields().end(), [&](std::int32_t id) { return !field_ids.contains(id); });
  });
}

class Planner {
 public:
  Planner(const lance::WholeVersion& version, const CompactOptions& options) : version_(version), options_(options) {
    for (const lance::wire::Field& field : version.manifest.file.manifest.fields()) field_ids_.insert(field.id());
  }

  std::vector<CompactGroup> plan() {
    const std::size_t count = version_.snapshot.fragments.size();
    for (std::size_t i = 0; i < count; ++i) {
      const bool alone = is_worth_writing_alone(i);
      if (!alone && !is_small(i)) {
        close();
        continue;
      }
      const std::uint64_t rows = live_rows(version_.snapshot.fragments[i]);
      if (open_.end != open_.begin && open_.live_rows + rows > options_.target_rows) close();
      if (open_.end == open_.begin) open_ = {.begin = i, .end = i};
      open_.end = i + 1;
      open_.live_rows += rows;
      worth_it_ = worth_it_ || alone || open_.end - open_.begin > 1;
    }
    close();
    return std::move(groups_);
  }

 private:
  [[nodiscard]] bool is_small(std::size_t index) const {
    return live_rows(version_.snapshot.fragments[index]) < (options_.target_rows + 1) / 2;
  }
  [[nodiscard]] bool is_worth_writing_alone(std::size_t index) const {
    const lance::Fragment& fragment = version_.snapshot.fragments[index];
    if (live_rows(fragment) == 0) return true;
    if (static_cast<double>(fragment.dead.size()) > options_.dead_share * static_cast<double>(fragment.rows)) return true;
    return has_dropped_columns(version_.manifest.file.manifest.fragments(static_cast<int>(index)), field_ids_);
  }
  void close() {
    if (worth_it_) groups_.push_back(open_);
    open_ = {};
    worth_it_ = false;
  }

  const lance::WholeVersion& version_;
  const CompactOptions& options_;
  std::set<std::int32_t> field_ids_;
  std::vector<CompactGroup> groups_;
  CompactGroup open_;
  bool worth_it_ = false;
};

}  // namespace

std::vector<CompactGroup> plan_compaction(const lance::WholeVersion& version, const CompactOptions& options) {
  return Planner(version, options).plan();
}

}  // namespace kinora::maintenance
