#pragma once

#include "kinora/store/column.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace kinora::filter {

/// SQL's three truth values, ordered so that AND is the minimum, OR the maximum and NOT x is kTrue - x.
using Truth = std::uint8_t;
inline constexpr Truth kFalse = 0;
inline constexpr Truth kUnknown = 1;  ///< null
inline constexpr Truth kTrue = 2;

/// How many rows are evaluated at a time: their values, also short texts, stay in the first-level cache from one condition to the
/// next. A multiple of 8, so that a block's validity bits begin on a byte.
inline constexpr std::size_t kBlockRows = 1024;

/// Buffers that conditions work in, reused from block to block; one for each evaluation.
class Scratch {
 public:
  /// A block of kBlockRows truth values, given back when it goes.
  class Lease {
   public:
    explicit Lease(Scratch& scratch) : scratch_(scratch) {
      if (scratch_.free_.empty()) {
        values_ = std::make_unique<Truth[]>(kBlockRows);
      } else {
        values_ = std::move(scratch_.free_.back());
        scratch_.free_.pop_back();
      }
    }
    ~Lease() { scratch_.free_.push_back(std::move(values_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    [[nodiscard]] Truth* data() { return values_.get(); }

   private:
    Scratch& scratch_;
    std::unique_ptr<Truth[]> values_;
  };

  std::vector<std::int64_t> left_keys = std::vector<std::int64_t>(kBlockRows);
  std::vector<std::int64_t> right_keys = std::vector<std::int64_t>(kBlockRows);
  std::vector<char> folded_text;
  std::vector<std::uint64_t> folded_ends;
  std::vector<Truth> item_hits;  ///< of the items of a block's lists
  std::vector<std::uint32_t> hits_before;

 private:
  std::vector<std::unique_ptr<Truth[]>> free_;
};

/// The rows to evaluate: `count` of them, at most kBlockRows, from `begin` on, a multiple of kBlockRows. Passed by value: truth
/// values are bytes, and a store to a byte may change anything that is not local, as far as the compiler knows.
struct Rows {
  std::span<const Column> columns;  ///< by slot
  std::size_t begin = 0;
  std::size_t count = 0;
};

/// A bound condition. Immutable, thread-safe.
class Condition {
 public:
  Condition() = default;
  virtual ~Condition() = default;
  Condition(const Condition&) = delete;
  Condition& operator=(const Condition&) = delete;

  /// Writes rows.count truth values.
  virtual void evaluate(Rows rows, Scratch& scratch, Truth* out) const = 0;
};

using ConditionPointer = std::unique_ptr<const Condition>;

/// Sets kUnknown where the column is null.
void mask_nulls(const Column& column, Rows rows, Truth* out);

}  // namespace kinora::filter
