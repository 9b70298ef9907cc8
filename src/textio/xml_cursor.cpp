#include "textio/xml_cursor.hpp"

#include "textio/encoding.hpp"
#include "textio/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace kinora::textio {
namespace {

constexpr std::string_view kXmlSpace = " \t\r\n";

struct XmlEntity {
  std::string_view name;
  char character;
};

constexpr std::array<XmlEntity, 5> kXmlEntities = {{{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};

/// The character that "amp", "#38" or "#x26" stands for.
std::optional<std::uint32_t> character_of(std::string_view entity) {
  for (const XmlEntity& known : kXmlEntities)
    if (known.name == entity) return static_cast<unsigned char>(known.character);
  if (!entity.starts_with('#')) return std::nullopt;
  entity.remove_prefix(1);
  const bool is_hex = entity.starts_with('x');
  if (is_hex) entity.remove_prefix(1);
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(entity.data(), entity.data() + entity.size(), value, is_hex ? 16 : 10);
  const bool is_character = value != 0 && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
  if (error != std::errc() || end != entity.data() + entity.size() || !is_character) return std::nullopt;
  return value;
}

}  // namespace

XmlToken XmlCursor::next() {
  if (is_self_closed_) {
    is_self_closed_ = false;
    return XmlToken::kEnd;
  }
  while (position_ < text_.size()) {
    const std::string_view rest = text_.substr(position_);
    if (rest.starts_with("<![CDATA[")) {
      constexpr std::size_t kOpening = 9;
      const std::size_t end = std::min(rest.find("]]>"), rest.size());
      token_text_ = rest.substr(kOpening, end - kOpening);
      skip_past("]]>");
      return XmlToken::kText;
    }
    if (rest.starts_with("<!--")) {
      skip_past("-->");
    } else if (rest.starts_with("<?")) {
      skip_past("?>");
    } else if (rest.starts_with("<!")) {
      skip_past(">");
    } else if (rest.starts_with('<')) {
      return read_tag();
    } else {
      const std::string_view raw = rest.substr(0, rest.find('<'));
      position_ += raw.size();
      if (raw.find_first_not_of(kXmlSpace) == std::string_view::npos) continue;
      token_text_ = decode(raw);
      return XmlToken::kText;
    }
  }
  return XmlToken::kDone;
}

XmlToken XmlCursor::read_tag() {
  std::size_t end = position_ + 1;
  for (char quote = '\0'; end < text_.size(); ++end) {
    const char c = text_[end];
    if (quote == '\0' && c == '>') break;
    if (quote == '\0' && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == quote) {
      quote = '\0';
    }
  }
  std::string_view tag = text_.substr(position_ + 1, end - position_ - 1);
  position_ = std::min(end + 1, text_.size());
  const bool is_end = tag.starts_with('/');
  if (is_end) tag.remove_prefix(1);
  is_self_closed_ = !is_end && tag.ends_with('/');
  if (is_self_closed_) tag.remove_suffix(1);
  name_ = tag.substr(0, tag.find_first_of(kXmlSpace));
  attributes_ = tag.substr(name_.size());
  return is_end ? XmlToken::kEnd : XmlToken::kStart;
}

void XmlCursor::skip_past(std::string_view end) {
  const std::size_t found = text_.find(end, position_);
  position_ = found == std::string_view::npos ? text_.size() : found + end.size();
}

std::string_view XmlCursor::attribute(std::string_view name) const {
  std::string_view rest = attributes_;
  while (true) {
    const std::size_t equals = rest.find('=');
    if (equals == std::string_view::npos) return {};
    const std::string_view key = trim(rest.substr(0, equals));
    const std::size_t open = rest.find_first_of("\"'", equals);
    if (open == std::string_view::npos) return {};
    const std::size_t close = rest.find(rest[open], open + 1);
    if (close == std::string_view::npos) return {};
    if (key == name) return rest.substr(open + 1, close - open - 1);
    rest.remove_prefix(close + 1);
  }
}

std::string_view XmlCursor::decode(std::string_view raw) {
  if (raw.find('&') == std::string_view::npos) return raw;
  // No entity is longer than it is written: the shortest of four bytes is "&#65536;".
  char* const begin = static_cast<char*>(arena_.allocate(raw.size(), 1));
  char* out = begin;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const std::size_t end = raw[i] == '&' ? raw.substr(0, std::min(raw.size(), i + 12)).find(';', i) : std::string_view::npos;
    const auto character = end == std::string_view::npos ? std::nullopt : character_of(raw.substr(i + 1, end - i - 1));
    if (character) {
      out += write_utf8(*character, out);
      i = end;
    } else {
      *out++ = raw[i];
    }
  }
  return {begin, static_cast<std::size_t>(out - begin)};
}

}  // namespace kinora::textio
