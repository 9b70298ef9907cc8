#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kinora::filter {

enum class CompareOp : std::uint8_t { kEqual, kNotEqual, kLess, kLessEqual, kGreater, kGreaterEqual };

enum class ArithmeticOp : std::uint8_t { kAdd, kSubtract, kMultiply, kDivide, kRemainder };

enum class ExpressionKind : std::uint8_t {
  kNull,
  kBoolean,  ///< truth
  kInteger,  ///< integer
  kReal,     ///< real; also an integer that int64 does not hold
  kString,   ///< text
  kName,     ///< text, quoted: a column
  kList,     ///< [children]
  kCompare,  ///< children[0] op children[1]
  kAnd,      ///< all children
  kOr,
  kNot,      ///< children[0]
  kIn,       ///< children[0] [NOT] IN (the other children)
  kBetween,  ///< children[0] [NOT] BETWEEN children[1] AND children[2]
  kLike,     ///< children[0] [NOT] LIKE children[1]; ignore_case: ILIKE
  kIsNull,   ///< children[0] IS [NOT] NULL
  kIsTruth,  ///< children[0] IS [NOT] truth
  kCall,     ///< text(children)
  // Of values that are assigned; no filter has them:
  kNegative,   ///< -children[0]
  kArithmetic  ///< children[0] arithmetic children[1]
};

/// A node of the syntax tree: what was written, before its names and types are known.
struct Expression {
  ExpressionKind kind = ExpressionKind::kNull;
  std::size_t offset = 0;  ///< of what an error about it should point at: the operator of an operation, else its first byte
  std::size_t depth = 1;   ///< of the tree below and with it
  std::string text = {};   ///< numbers: as they were written
  std::int64_t integer = 0;
  double real = 0;
  bool truth = false;
  bool quoted = false;
  bool negated = false;
  bool ignore_case = false;
  CompareOp op = CompareOp::kEqual;
  ArithmeticOp arithmetic = ArithmeticOp::kAdd;
  std::optional<std::string> escape = {};  ///< LIKE … ESCAPE: one character
  std::vector<Expression> children = {};
};

}  // namespace kinora::filter
