#include "terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>
#include <cstdlib>
#include <cstring>
#include <cwchar>

namespace kinora::cli {
namespace {

constexpr std::size_t kDefaultWidth = 100;
constexpr std::size_t kWidestLine = 10'000;

constexpr wchar_t kNoCodePoint = 0xFFFD;

/// The code point that starts at `text`: how many bytes and how many columns it takes.
struct Glyph {
  std::size_t bytes = 1;
  std::size_t columns = 1;
  wchar_t code_point = kNoCodePoint;  ///< kNoCodePoint also for a byte that begins none
};

Glyph next_glyph(std::string_view text) {
  std::mbstate_t state{};
  wchar_t code_point = 0;
  const std::size_t bytes = std::mbrtowc(&code_point, text.data(), text.size(), &state);
  if (bytes == 0) return {.bytes = 1, .columns = 0, .code_point = 0};
  if (bytes > text.size()) return {};
  const int columns = ::wcwidth(code_point);
  return {.bytes = bytes, .columns = columns < 0 ? 0 : static_cast<std::size_t>(columns), .code_point = code_point};
}

bool is_line_break_or_tab(wchar_t c) { return (c >= L'\t' && c <= L'\r') || c == 0x85 || c == 0x2028 || c == 0x2029; }

/// C0, DEL, C1, and the marks that make a terminal show the rest of the line in another order.
bool steers_the_terminal(wchar_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool styled() {
  static const bool answer = is_terminal(stdout) && std::getenv("NO_COLOR") == nullptr;
  return answer;
}

std::string style(std::string_view text, const char* code) {
  return styled() ? "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m" : std::string(text);
}

}  // namespace

bool is_terminal(std::FILE* stream) {
  const char* term = std::getenv("TERM");
  return ::isatty(::fileno(stream)) == 1 && term != nullptr && std::strcmp(term, "dumb") != 0;
}

std::size_t terminal_width() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  if (const char* columns = std::getenv("COLUMNS")) {
    const std::size_t width = std::strtoul(columns, nullptr, 10);
    if (width > 0 && width <= kWidestLine) return width;
  }
  return kDefaultWidth;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Glyph glyph = next_glyph(text);
    width += glyph.columns;
    text.remove_prefix(glyph.bytes);
  }
  return width;
}

std::string clip(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  std::string cut;
  std::size_t used = 0;
  while (!text.empty()) {
    const Glyph glyph = next_glyph(text);
    if (used + glyph.columns + 1 > width) break;
    cut += text.substr(0, glyph.bytes);
    used += glyph.columns;
    text.remove_prefix(glyph.bytes);
  }
  if (width > 0) cut += "…";
  return cut;
}

std::string fit(std::string_view text, std::size_t width) {
  std::string fitted = clip(text, width);
  return fitted.append(width - display_width(fitted), ' ');
}

std::string bold(std::string_view text) { return style(text, "1"); }
std::string dim(std::string_view text) { return style(text, "2"); }

std::string grouped(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view several) {
  std::string text = grouped(number) + ' ';
  if (number == 1) return text.append(one);
  return several.empty() ? text.append(one) + 's' : text.append(several);
}

std::string printable(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const auto first = static_cast<unsigned char>(text.front());
    if (first >= 0x20 && first < 0x7F) {
      safe += text.front();
      text.remove_prefix(1);
      continue;
    }
    const Glyph glyph = next_glyph(text);
    if (is_line_break_or_tab(glyph.code_point)) {
      safe += ' ';
    } else if (steers_the_terminal(glyph.code_point)) {
      safe += '?';
    } else if (glyph.code_point == kNoCodePoint) {
      safe += "\xEF\xBF\xBD";
    } else {
      safe += text.substr(0, glyph.bytes);
    }
    text.remove_prefix(glyph.bytes);
  }
  return safe;
}

std::string printable_lines(std::string_view text) {
  std::string safe;
  for (bool more = true; more;) {
    const std::size_t end = text.find('\n');
    more = end != std::string_view::npos;
    safe += printable(text.substr(0, end));
    if (!more) break;
    safe += '\n';
    text.remove_prefix(end + 1);
  }
  return safe;
}

}  // namespace kinora::cli
