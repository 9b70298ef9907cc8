#include "store/filter/lexer.hpp"

#include "base/try.hpp"
#include "store/filter/ascii.hpp"
#include "store/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace kinora::filter {
namespace {

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
/// All that is not ASCII counts as a letter: column names may be in any script.
bool begins_name(char c) {
  const char lower = ascii_lower(c);
  return (lower >= 'a' && lower <= 'z') || c == '_' || static_cast<unsigned char>(c) >= 0x80U;
}
bool continues_name(char c) { return begins_name(c) || is_digit(c); }

struct Spelling {
  std::string_view text;
  TokenKind kind;
};

constexpr std::array kKeywords = {
    Spelling{"AND", TokenKind::kAnd},     Spelling{"OR", TokenKind::kOr},           Spelling{"NOT", TokenKind::kNot},
    Spelling{"IN", TokenKind::kIn},       Spelling{"BETWEEN", TokenKind::kBetween}, Spelling{"LIKE", TokenKind::kLike},
    Spelling{"ILIKE", TokenKind::kIlike}, Spelling{"ESCAPE", TokenKind::kEscape},   Spelling{"IS", TokenKind::kIs},
    Spelling{"NULL", TokenKind::kNull},   Spelling{"TRUE", TokenKind::kTrueWord},   Spelling{"FALSE", TokenKind::kFalseWord}};

// Longer spellings before their beginnings.
constexpr std::array kSymbols = {
    Spelling{"<>", TokenKind::kNotEqual},     Spelling{"!=", TokenKind::kNotEqual},   Spelling{"<=", TokenKind::kLessEqual},
    Spelling{">=", TokenKind::kGreaterEqual}, Spelling{"==", TokenKind::kEqual},      Spelling{"=", TokenKind::kEqual},
    Spelling{"<", TokenKind::kLess},          Spelling{">", TokenKind::kGreater},     Spelling{"(", TokenKind::kLeftParen},
    Spelling{")", TokenKind::kRightParen},    Spelling{"[", TokenKind::kLeftBracket}, Spelling{"]", TokenKind::kRightBracket},
    Spelling{",", TokenKind::kComma},         Spelling{"-", TokenKind::kMinus}};

constexpr std::array kArithmetic = {Spelling{"+", TokenKind::kPlus}, Spelling{"*", TokenKind::kTimes},
                                    Spelling{"/", TokenKind::kDivide}, Spelling{"%", TokenKind::kRemainder}};

class Lexer {
 public:
  Lexer(const SourceText& source, Language language) : source_(source), text_(source.text()), language_(language) {}

  Result<std::vector<Token>> run() {
    if (text_.size() > kMaxBytes)
      return tl::unexpected(
          source_.syntax(kMaxBytes, {.what = language_ == Language::kFilter ? "the filter is too long" : "the value is too long",
                                     .expected = "at most " + std::to_string(kMaxBytes) + " bytes",
                                     .found = std::to_string(text_.size()),
                                     .next_step = "Ask in parts"}));
    if (const std::optional<std::size_t> offset = first_invalid_utf8(text_))
      return tl::unexpected(source_.syntax(*offset, {.what = "the text is not UTF-8", .next_step = "Write it in UTF-8"}));
    std::vector<Token> tokens;
    while (true) {
      KINORA_TRY_VOID(skip_blanks());
      KINORA_TRY(Token token, next());
      const bool is_last = token.kind == TokenKind::kEnd;
      tokens.push_back(std::move(token));
      if (is_last) return tokens;
    }
  }

 private:
  [[nodiscard]] char at(std::size_t offset) const { return offset < text_.size() ? text_[offset] : '\0'; }
  [[nodiscard]] bool stands(std::string_view spelling) const { return text_.substr(position_, spelling.size()) == spelling; }

  Result<void> skip_blanks() {
    while (position_ < text_.size()) {
      if (is_blank(text_[position_])) {
        ++position_;
      } else if (stands("--")) {
        position_ = std::min(text_.find('\n', position_), text_.size());
      } else if (stands("/*")) {
        const std::size_t end = text_.find("*/", position_ + 2);
        if (end == std::string_view::npos)
          return tl::unexpected(
              source_.syntax(position_, {.what = "a comment is not closed", .expected = "*/", .next_step = "Close it with */"}));
        position_ = end + 2;
      } else {
        break;
      }
    }
    return {};
  }

