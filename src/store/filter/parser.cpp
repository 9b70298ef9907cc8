#include "store/filter/parser.hpp"

#include "base/try.hpp"
#include "store/filter/lexer.hpp"
#include "store/filter/number.hpp"
#include "store/filter/token.hpp"
#include "store/utf8.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kinora::filter {
namespace {

// How tightly an operator binds. The numbers' order is LanceDB's: IS binds looser than LIKE, LIKE looser than =.
constexpr int kNoOperator = 0;
constexpr int kOrBinds = 1;
constexpr int kAndBinds = 2;
constexpr int kNotBinds = 3;
constexpr int kIsBinds = 4;
constexpr int kLikeBinds = 5;
constexpr int kCompareBinds = 6;
constexpr int kMinusBinds = 7;

constexpr std::size_t kShownBytes = 40;

std::string described(const Token& token, std::string_view text) {
  if (token.kind == TokenKind::kEnd) return "the end";
  std::size_t length = std::min(token.length, kShownBytes);
  while (length > 0 && length < token.length && is_continuation(text[token.offset + length])) --length;
  return std::string(text.substr(token.offset, length)) + (length < token.length ? "..." : "");
}

std::optional<CompareOp> compare_op_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::kEqual:
      return CompareOp::kEqual;
    case TokenKind::kNotEqual:
      return CompareOp::kNotEqual;
    case TokenKind::kLess:
      return CompareOp::kLess;
    case TokenKind::kLessEqual:
      return CompareOp::kLessEqual;
    case TokenKind::kGreater:
      return CompareOp::kGreater;
    case TokenKind::kGreaterEqual:
      return CompareOp::kGreaterEqual;
    default:
      return std::nullopt;
  }
}

/// A parser of operator precedence. It descends for brackets, NOT and right operands only; chains are loops.
class Parser {
 public:
  Parser(const SourceText& source, std::vector<Token> tokens) : source_(source), tokens_(std::move(tokens)) {}

  Result<Expression> run() {
    if (peek().kind == TokenKind::kEnd)
      return tl::unexpected(source_.syntax(
          0, {.what = "the filter is empty", .expected = "a condition", .next_step = "Write a condition such as year >= 1990"}));
    KINORA_TRY(Expression root, expression(kNoOperator));
    if (peek().kind != TokenKind::kEnd) return tl::unexpected(after_the_end());
    return root;
  }

 private:
  [[nodiscard]] const Token& peek(std::size_t ahead = 0) const { return tokens_[std::min(next_ + ahead, tokens_.size() - 1)]; }
  const Token& take() { return tokens_[next_ + 1 < tokens_.size() ? next_++ : next_]; }
  bool take_if(TokenKind kind) {
    if (peek().kind != kind) return false;
    take();
    return true;
  }

  /// How tightly the operator binds that stands next; kNoOperator if none does.
  [[nodiscard]] int next_binds() const {
    const TokenKind kind = peek().kind == TokenKind::kNot ? peek(1).kind : peek().kind;
    switch (kind) {
      case TokenKind::kIn:
      case TokenKind::kBetween:
        return kCompareBinds;
      case TokenKind::kLike:
      case TokenKind::kIlike:
        return kLikeBinds;
      default:
        break;
    }
    if (compare_op_of(peek().kind)) return kCompareBinds;
    switch (peek().kind) {
      case TokenKind::kIs:
        return kIsBinds;
      case TokenKind::kAnd:
        return kAndBinds;
      case TokenKind::kOr:
        return kOrBinds;
      default:
        return kNoOperator;
    }
  }

  /// The longest expression whose operators bind tighter than `outer`.
  Result<Expression> expression(int outer) {
    KINORA_TRY(Expression left, prefix());
    while (next_binds() > outer) {
      KINORA_TRY(Expression whole, infix(std::move(left)));
      left = std::move(whole);
    }
    return left;
  }

