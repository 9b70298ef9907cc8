#include "store/filter/numbers.hpp"

#include "base/check.hpp"
#include "store/filter/compare.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <type_traits>

namespace kinora::filter {
namespace {

template <class T>
using KeyType = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;

/// Two's complement order of the bits of a float: those of negative numbers run backwards.
template <class T>
KeyType<T> native_key(T value) {
  using Key = KeyType<T>;
  if constexpr (std::is_integral_v<T>) {
    return value;
  } else {
    const Key bits = std::bit_cast<Key>(value);
    return static_cast<Key>(bits ^ ((bits >> (8 * sizeof(Key) - 1)) & std::numeric_limits<Key>::max()));
  }
}

template <class T>
const T* values_of(const Column& column) {
  if constexpr (std::is_same_v<T, std::int32_t>) return column.int32s.span().data();
  if constexpr (std::is_same_v<T, std::int64_t>) return column.int64s.span().data();
  if constexpr (std::is_same_v<T, float>) return column.floats.span().data();
  if constexpr (std::is_same_v<T, double>) return column.doubles.span().data();
}

/// Whether a column's keys lie in a range or, negated, outside of it.
template <class T>
class InRange final : public Condition {
 public:
  InRange(std::size_t slot, std::int64_t low, std::int64_t high, bool negated)
      : slot_(slot), low_(static_cast<Key>(low)), high_(static_cast<Key>(high)), negated_(negated) {}

  void evaluate(Rows rows, Scratch& /*scratch*/, Truth* out) const override {
    const Column& column = rows.columns[slot_];
    const T* values = values_of<T>(column) + rows.begin;
    const Truth inside = negated_ ? kFalse : kTrue;
    const Truth outside = negated_ ? kTrue : kFalse;
    const Key low = low_;  // copies, for the same reason as that of Rows
    const Key high = high_;
    for (std::size_t i = 0; i < rows.count; ++i) {
      const Key key = native_key(values[i]);
      const bool is_inside = (key >= low) & (key <= high);
      out[i] = is_inside ? inside : outside;
    }
    mask_nulls(column, rows, out);
  }

 private:
  using Key = KeyType<T>;
  std::size_t slot_;
  Key low_;
  Key high_;
  bool negated_;
};

template <class T>
class InSet final : public Condition {
 public:
  InSet(std::size_t slot, const std::vector<KeyRange>& literals) : slot_(slot) {
    for (const KeyRange& literal : literals) {
      if (literal.low > literal.high) continue;
      keys_.push_back(static_cast<Key>(literal.low));
      keys_.push_back(static_cast<Key>(literal.high));
    }
    std::sort(keys_.begin(), keys_.end());
    keys_.erase(std::unique(keys_.begin(), keys_.end()), keys_.end());
  }

  void evaluate(Rows rows, Scratch& /*scratch*/, Truth* out) const override {
    const Column& column = rows.columns[slot_];
    const T* values = values_of<T>(column) + rows.begin;
    if (keys_.size() <= kFew) {
      std::fill_n(out, rows.count, kFalse);
      for (const Key wanted : keys_)
        for (std::size_t i = 0; i < rows.count; ++i) out[i] = native_key(values[i]) == wanted ? kTrue : out[i];
    } else {
      for (std::size_t i = 0; i < rows.count; ++i)
        out[i] = std::binary_search(keys_.begin(), keys_.end(), native_key(values[i])) ? kTrue : kFalse;
    }
    mask_nulls(column, rows, out);
  }

 private:
  using Key = KeyType<T>;
  static constexpr std::size_t kFew = 8;  // so many passes cost less than a search for each row

  std::size_t slot_;
  std::vector<Key> keys_;
};

/// The keys of a column's values after conversion to T.
template <class T>
void load_converted(const Column& column, Rows rows, std::int64_t* out) {
  const auto load = [&](const auto* values) {
    for (std::size_t i = 0; i < rows.count; ++i) out[i] = native_key(static_cast<T>(values[rows.begin + i]));
  };
  switch (column.field.type) {
    case DataType::kInt32:
      return load(column.int32s.span().data());
    case DataType::kInt64:
      return load(column.int64s.span().data());
    case DataType::kFloat32:
      return load(column.floats.span().data());
    case DataType::kFloat64:
      return load(column.doubles.span().data());
    default:
      KINORA_CHECK(false, column.field.name);
  }
}

template <class T>
class ColumnsComparison final : public Condition {
 public:
  ColumnsComparison(CompareOp op, std::size_t left, std::size_t right) : op_(op), left_(left), right_(right) {}

