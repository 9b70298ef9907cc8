#include "textio/value_scalars.hpp"

#include "textio/encoding.hpp"

#include <algorithm>
#include <optional>

namespace kinora::textio {
namespace {

constexpr std::uint32_t kReplacementCharacter = 0xFFFD;

bool is_value_digit(char c) { return c >= '0' && c <= '9'; }
bool is_high_surrogate(std::uint32_t c) { return c >= 0xD800 && c <= 0xDBFF; }
bool is_low_surrogate(std::uint32_t c) { return c >= 0xDC00 && c <= 0xDFFF; }

std::optional<std::uint32_t> hex_value(std::string_view digits, std::size_t count) {
  if (digits.size() < count) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : digits.substr(0, count)) {
    value <<= 4U;
    if (is_value_digit(c))
      value += static_cast<std::uint32_t>(c - '0');
    else if (c >= 'a' && c <= 'f')
      value += static_cast<std::uint32_t>(c - 'a') + 10;
    else if (c >= 'A' && c <= 'F')
      value += static_cast<std::uint32_t>(c - 'A') + 10;
    else
      return std::nullopt;
  }
  return value;
}

/// Decodes the escapes of one string into room that the raw string is always enough for.
class Unescaper {
 public:
  Unescaper(std::string_view raw, ValueSyntax syntax, char* out) : raw_(raw), syntax_(syntax), begin_(out), out_(out) {}

  /// False if an escape is malformed: position() and error() then say where and why.
  bool run() {
    while (position_ < raw_.size()) {
      const std::size_t escape = std::min(raw_.find('\\', position_), raw_.size());
      out_ = std::copy(raw_.begin() + static_cast<std::ptrdiff_t>(position_), raw_.begin() + static_cast<std::ptrdiff_t>(escape),
                       out_);
      position_ = escape;
      if (position_ == raw_.size()) break;
      const bool is_fine = syntax_ == ValueSyntax::kJson ? json_escape() : python_escape();
      if (!is_fine) return false;
    }
    return true;
  }
  [[nodiscard]] std::string_view text() const { return {begin_, static_cast<std::size_t>(out_ - begin_)}; }
  [[nodiscard]] std::size_t position() const { return position_; }
  [[nodiscard]] std::string_view error() const { return error_; }

 private:
  bool json_escape() {
    switch (const char c = raw_[position_ + 1]) {
      case '"':
      case '\\':
      case '/':
        return put(c, 2);
      case 'b':
        return put('\b', 2);
      case 'f':
        return put('\f', 2);
      case 'n':
        return put('\n', 2);
      case 'r':
        return put('\r', 2);
      case 't':
        return put('\t', 2);
      case 'u':
        return code_point(4);
      default:
        return refuse("one of the escapes of JSON");
    }
  }

  bool python_escape() {
    switch (const char c = raw_[position_ + 1]) {
      case '"':
      case '\'':
      case '\\':
        return put(c, 2);
      case 'a':
        return put('\a', 2);
      case 'b':
        return put('\b', 2);
      case 'f':
        return put('\f', 2);
      case 'n':
        return put('\n', 2);
      case 'r':
        return put('\r', 2);
      case 't':
        return put('\t', 2);
      case 'v':
        return put('\v', 2);
      case 'x':
        return code_point(2);
      case 'u':
        return code_point(4);
      case 'U':
        return code_point(8);
      case 'N':
        return refuse("an escape other than \\N{...}");
      case '\n':
        return drop(2);
      case '\r':
        return drop(raw_.substr(position_ + 2).starts_with('\n') ? 3 : 2);
      default:
        return c >= '0' && c <= '7' ? octal() : put('\\', 1);
    }
  }

  bool put(char c, std::size_t length) {
    *out_++ = c;
    position_ += length;
    return true;
  }

  bool drop(std::size_t length) {
    position_ += length;
    return true;
  }

  bool refuse(std::string_view expected) {
    error_ = expected;
    return false;
  }

  bool octal() {
    std::uint32_t value = 0;
    std::size_t length = 1;
    for (; length < 4 && position_ + length < raw_.size(); ++length) {
      const char c = raw_[position_ + length];
      if (c < '0' || c > '7') break;
      value = value * 8 + static_cast<std::uint32_t>(c - '0');
    }
    out_ += write_utf8(value, out_);
    position_ += length;
    return true;
  }

