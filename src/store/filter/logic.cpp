#include "store/filter/logic.hpp"

#include "store/filter/compare.hpp"

#include <algorithm>
#include <utility>

namespace kinora::filter {
namespace {

class Constant final : public Condition {
 public:
  explicit Constant(Truth value) : value_(value) {}
  void evaluate(Rows rows, Scratch& /*scratch*/, Truth* out) const override { std::fill_n(out, rows.count, value_); }

 private:
  Truth value_;
};

class Flag final : public Condition {
 public:
  explicit Flag(std::size_t slot) : slot_(slot) {}
  void evaluate(Rows rows, Scratch& /*scratch*/, Truth* out) const override {
    const Column& column = rows.columns[slot_];
    const std::uint8_t* values = column.bools.span().data() + rows.begin;
    for (std::size_t i = 0; i < rows.count; ++i) out[i] = values[i] != 0 ? kTrue : kFalse;
    mask_nulls(column, rows, out);
  }

 private:
  std::size_t slot_;
};

class Not final : public Condition {
 public:
  explicit Not(ConditionPointer operand) : operand_(std::move(operand)) {}
  void evaluate(Rows rows, Scratch& scratch, Truth* out) const override {
    operand_->evaluate(rows, scratch, out);
    for (std::size_t i = 0; i < rows.count; ++i) out[i] = static_cast<Truth>(kTrue - out[i]);
  }

 private:
  ConditionPointer operand_;
};

/// AND and OR of any number of operands. Stops at the first block that no further operand can change.
template <bool kIsAnd>
class Chain final : public Condition {
 public:
  explicit Chain(std::vector<ConditionPointer> operands) : operands_(std::move(operands)) {}

  void evaluate(Rows rows, Scratch& scratch, Truth* out) const override {
    operands_.front()->evaluate(rows, scratch, out);
    Scratch::Lease lease(scratch);
    Truth* const next = lease.data();
    for (std::size_t k = 1; k < operands_.size() && !decided(out, rows.count); ++k) {
      operands_[k]->evaluate(rows, scratch, next);
      for (std::size_t i = 0; i < rows.count; ++i) out[i] = kIsAnd ? std::min(out[i], next[i]) : std::max(out[i], next[i]);
    }
  }

 private:
  static bool decided(const Truth* values, std::size_t count) {
    Truth open = kIsAnd ? kFalse : kTrue;
    for (std::size_t i = 0; i < count; ++i) open = kIsAnd ? std::max(open, values[i]) : std::min(open, values[i]);
    return open == (kIsAnd ? kFalse : kTrue);
  }

  std::vector<ConditionPointer> operands_;
};

class TruthComparison final : public Condition {
 public:
  TruthComparison(CompareOp op, ConditionPointer left, ConditionPointer right)
      : op_(op), left_(std::move(left)), right_(std::move(right)) {}

  void evaluate(Rows rows, Scratch& scratch, Truth* out) const override {
    left_->evaluate(rows, scratch, out);
    Scratch::Lease lease(scratch);
    const Truth* const right = lease.data();
    right_->evaluate(rows, scratch, lease.data());
    with_operator(op_, [&](const auto& holds_for) {
      for (std::size_t i = 0; i < rows.count; ++i) {
        const bool known = out[i] != kUnknown && right[i] != kUnknown;
        const Truth result = holds_for(out[i], right[i]) ? kTrue : kFalse;
        out[i] = known ? result : kUnknown;
      }
    });
  }

 private:
  CompareOp op_;
  ConditionPointer left_;
  ConditionPointer right_;
};

class ColumnIsNull final : public Condition {
 public:
  explicit ColumnIsNull(std::size_t slot) : slot_(slot) {}
  void evaluate(Rows rows, Scratch& /*scratch*/, Truth* out) const override {
    std::fill_n(out, rows.count, kFalse);
    mask_nulls(rows.columns[slot_], rows, out);
    for (std::size_t i = 0; i < rows.count; ++i) out[i] = out[i] == kUnknown ? kTrue : kFalse;
  }

 private:
  std::size_t slot_;
};

class TruthTest final : public Condition {
 public:
  TruthTest(ConditionPointer operand, Truth value) : operand_(std::move(operand)), value_(value) {}
  void evaluate(Rows rows, Scratch& scratch, Truth* out) const override {
    operand_->evaluate(rows, scratch, out);
    for (std::size_t i = 0; i < rows.count; ++i) out[i] = out[i] == value_ ? kTrue : kFalse;
  }

 private:
  ConditionPointer operand_;
  Truth value_;
};

}  // namespace

void mask_nulls(const Column& column, Rows rows, Truth* out) {
  if (column.validity.empty()) return;
  const std::uint8_t* bits = column.validity.span().data() + rows.begin / 8;
  for (std::size_t first = 0; first < rows.count; first += 8) {
    const std::uint8_t valid = bits[first / 8];
    if (valid == 0xFF) continue;
    const std::size_t end = std::min(first + 8, rows.count);
    for (std::size_t i = first; i < end; ++i)
      if ((valid >> (i - first) & 1) == 0) out[i] = kUnknown;
  }
}

ConditionPointer make_constant(Truth value) { return std::make_unique<Constant>(value); }
ConditionPointer make_flag(std::size_t slot) { return std::make_unique<Flag>(slot); }
ConditionPointer make_not(ConditionPointer operand) { return std::make_unique<Not>(std::move(operand)); }
ConditionPointer make_and(std::vector<ConditionPointer> operands) { return std::make_unique<Chain<true>>(std::move(operands)); }
ConditionPointer make_or(std::vector<ConditionPointer> operands) { return std::make_unique<Chain<false>>(std::move(operands)); }
ConditionPointer make_truth_comparison(CompareOp op, ConditionPointer left, ConditionPointer right) {
  return std::make_unique<TruthComparison>(op, std::move(left), std::move(right));
}
ConditionPointer make_column_is_null(std::size_t slot) { return std::make_unique<ColumnIsNull>(slot); }
ConditionPointer make_truth_test(ConditionPointer operand, Truth value) {
  return std::make_unique<TruthTest>(std::move(operand), value);
}

}  // namespace kinora::filter