  void evaluate(Rows rows, Scratch& scratch, Truth* out) const override {
    load_converted<T>(rows.columns[left_], rows, scratch.left_keys.data());
    load_converted<T>(rows.columns[right_], rows, scratch.right_keys.data());
    const std::int64_t* left = scratch.left_keys.data();
    const std::int64_t* right = scratch.right_keys.data();
    with_operator(op_, [&](const auto& holds_for) {
      for (std::size_t i = 0; i < rows.count; ++i) out[i] = holds_for(left[i], right[i]) ? kTrue : kFalse;
    });
    mask_nulls(rows.columns[left_], rows, out);
    mask_nulls(rows.columns[right_], rows, out);
  }

 private:
  CompareOp op_;
  std::size_t left_;
  std::size_t right_;
};

/// Calls `body` with a value of a number column's C++ type.
template <class Body>
ConditionPointer with_type(DataType type, const Body& body) {
  switch (type) {
    case DataType::kInt32:
      return body(std::int32_t{});
    case DataType::kInt64:
      return body(std::int64_t{});
    case DataType::kFloat32:
      return body(float{});
    case DataType::kFloat64:
      return body(double{});
    default:
      break;
  }
  KINORA_CHECK(false, static_cast<int>(type));
  return nullptr;
}

DataType common_type(DataType a, DataType b) {
  if (a == b) return a;
  if (a == DataType::kFloat64 || b == DataType::kFloat64) return DataType::kFloat64;
  if (a == DataType::kFloat32 || b == DataType::kFloat32) return DataType::kFloat32;
  return DataType::kInt64;
}

}  // namespace

std::int64_t key_of(std::int32_t value) { return native_key(value); }
std::int64_t key_of(std::int64_t value) { return native_key(value); }
std::int64_t key_of(float value) { return native_key(value); }
std::int64_t key_of(double value) { return native_key(value); }

KeyRange float_keys_of(double value) {
  const auto nearest = static_cast<float>(value);
  const auto rounded = static_cast<double>(nearest);
  if (rounded == value) return keys_of_literal(nearest);
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const float above = rounded > value ? nearest : std::nextafter(nearest, kInfinity);
  const float below = rounded > value ? std::nextafter(nearest, -kInfinity) : nearest;
  return {.low = key_of(above), .high = key_of(below)};
}

ConditionPointer make_number_comparison(CompareOp op, std::size_t slot, DataType type, KeyRange literal) {
  return with_type(type, [&](auto zero) -> ConditionPointer {
    using T = decltype(zero);
    constexpr std::int64_t kLowest = std::numeric_limits<KeyType<T>>::min();
    constexpr std::int64_t kHighest = std::numeric_limits<KeyType<T>>::max();
    switch (op) {
      case CompareOp::kEqual:
        return std::make_unique<InRange<T>>(slot, literal.low, literal.high, false);
      case CompareOp::kNotEqual:
        return std::make_unique<InRange<T>>(slot, literal.low, literal.high, true);
      case CompareOp::kLess:
        return std::make_unique<InRange<T>>(slot, literal.low, kHighest, true);
      case CompareOp::kLessEqual:
        return std::make_unique<InRange<T>>(slot, kLowest, literal.high, false);
      case CompareOp::kGreater:
        return std::make_unique<InRange<T>>(slot, kLowest, literal.high, true);
      case CompareOp::kGreaterEqual:
        return std::make_unique<InRange<T>>(slot, literal.low, kHighest, false);
    }
    return nullptr;
  });
}

ConditionPointer make_number_set(std::size_t slot, DataType type, std::vector<KeyRange> literals) {
  return with_type(type, [&](auto zero) -> ConditionPointer { return std::make_unique<InSet<decltype(zero)>>(slot, literals); });
}

ConditionPointer make_number_columns_comparison(CompareOp op, std::size_t left, DataType left_type, std::size_t right,
                                                DataType right_type) {
  return with_type(common_type(left_type, right_type), [&](auto zero) -> ConditionPointer {
    return std::make_unique<ColumnsComparison<decltype(zero)>>(op, left, right);
  });
}

}  // namespace kinora::filter