  Result<Token> next() {
    if (position_ == text_.size()) return take(TokenKind::kEnd, 0, {});
    const char c = text_[position_];
    if (c == '\'') return quoted(TokenKind::kString);
    if (c == '`' || c == '"') return quoted(TokenKind::kQuotedName);
    if (is_digit(c) || (c == '.' && is_digit(at(position_ + 1)))) return number();
    if (begins_name(c)) return word();
    for (const Spelling& symbol : kSymbols)
      if (stands(symbol.text)) return take(symbol.kind, symbol.text.size(), {});
    if (language_ == Language::kValue)
      for (const Spelling& symbol : kArithmetic)
        if (stands(symbol.text)) return take(symbol.kind, symbol.text.size(), {});
    return tl::unexpected(unknown_character());
  }

  Token take(TokenKind kind, std::size_t length, std::string text) {
    Token token{.kind = kind, .offset = position_, .length = length, .text = std::move(text)};
    position_ += length;
    return token;
  }

  /// From one quote to the next that is not doubled. There is no other escape: a backslash stands for itself.
  Result<Token> quoted(TokenKind kind) {
    const char quote = text_[position_];
    std::string value;
    for (std::size_t i = position_ + 1; i < text_.size(); ++i) {
      if (text_[i] != quote) {
        value += text_[i];
      } else if (at(i + 1) == quote) {
        value += quote;
        ++i;
      } else {
        return take(kind, i + 1 - position_, std::move(value));
      }
    }
    const bool is_string = kind == TokenKind::kString;
    return tl::unexpected(source_.syntax(
        position_,
        {.what = is_string ? "a string is not closed" : "a quoted name is not closed",
         .expected = std::string("a closing ") + quote,
         .next_step = is_string ? "End it with a single quote; a quote inside is doubled: 'It''s'" : "Close the quotes"}));
  }

  Result<Token> number() {
    std::size_t end = position_;
    const auto skip_digits = [&] {
      while (is_digit(at(end))) ++end;
    };
    bool is_real = false;
    skip_digits();
    if (at(end) == '.') {
      is_real = true;
      ++end;
      skip_digits();
    }
    if (at(end) == 'e' || at(end) == 'E') {
      const std::size_t digits = end + (at(end + 1) == '+' || at(end + 1) == '-' ? 2 : 1);
      if (is_digit(at(digits))) {
        is_real = true;
        end = digits;
        skip_digits();
      }
    }
    if (continues_name(at(end)))
      return tl::unexpected(source_.syntax(position_, {.what = "a number runs into letters",
                                                       .next_step = "Write a blank after the number, or the number in digits"}));
    return take(is_real ? TokenKind::kReal : TokenKind::kInteger, end - position_,
                std::string(text_.substr(position_, end - position_)));
  }

  Token word() {
    std::size_t end = position_;
    while (end < text_.size() && continues_name(text_[end])) ++end;
    const std::string_view spelling = text_.substr(position_, end - position_);
    for (const Spelling& candidate : kKeywords)
      if (equal_ignoring_case(candidate.text, spelling)) return take(candidate.kind, spelling.size(), {});
    return take(TokenKind::kName, spelling.size(), std::string(spelling));
  }

  [[nodiscard]] Error unknown_character() const {
    const char c = text_[position_];
    std::string advice = "The operators are = <> < <= > >=, AND, OR, NOT, IN, BETWEEN, LIKE, ILIKE, IS NULL";
    if (language_ == Language::kValue)
      advice = "The operators of values are + - * / %";
    else if (std::string_view("+*/%|").find(c) != std::string_view::npos)
      advice = "A filter does not calculate: compare columns with values";
    if (c == ';' && language_ == Language::kFilter) advice = "A filter is one condition, without a semicolon";
    return source_.syntax(position_,
                          {.what = "a character that begins nothing",
                           .found = static_cast<unsigned char>(c) < 0x20 ? "a control character" : std::string("'") + c + "'",
                           .next_step = std::move(advice)});
  }

  const SourceText& source_;
  std::string_view text_;
  Language language_;
  std::size_t position_ = 0;
};

}  // namespace

Result<std::vector<Token>> tokenize(const SourceText& source, Language language) { return Lexer(source, language).run(); }

}  // namespace kinora::filter
