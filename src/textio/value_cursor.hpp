#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <string_view>

namespace kinora::textio {

enum class ValueSyntax : std::uint8_t {
  kPythonLiteral,  ///< what repr() writes of lists, dicts, str, int, float, bool and None; nothing is ever evaluated
  kJson            ///< RFC 8259
};

enum class ValueToken : std::uint8_t {
  kBeginList,
  kEndList,
  kBeginDict,
  kEndDict,
  kKey,  ///< of a dict; text() has it
  kString,
  kNumber,  ///< text() has it as it was written
  kTrue,
  kFalse,
  kNull,
  kEnd,   ///< the value is complete and nothing follows it
  kError  ///< not this syntax: error() and offset() say why and where; the cursor stays there
};

/// Walks through one value, token by token, without building it. Of a Python literal it takes what repr() writes, and a little
/// more: u'' strings, numbers with a sign, trailing commas. It does not take tuples, sets, bytes, raw and triple-quoted strings,
/// strings beside each other, \N{...}, arithmetic, 1_000, hexadecimal or complex numbers. Escapes that stand for half a surrogate
/// pair become U+FFFD. At most kMaxDepth containers inside each other. Linear in the text; recursion-free.
class ValueCursor {
 public:
  static constexpr std::size_t kMaxDepth = 64;

  /// Strings without escapes are views into `text`; others live in `arena`.
  ValueCursor(std::string_view text, ValueSyntax syntax, std::pmr::memory_resource& arena);

  ValueToken next();
  /// Walks to the end of the value whose first token is `first`. False after an error.
  bool skip(ValueToken first);
  [[nodiscard]] std::string_view text() const { return token_text_; }
  /// Containers that are open.
  [[nodiscard]] std::size_t depth() const { return depth_; }
  /// What was expected, for instance "',' or ']'".
  [[nodiscard]] std::string_view error() const { return error_; }
  /// Where the error is, in bytes from the start of the text.
  [[nodiscard]] std::size_t offset() const { return position_; }
  /// The text from there on.
  [[nodiscard]] std::string_view rest() const { return text_.substr(position_); }

 private:
  enum class Expect : std::uint8_t { kValue, kFirstItem, kItem, kFirstKey, kKey, kColon, kCommaOrEnd, kNothing };

  void skip_space();
  ValueToken read_value();
  ValueToken read_item(bool may_end);
  ValueToken read_key(bool may_end);
  ValueToken read_after_item(bool& read_on);
  ValueToken read_scalar(char first);
  ValueToken read_word(std::string_view word, ValueToken token);
  ValueToken open(ValueToken token, bool is_dict);
  ValueToken close(ValueToken token);
  ValueToken finish(ValueToken token);
  ValueToken fail(std::string_view expected);
  bool read_string();
  bool read_number();
  [[nodiscard]] bool in_dict() const { return is_dict_[depth_ - 1]; }
  [[nodiscard]] bool is_python() const { return syntax_ == ValueSyntax::kPythonLiteral; }
  [[nodiscard]] bool at_end() const { return position_ == text_.size(); }
  [[nodiscard]] bool starts_string() const;

  std::string_view text_;
  ValueSyntax syntax_;
  std::pmr::memory_resource& arena_;
  std::size_t position_ = 0;
  Expect expect_ = Expect::kValue;
  std::size_t depth_ = 0;
  std::array<bool, kMaxDepth> is_dict_{};
  std::string_view token_text_;
  std::string_view error_;
};

}  // namespace kinora::textio
