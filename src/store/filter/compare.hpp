#pragma once

#include "store/filter/expression.hpp"

namespace kinora::filter {

/// Whether left `op` right holds, for values of a total order.
template <class T>
[[nodiscard]] constexpr bool holds(CompareOp op, const T& left, const T& right) {
  switch (op) {
    case CompareOp::kEqual:
      return left == right;
    case CompareOp::kNotEqual:
      return left != right;
    case CompareOp::kLess:
      return left < right;
    case CompareOp::kLessEqual:
      return left <= right;
    case CompareOp::kGreater:
      return left > right;
    case CompareOp::kGreaterEqual:
      return left >= right;
  }
  return false;
}

/// The operator that says the same with its sides exchanged.
[[nodiscard]] constexpr CompareOp mirrored(CompareOp op) {
  switch (op) {
    case CompareOp::kLess:
      return CompareOp::kGreater;
    case CompareOp::kLessEqual:
      return CompareOp::kGreaterEqual;
    case CompareOp::kGreater:
      return CompareOp::kLess;
    case CompareOp::kGreaterEqual:
      return CompareOp::kLessEqual;
    default:
      return op;
  }
}

/// Calls `body` with the operator as a function object, so that loops are compiled once for each operator.
template <class Body>
void with_operator(CompareOp op, const Body& body) {
  switch (op) {
    case CompareOp::kEqual:
      return body([](const auto& a, const auto& b) { return a == b; });
    case CompareOp::kNotEqual:
      return body([](const auto& a, const auto& b) { return a != b; });
    case CompareOp::kLess:
      return body([](const auto& a, const auto& b) { return a < b; });
    case CompareOp::kLessEqual:
      return body([](const auto& a, const auto& b) { return a <= b; });
    case CompareOp::kGreater:
      return body([](const auto& a, const auto& b) { return a > b; });
    case CompareOp::kGreaterEqual:
      return body([](const auto& a, const auto& b) { return a >= b; });
  }
}

}  // namespace kinora::filter
