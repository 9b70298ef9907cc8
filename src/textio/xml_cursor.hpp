#pragma once

#include <cstddef>
#include <memory_resource>
#include <string_view>

namespace kinora::textio {

enum class XmlToken { kStart, kEnd, kText, kDone };

/// Walks through XML as media centres write it, token by token: elements, attributes, text with its entities, CDATA. Comments,
/// declarations and instructions are skipped. It is lenient: an ampersand that starts no entity stands for itself, end tags are
/// not checked against their start, several roots may follow each other, and text that is cut ends there. Defines no entities of
/// its own and reads no other file. Linear; recursion-free.
class XmlCursor {
 public:
  /// Text without entities is a view into `text`; other text lives in `arena`.
  XmlCursor(std::string_view text, std::pmr::memory_resource& arena) : text_(text), arena_(arena) {}

  XmlToken next();
  /// Of an element, after kStart or kEnd.
  [[nodiscard]] std::string_view name() const { return name_; }
  /// The value of an attribute of the element that started, as it is written; empty if there is none.
  [[nodiscard]] std::string_view attribute(std::string_view name) const;
  /// After kText, decoded.
  [[nodiscard]] std::string_view text() const { return token_text_; }
  /// Bytes read so far.
  [[nodiscard]] std::size_t offset() const { return position_; }

 private:
  XmlToken read_tag();
  void skip_past(std::string_view end);
  [[nodiscard]] std::string_view decode(std::string_view raw);

  std::string_view text_;
  std::pmr::memory_resource& arena_;
  std::size_t position_ = 0;
  bool is_self_closed_ = false;
  std::string_view name_;
  std::string_view attributes_;
  std::string_view token_text_;
};

}  // namespace kinora::textio
