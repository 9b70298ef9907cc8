#include "ingest/rejection_log.hpp"

#include <algorithm>
#include <tuple>

namespace kinora::ingest {

std::string_view name_of(RecordFault fault) {
  constexpr std::array<std::string_view, kRecordFaultCount> kNames = {
      "fields",     "id",   "title",   "genres", "duplicate id", "duplicate title",
      "title type", "json", "user id", "rating", "timestamp"};
  return kNames[static_cast<std::size_t>(fault)];
}

void RejectionLog::reject(const RecordPlace& place, RecordFault fault, std::string detail) {
  count(fault);
  list(place, std::string(name_of(fault)), std::move(detail), false);
}

void RejectionLog::pass_over(const RecordPlace& place, Field cell, std::string detail) {
  ++cells_;
  list(place, std::string(name_of(cell)) + " cell", std::move(detail), true);
}

std::vector<std::pair<std::string, std::uint64_t>> RejectionLog::by_reason() const {
  std::vector<std::pair<std::string, std::uint64_t>> reasons;
  for (std::size_t i = 0; i < kRecordFaultCount; ++i)
    if (counts_[i] > 0) reasons.emplace_back(name_of(static_cast<RecordFault>(i)), counts_[i]);
  std::sort(reasons.begin(), reasons.end(),
            [](const auto& a, const auto& b) { return std::tie(b.second, a.first) < std::tie(a.second, b.first); });
  return reasons;
}

std::vector<Rejection> RejectionLog::take() {
  std::stable_sort(rejections_.begin(), rejections_.end(),
                   [](const Rejection& a, const Rejection& b) { return a.record < b.record; });
  return std::exchange(rejections_, {});
}

void RejectionLog::list(const RecordPlace& place, std::string reason, std::string detail, bool is_cell) {
  rejections_.push_back({.file = input_.path(),
                         .line = lines_.line_of(place.begin),
                         .record = place.index,
                         .reason = std::move(reason),
                         .detail = std::move(detail),
                         .raw = std::string(input_.text().substr(place.begin, place.end - place.begin)),
                         .is_cell = is_cell});
}

}  // namespace kinora::ingest
