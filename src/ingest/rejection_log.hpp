#pragma once

#include "ingest/field.hpp"
#include "kinora/ingest/ingest.hpp"
#include "textio/input_text.hpp"
#include "textio/line_counter.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kinora::ingest {

/// Why a record is not kept.
enum class RecordFault : std::uint8_t {
  kFields,
  kId,
  kTitle,
  kGenres,
  kDuplicateId,
  kDuplicateTitle,
  kTitleType,
  kJson,
  kUser,
  kRating,
  kTime,
};
inline constexpr std::size_t kRecordFaultCount = 11;

[[nodiscard]] std::string_view name_of(RecordFault fault);

/// Where a record lies in its file.
struct RecordPlace {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::uint64_t index = 0;  ///< 0-based, after the header
};

/// Collects what is wrong in one file.
class RejectionLog {
 public:
  explicit RejectionLog(const textio::InputText& input) : input_(input), lines_(input.text()) {}

  void reject(const RecordPlace& place, RecordFault fault, std::string detail);
  /// Counts a record that is well and yet not wanted, without listing it.
  void count(RecordFault fault) { ++counts_[static_cast<std::size_t>(fault)]; }
  void pass_over(const RecordPlace& place, Field cell, std::string detail);

  [[nodiscard]] std::uint64_t cells() const { return cells_; }
  /// Most frequent first, then by name.
  [[nodiscard]] std::vector<std::pair<std::string, std::uint64_t>> by_reason() const;
  /// In the order of the file; the log is empty afterwards.
  [[nodiscard]] std::vector<Rejection> take();

 private:
  void list(const RecordPlace& place, std::string reason, std::string detail, bool is_cell);

  const textio::InputText& input_;
  textio::LineCounter lines_;
  std::array<std::uint64_t, kRecordFaultCount> counts_{};
  std::uint64_t cells_ = 0;
  std::vector<Rejection> rejections_;
};

}  // namespace kinora::ingest
