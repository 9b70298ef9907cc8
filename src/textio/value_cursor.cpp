#include "textio/value_cursor.hpp"

#include "textio/value_scalars.hpp"

namespace kinora::textio {
namespace {

bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

ValueCursor::ValueCursor(std::string_view text, ValueSyntax syntax, std::pmr::memory_resource& arena)
    : text_(text), syntax_(syntax), arena_(arena) {}

ValueToken ValueCursor::next() {
  if (!error_.empty()) return ValueToken::kError;
  token_text_ = {};
  while (true) {
    skip_space();
    switch (expect_) {
      case Expect::kValue:
        return read_value();
      case Expect::kFirstItem:
        return read_item(true);
      case Expect::kItem:
        return read_item(is_python());
      case Expect::kFirstKey:
        return read_key(true);
      case Expect::kKey:
        return read_key(is_python());
      case Expect::kColon:
        if (at_end() || text_[position_] != ':') return fail("':'");
        ++position_;
        expect_ = Expect::kValue;
        break;
      case Expect::kCommaOrEnd: {
        bool read_on = false;
        const ValueToken token = read_after_item(read_on);
        if (!read_on) return token;
        break;
      }
      case Expect::kNothing:
        return at_end() ? ValueToken::kEnd : fail("the end");
    }
  }
}

bool ValueCursor::skip(ValueToken first) {
  if (first == ValueToken::kError) return false;
  if (first != ValueToken::kBeginList && first != ValueToken::kBeginDict) return true;
  const std::size_t outside = depth_ - 1;
  while (depth_ > outside)
    if (next() == ValueToken::kError) return false;
  return true;
}

void ValueCursor::skip_space() {
  while (!at_end()) {
    const char c = text_[position_];
    const bool is_space = c == ' ' || c == '\t' || c == '\n' || c == '\r' || (c == '\f' && is_python());
    if (!is_space) return;
    ++position_;
  }
}

bool ValueCursor::starts_string() const {
  const char c = text_[position_];
  if (c == '"') return true;
  if (!is_python()) return false;
  if (c == '\'') return true;
  const bool has_prefix = c == 'u' || c == 'U';
  return has_prefix && position_ + 1 < text_.size() && (text_[position_ + 1] == '"' || text_[position_ + 1] == '\'');
}

ValueToken ValueCursor::read_value() {
  if (at_end()) return fail("a value");
  switch (const char c = text_[position_]) {
    case '[':
      return open(ValueToken::kBeginList, false);
    case '{':
      return open(ValueToken::kBeginDict, true);
    default:
      return read_scalar(c);
  }
}

ValueToken ValueCursor::read_scalar(char first) {
  if (starts_string()) return read_string() ? finish(ValueToken::kString) : ValueToken::kError;
  switch (first) {
    case 'T':
      return is_python() ? read_word("True", ValueToken::kTrue) : fail("a value");
    case 'F':
      return is_python() ? read_word("False", ValueToken::kFalse) : fail("a value");
    case 'N':
      return is_python() ? read_word("None", ValueToken::kNull) : fail("a value");
    case 't':
      return is_python() ? fail("a value") : read_word("true", ValueToken::kTrue);
    case 'f':
      return is_python() ? fail("a value") : read_word("false", ValueToken::kFalse);
    case 'n':
      return is_python() ? fail("a value") : read_word("null", ValueToken::kNull);
    default:
      return read_number() ? finish(ValueToken::kNumber) : fail("a value");
  }
}

ValueToken ValueCursor::read_word(std::string_view word, ValueToken token) {
  const std::string_view rest = text_.substr(position_);
  const bool stands_alone = rest.starts_with(word) && (rest.size() == word.size() || !is_word_char(rest[word.size()]));
  if (!stands_alone) return fail("a value");
  position_ += word.size();
  return finish(token);
}

ValueToken ValueCursor::read_item(bool may_end) {
  if (may_end && !at_end() && text_[position_] == ']') return close(ValueToken::kEndList);
  return read_value();
}

ValueToken ValueCursor::read_key(bool may_end) {
  if (at_end()) return fail("a key");
  const char c = text_[position_];
  if (may_end && c == '}') return close(ValueToken::kEndDict);
  if (starts_string()) {
    if (!read_string()) return ValueToken::kError;
  } else if (!is_python() || !read_number()) {
    return fail("a key");
  }
  expect_ = Expect::kColon;
  return ValueToken::kKey;
}

ValueToken ValueCursor::read_after_item(bool& read_on) {
  const char c = at_end() ? '\0' : text_[position_];
  if (in_dict()) {
    if (c == '}') return close(ValueToken::kEndDict);
    if (c != ',') return fail("',' or '}'");
    expect_ = Expect::kKey;
  } else {
    if (c == ']') return close(ValueToken::kEndList);
    if (c != ',') return fail("',' or ']'");
    expect_ = Expect::kItem;
  }
  ++position_;
  read_on = true;
  return ValueToken::kError;
}

ValueToken ValueCursor::open(ValueToken token, bool is_dict) {
  if (depth_ == kMaxDepth) return fail("at most 64 values inside each other");
  ++position_;
  is_dict_[depth_++] = is_dict;
  expect_ = is_dict ? Expect::kFirstKey : Expect::kFirstItem;
  return token;
}

ValueToken ValueCursor::close(ValueToken token) {
  ++position_;
  --depth_;
  return finish(token);
}

ValueToken ValueCursor::finish(ValueToken token) {
  expect_ = depth_ == 0 ? Expect::kNothing : Expect::kCommaOrEnd;
  return token;
}

ValueToken ValueCursor::fail(std::string_view expected) {
  error_ = expected;
  return ValueToken::kError;
}

bool ValueCursor::read_string() {
  if (text_[position_] == 'u' || text_[position_] == 'U') ++position_;
  const ScannedString string = scan_string(text_, position_, syntax_, arena_);
  position_ = string.end;
  token_text_ = string.text;
  if (string.error.empty()) return true;
  fail(string.error);
  return false;
}

bool ValueCursor::read_number() {
  const std::size_t length = number_length(text_.substr(position_), syntax_);
  const std::size_t after = position_ + length;
  if (length == 0 || (after < text_.size() && (is_word_char(text_[after]) || text_[after] == '.'))) return false;
  token_text_ = text_.substr(position_, length);
  position_ = after;
  return true;
}

}  // namespace kinora::textio
