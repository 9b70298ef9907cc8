#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace kinora::filter {

enum class TokenKind : std::uint8_t {
  kEnd,
  kName,        ///< an identifier that is no keyword
  kQuotedName,  ///< `name` or "name"
  kString,      ///< 'text', the doubled quotes resolved
  kInteger,
  kReal,
  kLeftParen,
  kRightParen,
  kLeftBracket,
  kRightBracket,
  kComma,
  kMinus,
  kPlus,  ///< this and the next three are of values alone, no filter has them
  kTimes,
  kDivide,
  kRemainder,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kAnd,
  kOr,
  kNot,
  kIn,
  kBetween,
  kLike,
  kIlike,
  kEscape,
  kIs,
  kNull,
  kTrueWord,
  kFalseWord
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::size_t offset = 0;  ///< of its first byte
  std::size_t length = 0;  ///< in bytes, as it stands in the text
  std::string text;        ///< names and strings: what they mean; numbers: their digits
};

}  // namespace kinora::filter
