#include "store/filter/value_parser.hpp"

#include "base/try.hpp"
#include "store/filter/lexer.hpp"
#include "store/filter/number.hpp"
#include "store/filter/parser.hpp"
#include "store/filter/token.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kinora::filter {
namespace {

std::optional<ArithmeticOp> sum_op(TokenKind kind) {
  if (kind == TokenKind::kPlus) return ArithmeticOp::kAdd;
  if (kind == TokenKind::kMinus) return ArithmeticOp::kSubtract;
  return std::nullopt;
}

std::optional<ArithmeticOp> product_op(TokenKind kind) {
  if (kind == TokenKind::kTimes) return ArithmeticOp::kMultiply;
  if (kind == TokenKind::kDivide) return ArithmeticOp::kDivide;
  if (kind == TokenKind::kRemainder) return ArithmeticOp::kRemainder;
  return std::nullopt;
}

/// Descends for brackets and minus signs only, whose nesting is bounded; chains are loops, whose trees' depth is.
class ValueParser {
 public:
  ValueParser(const SourceText& source, std::vector<Token> tokens) : source_(source), tokens_(std::move(tokens)) {}

  Result<Expression> run() {
    KINORA_TRY(Expression value, sum());
    if (peek().kind == TokenKind::kEnd) return value;
    return tl::unexpected(source_.syntax(peek().offset, {.what = "the value is complete before this",
                                                         .expected = "+ - * / % or the end",
                                                         .next_step = "A value is a literal, NULL, [a, list], a column or a "
                                                                      "calculation with numbers"}));
  }

 private:
  [[nodiscard]] const Token& peek() const { return tokens_[next_]; }
  const Token& take() { return tokens_[next_ + 1 < tokens_.size() ? next_++ : next_]; }
  bool take_if(TokenKind kind) {
    if (peek().kind != kind) return false;
    take();
    return true;
  }

  Result<Expression> sum() {
    KINORA_TRY(Expression left, product());
    while (const auto op = sum_op(peek().kind)) {
      const std::size_t offset = take().offset;
      KINORA_TRY(Expression right, product());
      KINORA_TRY(left, calculation(*op, offset, std::move(left), std::move(right)));
    }
    return left;
  }

  Result<Expression> product() {
    KINORA_TRY(Expression left, factor());
    while (const auto op = product_op(peek().kind)) {
      const std::size_t offset = take().offset;
      KINORA_TRY(Expression right, factor());
      KINORA_TRY(left, calculation(*op, offset, std::move(left), std::move(right)));
    }
    return left;
  }

  Result<Expression> calculation(ArithmeticOp op, std::size_t offset, Expression left, Expression right) {
    Expression whole{.kind = ExpressionKind::kArithmetic, .offset = offset, .arithmetic = op};
    whole.depth = std::max(left.depth, right.depth) + 1;
    whole.children.push_back(std::move(left));
    whole.children.push_back(std::move(right));
    if (whole.depth > kMaxDepth)
      return too_deep(offset, "at most " + std::to_string(kMaxDepth) + " calculations within each other");
    return whole;
  }

  Result<Expression> factor() {
    const Token& token = take();
    Expression value{.offset = token.offset, .text = token.text};
    switch (token.kind) {
      case TokenKind::kNull:
        return value;
      case TokenKind::kTrueWord:
      case TokenKind::kFalseWord:
        value.kind = ExpressionKind::kBoolean;
        value.truth = token.kind == TokenKind::kTrueWord;
        return value;
      case TokenKind::kString:
        value.kind = ExpressionKind::kString;
        return value;
      case TokenKind::kInteger:
      case TokenKind::kReal:
        if (!read_number(token.text, value))
          return tl::unexpected(source_.syntax(
              token.offset, {.what = "a number is beyond all measure", .next_step = "Numbers reach from -1.8e308 to 1.8e308"}));
        return value;
      case TokenKind::kName:
      case TokenKind::kQuotedName:
        return name(token, std::move(value));
      case TokenKind::kMinus:
      case TokenKind::kLeftParen:
      case TokenKind::kLeftBracket:
        return nested(token, std::move(value));
      default:
        return tl::unexpected(source_.syntax(
            token.offset, {.what = "a value is missing",
                           .expected = "a number, a string in single quotes, TRUE, FALSE, NULL, [a, list] or a column",
                           .next_step = "A column that has the name of a keyword stands in backticks"}));
    }
  }

  Result<Expression> name(const Token& token, Expression value) {
    if (token.kind == TokenKind::kName && peek().kind == TokenKind::kLeftParen)
      return tl::unexpected(source_.syntax(
          token.offset, {.what = "there is no function " + token.text, .next_step = "Values are calculated by + - * / % alone"}));
    value.kind = ExpressionKind::kName;
    value.quoted = token.kind == TokenKind::kQuotedName;
    return value;
  }

  Result<Expression> nested(const Token& token, Expression value) {
    if (++nesting_ > kMaxNesting)
      return too_deep(token.offset, "at most " + std::to_string(kMaxNesting) + " brackets and signs within each other");
    Result<Expression> result = nested_unchecked(token, std::move(value));
    --nesting_;
    return result;
  }

  Result<Expression> nested_unchecked(const Token& token, Expression value) {
    if (token.kind == TokenKind::kMinus) return negative(std::move(value));
    if (token.kind == TokenKind::kLeftBracket) return list(std::move(value));
    KINORA_TRY(Expression inner, sum());
    KINORA_TRY_VOID(close(TokenKind::kRightParen, ")"));
    return inner;
  }

  Result<Expression> negative(Expression value) {
    KINORA_TRY(Expression operand, factor());
    if (negate(operand)) {
      operand.offset = value.offset;
      return operand;
    }
    value.kind = ExpressionKind::kNegative;
    value.depth = operand.depth + 1;
    value.children.push_back(std::move(operand));
    return value;
  }

  Result<Expression> list(Expression value) {
    value.kind = ExpressionKind::kList;
    if (take_if(TokenKind::kRightBracket)) return value;
    do {
      KINORA_TRY(Expression item, sum());
      value.depth = std::max(value.depth, item.depth + 1);
      value.children.push_back(std::move(item));
    } while (take_if(TokenKind::kComma));
    KINORA_TRY_VOID(close(TokenKind::kRightBracket, "]"));
    return value;
  }

  Result<void> close(TokenKind closing, const char* sign) {
    if (take_if(closing)) return {};
    return tl::unexpected(source_.syntax(
        peek().offset, {.what = "a bracket is not closed", .expected = sign, .next_step = "Close it, or leave it out"}));
  }

  [[nodiscard]] tl::unexpected<Error> too_deep(std::size_t offset, std::string expected) const {
    return tl::unexpected(source_.syntax(offset, {.what = "the value is nested too deeply",
                                                  .expected = std::move(expected),
                                                  .next_step = "Leave out brackets that are not needed"}));
  }

  const SourceText& source_;
  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  std::size_t nesting_ = 0;
};

}  // namespace

Result<Expression> parse_value(const SourceText& source) {
  KINORA_TRY(std::vector<Token> tokens, tokenize(source, Language::kValue));
  return ValueParser(source, std::move(tokens)).run();
}

}  // namespace kinora::filter