  Result<Expression> prefix() {
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
        return number(token, std::move(value));
      case TokenKind::kName:
      case TokenKind::kQuotedName:
        if (token.kind == TokenKind::kName && peek().kind == TokenKind::kLeftParen) return call(std::move(value));
        value.kind = ExpressionKind::kName;
        value.quoted = token.kind == TokenKind::kQuotedName;
        return value;
      case TokenKind::kMinus:
      case TokenKind::kNot:
      case TokenKind::kLeftParen:
      case TokenKind::kLeftBracket:
        return nested(token, std::move(value));
      default:
        return tl::unexpected(value_missing(token));
    }
  }

  /// What holds further expressions: the only place where the parser descends without bound, so the bound stands here.
  Result<Expression> nested(const Token& token, Expression value) {
    KINORA_TRY_VOID(enter(token));
    Result<Expression> result = nested_unchecked(token, std::move(value));
    --nesting_;
    return result;
  }

  Result<Expression> nested_unchecked(const Token& token, Expression value) {
    switch (token.kind) {
      case TokenKind::kMinus:
        return negative(value);
      case TokenKind::kLeftBracket:
        return list(token, std::move(value));
      case TokenKind::kNot: {
        KINORA_TRY(Expression operand, expression(kNotBinds));
        value.kind = ExpressionKind::kNot;
        value.children.push_back(std::move(operand));
        return checked_depth(std::move(value));
      }
      default: {
        KINORA_TRY(Expression inner, expression(kNoOperator));
        KINORA_TRY_VOID(close(TokenKind::kRightParen, token));
        return inner;
      }
    }
  }

  Result<Expression> negative(const Expression& value) {
    KINORA_TRY(Expression operand, expression(kMinusBinds));
    if (!negate(operand))
      return tl::unexpected(
          source_.syntax(value.offset, {.what = "a minus stands before what is no number",
                                        .next_step = "A filter does not calculate: a minus belongs to a number"}));
    operand.offset = value.offset;
    return operand;
  }

  Result<Expression> number(const Token& token, Expression value) {
    if (!read_number(token.text, value))
      return tl::unexpected(source_.syntax(
          token.offset, {.what = "a number is beyond all measure", .next_step = "Numbers reach from -1.8e308 to 1.8e308"}));
    return value;
  }

  Result<Expression> infix(Expression left) {
    const bool negated = take_if(TokenKind::kNot);
    const Token& op = take();
    Expression whole{.offset = op.offset, .negated = negated};
    switch (op.kind) {
      case TokenKind::kAnd:
      case TokenKind::kOr:
        return chain(op, std::move(left));
      case TokenKind::kIs:
        return is(std::move(whole), std::move(left));
      case TokenKind::kIn:
        return in(op, std::move(whole), std::move(left));
      case TokenKind::kBetween:
        return between(std::move(whole), std::move(left));
      case TokenKind::kLike:
      case TokenKind::kIlike:
        whole.ignore_case = op.kind == TokenKind::kIlike;
        return like(std::move(whole), std::move(left));
      default:
        break;
    }
    whole.kind = ExpressionKind::kCompare;
    whole.op = *compare_op_of(op.kind);
    whole.children.push_back(std::move(left));
    KINORA_TRY(Expression right, expression(kCompareBinds));
    whole.children.push_back(std::move(right));
    return condition(std::move(whole));
  }

  /// a AND b AND c … is one node, so that long chains are not deep.
  Result<Expression> chain(const Token& op, Expression left) {
    const bool is_and = op.kind == TokenKind::kAnd;
    const ExpressionKind kind = is_and ? ExpressionKind::kAnd : ExpressionKind::kOr;
    Expression whole{.kind = kind, .offset = op.offset};
    whole.children.push_back(std::move(left));
    do {
      KINORA_TRY(Expression right, expression(is_and ? kAndBinds : kOrBinds));
      whole.children.push_back(std::move(right));
    } while (take_if(op.kind));
    return checked_depth(std::move(whole));
  }

  Result<Expression> is(Expression whole, Expression operand) {
    whole.negated = take_if(TokenKind::kNot);
    const Token& token = take();
    whole.children.push_back(std::move(operand));
    whole.kind = token.kind == TokenKind::kNull ? ExpressionKind::kIsNull : ExpressionKind::kIsTruth;
    whole.truth = token.kind == TokenKind::kTrueWord;
    if (token.kind != TokenKind::kNull && token.kind != TokenKind::kTrueWord && token.kind != TokenKind::kFalseWord)
      return tl::unexpected(source_.syntax(token.offset, {.what = "IS is not complete",
                                                          .expected = "NULL, NOT NULL, TRUE or FALSE",
                                                          .found = described(token, source_.text()),
                                                          .next_step = "Compare with a value by ="}));
    return condition(std::move(whole));
  }

  Result<Expression> in(const Token& op, Expression whole, Expression operand) {
    whole.kind = ExpressionKind::kIn;
    whole.children.push_back(std::move(operand));
    const Token& open = take();
    if (open.kind != TokenKind::kLeftParen)
      return tl::unexpected(source_.syntax(open.offset, {.what = "IN has no list",
                                                         .expected = "(",
                                                         .found = described(open, source_.text()),
                                                         .next_step = "Write the values in parentheses: IN (1, 2, 3)"}));
    KINORA_TRY_VOID(enter(op));
    KINORA_TRY_VOID(items(TokenKind::kRightParen, open, whole.children));
    --nesting_;
    return condition(std::move(whole));
  }

  Result<Expression> between(Expression whole, Expression operand) {
    whole.kind = ExpressionKind::kBetween;
    whole.children.push_back(std::move(operand));
    KINORA_TRY(Expression low, expression(kCompareBinds));
    whole.children.push_back(std::move(low));
    if (const Token& token = peek(); !take_if(TokenKind::kAnd))
      return tl::unexpected(source_.syntax(token.offset, {.what = "BETWEEN has one bound",
                                                          .expected = "AND",
                                                          .found = described(token, source_.text()),
                                                          .next_step = "Write both bounds: BETWEEN 1990 AND 1999"}));
    KINORA_TRY(Expression high, expression(kCompareBinds));
    whole.children.push_back(std::move(high));
    return condition(std::move(whole));
  }

  Result<Expression> like(Expression whole, Expression operand) {
    whole.kind = ExpressionKind::kLike;
    whole.children.push_back(std::move(operand));
    KINORA_TRY(Expression pattern, expression(kLikeBinds));
    whole.children.push_back(std::move(pattern));
    if (take_if(TokenKind::kEscape)) {
      const Token& token = take();
      const bool is_one =
          token.kind == TokenKind::kString && !token.text.empty() && next_character(token.text, 0) == token.text.size();
      if (!is_one)
        return tl::unexpected(
            source_.syntax(token.offset, {.what = "ESCAPE wants one character in quotes",
                                          .expected = "a string of one character",
                                          .found = described(token, source_.text()),
                                          .next_step = "Write for example ESCAPE '!'; without ESCAPE it is the backslash"}));
      whole.escape = token.text;
    }
    return condition(std::move(whole));
  }

  Result<Expression> call(Expression value) {
    const Token& open = take();
    KINORA_TRY_VOID(enter(open));
    value.kind = ExpressionKind::kCall;
    if (!take_if(TokenKind::kRightParen)) KINORA_TRY_VOID(items(TokenKind::kRightParen, open, value.children));
    --nesting_;
    return condition(std::move(value));
  }

  Result<Expression> list(const Token& open, Expression value) {
    value.kind = ExpressionKind::kList;
    if (!take_if(TokenKind::kRightBracket)) KINORA_TRY_VOID(items(TokenKind::kRightBracket, open, value.children));
    return checked_depth(std::move(value));
  }

  /// One or more expressions with commas between them, and what closes them.
  Result<void> items(TokenKind closing, const Token& open, std::vector<Expression>& into) {
    do {
      KINORA_TRY_VOID(count_term(peek().offset));
      KINORA_TRY(Expression item, expression(kNoOperator));
      into.push_back(std::move(item));
    } while (take_if(TokenKind::kComma));
    return close(closing, open);
  }

  Result<void> close(TokenKind closing, const Token& open) {
    const Token& token = peek();
    if (take_if(closing)) return {};
    const std::string sign = closing == TokenKind::kRightParen ? ")" : "]";
    return tl::unexpected(
        source_.syntax(token.offset, {.what = "a bracket is not closed",
                                      .expected = "AND, OR, an operator or " + sign,
                                      .found = described(token, source_.text()),
                                      .next_step = "The bracket at offset " + std::to_string(open.offset) + " is open"}));
  }

  Result<void> enter(const Token& token) {
    if (++nesting_ <= kMaxNesting) return {};
    return tl::unexpected(source_.syntax(
        token.offset, {.what = "the filter is nested too deeply",
                       .expected = "at most " + std::to_string(kMaxNesting) + " brackets and NOTs within each other",
                       .next_step = "Leave out brackets that are not needed, or ask in parts"}));
  }

  Result<void> count_term(std::size_t offset) {
    if (++terms_ <= kMaxTerms) return {};
    return tl::unexpected(
        source_.syntax(offset, {.what = "the filter has too many terms",
                                .expected = "at most " + std::to_string(kMaxTerms) + " conditions and list items",
                                .next_step = "Ask in parts"}));
  }

  Result<Expression> condition(Expression whole) {
    KINORA_TRY_VOID(count_term(whole.offset));
    return checked_depth(std::move(whole));
  }

  Result<Expression> checked_depth(Expression whole) {
    for (const Expression& child : whole.children) whole.depth = std::max(whole.depth, child.depth + 1);
    if (whole.depth <= kMaxDepth) return whole;
    return tl::unexpected(
        source_.syntax(whole.offset, {.what = "the filter is nested too deeply",
                                      .expected = "at most " + std::to_string(kMaxDepth) + " operations within each other",
                                      .next_step = "Join conditions with AND or OR"}));
  }

  [[nodiscard]] Error value_missing(const Token& token) const {
    std::string advice = "Write a column, a number, a string in single quotes, or a condition in parentheses";
    if (token.kind >= TokenKind::kAnd) advice += "; a column of that name stands in backticks";
    return source_.syntax(token.offset, {.what = "a value is missing",
                                         .expected = "a column or a value",
                                         .found = described(token, source_.text()),
                                         .next_step = std::move(advice)});
  }

  [[nodiscard]] Error after_the_end() const {
    const Token& token = peek();
    std::string advice = "Join conditions with AND or OR";
    if (token.kind == TokenKind::kRightParen) advice = "Leave the ) out, or open a bracket before it";
    if (token.kind == TokenKind::kMinus) advice = "A filter does not calculate: compare columns with values";
    if (token.kind == TokenKind::kNot) advice = "NOT stands before a condition, or before IN, BETWEEN, LIKE and ILIKE";
    return source_.syntax(token.offset, {.what = "the condition is complete before this",
                                         .expected = "AND, OR or the end",
                                         .found = described(token, source_.text()),
                                         .next_step = std::move(advice)});
  }

  const SourceText& source_;
  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  std::size_t nesting_ = 0;
  std::size_t terms_ = 0;
};

}  // namespace

Result<Expression> parse_expression(const SourceText& source) {
  KINORA_TRY(std::vector<Token> tokens, tokenize(source));
  return Parser(source, std::move(tokens)).run();
}

}  // namespace kinora::filter