  bool code_point(std::size_t digits) {
    const auto value = hex_value(raw_.substr(position_ + 2), digits);
    if (!value || *value > 0x10FFFF) return refuse("hexadecimal digits of a character");
    position_ += 2 + digits;
    std::uint32_t character = *value;
    if (is_high_surrogate(character))
      character = with_low_surrogate(character);
    else if (is_low_surrogate(character))
      character = kReplacementCharacter;
    out_ += write_utf8(character, out_);
    return true;
  }

  std::uint32_t with_low_surrogate(std::uint32_t high) {
    if (!raw_.substr(position_).starts_with("\\u")) return kReplacementCharacter;
    const auto low = hex_value(raw_.substr(position_ + 2), 4);
    if (!low || !is_low_surrogate(*low)) return kReplacementCharacter;
    position_ += 6;
    return 0x10000 + ((high - 0xD800) << 10U) + (*low - 0xDC00);
  }

  std::string_view raw_;
  ValueSyntax syntax_;
  char* begin_;
  char* out_;
  std::size_t position_ = 0;
  std::string_view error_;
};

std::size_t digits_length(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_value_digit) - text.begin());
}

/// The length of "e5", "E-05"; 0 if there is no exponent.
std::size_t exponent_length(std::string_view text) {
  if (text.empty() || (text[0] != 'e' && text[0] != 'E')) return 0;
  const std::size_t sign = text.size() > 1 && (text[1] == '+' || text[1] == '-') ? 1 : 0;
  const std::size_t digits = digits_length(text.substr(1 + sign));
  return digits == 0 ? 0 : 1 + sign + digits;
}

}  // namespace

ScannedString scan_string(std::string_view source, std::size_t begin, ValueSyntax syntax, std::pmr::memory_resource& arena) {
  const char quote = source[begin];
  bool has_escape = false;
  std::size_t i = begin + 1;
  for (; i < source.size() && source[i] != quote; ++i) {
    const char c = source[i];
    if (c == '\\') {
      has_escape = true;
      if (++i == source.size()) break;
      if (source.substr(i).starts_with("\r\n")) ++i;
    } else if (syntax == ValueSyntax::kJson ? static_cast<unsigned char>(c) < 0x20 : c == '\n' || c == '\r') {
      const bool is_line_end = c == '\n' || c == '\r';
      return {.text = {},
              .end = i,
              .error = is_line_end ? "the closing quote before the end of the line"
                       : c == '\t' ? "no raw tab inside of a string (write \\t)"
                                   : "no raw control character inside of a string (write \\u00XX)"};
    }
  }
  if (i >= source.size()) return {.text = {}, .end = source.size(), .error = "the closing quote"};
  const std::string_view raw = source.substr(begin + 1, i - begin - 1);
  if (!has_escape) return {.text = raw, .end = i + 1, .error = {}};
  // No escape is longer when decoded than as it is written: the shortest three-byte character takes four (\777 is two bytes).
  Unescaper unescaper(raw, syntax, static_cast<char*>(arena.allocate(raw.size(), 1)));
  if (!unescaper.run()) return {.text = {}, .end = begin + 1 + unescaper.position(), .error = unescaper.error()};
  return {.text = unescaper.text(), .end = i + 1, .error = {}};
}

std::size_t number_length(std::string_view text, ValueSyntax syntax) {
  const bool is_python = syntax == ValueSyntax::kPythonLiteral;
  const bool has_sign = text.starts_with('-') || (is_python && text.starts_with('+'));
  const std::size_t begin = has_sign ? 1 : 0;
  const std::size_t whole = digits_length(text.substr(begin));
  const std::size_t dot = begin + whole;
  const bool has_dot = dot < text.size() && text[dot] == '.';
  const std::size_t fraction = has_dot ? digits_length(text.substr(dot + 1)) : 0;
  if (whole + fraction == 0) return 0;
  if (!is_python && (whole == 0 || (has_dot && fraction == 0))) return 0;
  const std::size_t mantissa_end = dot + (has_dot ? 1 + fraction : 0);
  const std::size_t exponent = exponent_length(text.substr(mantissa_end));
  const std::string_view integer = text.substr(begin, whole);
  const bool has_leading_zero = whole > 1 && integer[0] == '0';
  const bool is_integer = !has_dot && exponent == 0;
  const bool is_zero = integer.find_first_not_of('0') == std::string_view::npos;
  if (has_leading_zero && (!is_python || (is_integer && !is_zero))) return 0;
  return mantissa_end + exponent;
}

}  // namespace kinora::textio
